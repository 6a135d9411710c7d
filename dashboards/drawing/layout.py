"""Where the parts of a chart lie: the same spec (docs/charts.md) and the same look as static/js/charts.js. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from dashboards.drawing.marks import marks
from dashboards.drawing.shapes import Anchor, Area, Dot, Line, Picture, Shape, Spot, Words

LABEL = 14  # px, the size of all words
TOP, BOTTOM, BESIDE, EDGE = 16, 30, 12, 12
NAMED = 4  # about so many periods are named
NOTHING = "Nothing counted in these periods"
Measurer = Callable[[str], float]  # the width of a text of the size LABEL


@dataclass(frozen=True, slots=True)
class Frame:
    """The rectangle that the line lies in, and what its height and width mean."""

    left: float
    top: float
    right: float
    bottom: float
    low: float
    high: float
    count: int

    def x(self, place: int) -> float:
        """Where a period stands."""
        if self.count == 1:
            return (self.left + self.right) / 2
        return self.left + (self.right - self.left) * place / (self.count - 1)

    def y(self, value: float) -> float:
        """How high a value stands."""
        return self.bottom - (self.bottom - self.top) * (value - self.low) / (self.high - self.low)


def lay_out(spec: Mapping[str, Any], measure: Measurer, width: float = 600, height: float = 280) -> Picture:
    """A chart's spec as shapes; where nothing was counted, as the words that say so."""
    if "min" not in spec:
        return Picture(width, height, [Words((width / 2, height / 2), NOTHING, "muted", "middle")])
    ticks = ticks_of(spec)
    names = [spec[name]["label"] for name in ("target", "baseline") if name in spec]
    frame = Frame(
        left=BESIDE + max(measure(number(tick, spec)) for tick in ticks) + EDGE,
        top=TOP,
        right=width - EDGE - (BESIDE + max(map(measure, names)) if names else 0),
        bottom=height - BOTTOM,
        low=spec["min"],
        high=spec["max"],
        count=len(spec["labels"]),
    )
    shapes: list[Shape] = [*axes(spec, frame, ticks), *band(spec, frame), *flat_lines(spec, frame)]
    shapes += [*line(spec, frame), *marks(spec.get("markers", ()), frame, measure), *ends(spec, frame)]
    return Picture(width, height, shapes)


def ticks_of(spec: Mapping[str, Any]) -> list[float]:
    """The values that have a line across the picture: every step, and both ends."""
    ticks, value = [], spec["min"]
    while value < spec["max"] - spec["step"] / 1000:
        ticks.append(round(value, 2))
        value += spec["step"]
    return [*ticks, spec["max"]]


def number(value: float, spec: Mapping[str, Any]) -> str:
    """A value on the upright axis: a true minus, one decimal for means."""
    text = f"{abs(value):.{1 if spec['unit'] == 'mean' else 0}f}"
    sign = "−" if value < 0 and float(text) else ""
    mark = spec.get("percent", "%") if spec["unit"] == "percent" else ""
    return f"{sign}{text.replace('.', spec.get('decimal', '.'))}{mark}"


def axes(spec: Mapping[str, Any], frame: Frame, ticks: Sequence[float]) -> Iterator[Shape]:
    """The lines across with their numbers, and the names under the line."""
    for tick in ticks:
        y = frame.y(tick)
        yield Line([(frame.left, y), (frame.right, y)], "line", 1)
        yield Words((frame.left - BESIDE, y), number(tick, spec), "muted", "right")
    every, last = ceil(frame.count / NAMED), frame.count - 1
    for place, label in enumerate(spec["labels"]):
        if place == last or (place % every == 0 and last - place > every / 2):
            side: Anchor = "middle" if frame.count == 1 else {0: "left", last: "right"}.get(place, "middle")  # type: ignore[assignment] # two literals
            yield Words((frame.x(place), frame.bottom + BOTTOM / 2 + 2), label, "muted", side)


def band(spec: Mapping[str, Any], frame: Frame) -> Iterator[Shape]:
    """The range of each period; of one alone as an upright bar."""
    pairs = [
        None if low is None or high is None else (low, high)
        for low, high in zip(spec.get("low", ()), spec.get("high", ()), strict=True)
    ]
    for places in runs(pairs):
        upper = [(frame.x(place), frame.y(pairs[place][1])) for place in places]  # type: ignore[index] # runs hold no gap
        lower = [(frame.x(place), frame.y(pairs[place][0])) for place in reversed(places)]  # type: ignore[index] # likewise
        yield Line([*upper, *lower], "band", 8) if len(places) == 1 else Area([*upper, *lower], "band")


def flat_lines(spec: Mapping[str, Any], frame: Frame) -> Iterator[Shape]:
    """Target dashed, baseline dotted, and the way between them thin."""
    for name, ink, dash in (("target", "good", (8.0, 5.0)), ("baseline", "muted", (2.0, 4.0))):
        if name in spec:
            y = frame.y(spec[name]["value"])
            yield Line([(frame.left, y), (frame.right, y)], ink, 2, dash)
    yield from strokes(spec.get("way", ()), frame, "good", 1.5)


def line(spec: Mapping[str, Any], frame: Frame) -> Iterator[Shape]:
    """The values; the last is a dot, hollow while its period runs, and so is one between two gaps."""
    values: Sequence[float | None] = spec["series"]
    yield from strokes(values, frame, "promoter", 3)
    known = [place for place, value in enumerate(values) if value is not None]
    for place in known:
        is_last = place == known[-1]
        if is_last or not {place - 1, place + 1} & set(known):
            hollow = bool(spec.get("partial")) and place == len(values) - 1
            yield Dot((frame.x(place), frame.y(values[place] or 0.0)), 5 if is_last else 4, "promoter", hollow)


def strokes(values: Sequence[float | None], frame: Frame, ink: str, width: float) -> Iterator[Shape]:
    """A line through the values that are there, broken where one is missing."""
    for places in runs(values):
        if len(places) > 1:
            yield Line([(frame.x(place), frame.y(values[place] or 0.0)) for place in places], ink, width)


def ends(spec: Mapping[str, Any], frame: Frame) -> Iterator[Shape]:
    """The names of target and baseline at their ends, moved apart where the two are close."""
    inks = {"target": "good", "baseline": "muted"}
    found = sorted((frame.y(spec[name]["value"]), spec[name]["label"], inks[name]) for name in inks if name in spec)
    gap = (LABEL + 4 - (found[1][0] - found[0][0])) / 2 if len(found) == 2 else 0
    for side, (y, label, ink) in zip((-1, 1), found, strict=False):
        at: Spot = (frame.right + BESIDE, y + side * max(gap, 0))
        yield Words(at, label, ink)


def runs(values: Sequence[object]) -> list[list[int]]:
    """The places of values without a gap between them, run by run."""
    found: list[list[int]] = []
    for place, value in enumerate(values):
        if value is None:
            continue
        if found and found[-1][-1] == place - 1:
            found[-1].append(place)
        else:
            found.append([place])
    return found
