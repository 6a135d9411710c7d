"""Chart specs for `static/js/charts.js` (shape: docs/charts.md) and the points of sparklines. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, floor
from typing import Any

from dashboards.presenters import periods
from foundation import writing
from metrics.maths.goals import Goal, line_at
from metrics.maths.periods import Period
from metrics.measures import Measure, Unit
from metrics.wording import number, reach

STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50)  # between the lines of the upright axis, as they are shown
MOST_LINES = 5
NOUNS = {Period.TWO_WEEKLY: "two-week period"}
SPARK_WIDTH, SPARK_HEIGHT, SPARK_EDGE = 100, 20, 2
Marker = tuple[date, str]  # the day something began, and its name
UNITS = {Unit.POINTS: "points", Unit.SHARE: "percent", Unit.MEAN: "mean"}


@dataclass(frozen=True, slots=True)
class Point:
    """One period of a line: half-open days, and the number with its n and range; None where it must not be shown."""

    since: date
    until: date
    value: float | None
    n: int
    low: float | None
    high: float | None
    partial: bool = False


def chart(
    measure: Measure,
    points: Sequence[Point],
    period: Period,
    today: date,
    goal: Goal | None = None,
    markers: Sequence[Marker] = (),
) -> dict[str, Any]:
    """Context of `components/chart.html`: the line, its range, where it began and where it should go, and its table."""
    last_is_partial = bool(points) and points[-1].partial
    return {
        "spec": {
            "labels": [periods.label(point.since, period) for point in points],
            "series": [shown(measure, point.value) for point in points],
            "low": [shown(measure, point.low) for point in points],
            "high": [shown(measure, point.high) for point in points],
            **(goal_lines(measure, points, goal) if goal else {}),
            **ends(measure, points, goal),
            "markers": [mark for mark in (marker(points, at, name) for at, name in sorted(markers)) if mark],
            "unit": UNITS[measure.unit],
            "decimal": writing.decimal_mark(),
            "percent": writing.percent_mark(),
            "partial": last_is_partial,
        },
        "caption": caption(points, period, today, goal, markers),
        "columns": ["Period", "Score", "Likely range", "Answers"],
        "rows": [row(measure, point, period, today, markers) for point in points],
    }


def shown(measure: Measure, value: float | None) -> float | None:
    """A value as the chart draws it: shares as per cent, to two decimals."""
    return None if value is None else round(value * (100 if measure.unit is Unit.SHARE else 1), 2)


def goal_lines(measure: Measure, points: Sequence[Point], goal: Goal) -> dict[str, Any]:
    """Baseline, target and the way between them; the way begins in the period in which the goal does."""
    way = [shown(measure, line_at(goal, point.until)) if point.until > goal.start else None for point in points]
    return {
        "baseline": {"value": shown(measure, goal.baseline), "label": f"Start {number(measure, goal.baseline)}"},
        "target": {"value": shown(measure, goal.target), "label": f"Target {number(measure, goal.target)}"},
        "way": way,
    }


def ends(measure: Measure, points: Sequence[Point], goal: Goal | None) -> dict[str, float]:
    """The ends of the upright axis and the step between its lines: round, and within what the metric can be."""
    values = [value for point in points for value in (point.low, point.high, point.value) if value is not None]
    values += [goal.baseline, goal.target] if goal else []
    if not values:
        return {}
    low, high = (shown(measure, value) or 0.0 for value in (min(values), max(values)))
    lowest, highest = (shown(measure, limit) or 0.0 for limit in measure.limits)
    step = next((step for step in STEPS if ceil(high / step) - floor(low / step) <= MOST_LINES), STEPS[-1])
    bottom, top = floor(low / step), max(ceil(high / step), floor(low / step) + 1)
    return {"min": max(lowest, round(bottom * step, 2)), "max": min(highest, round(top * step, 2)), "step": step}


def marker(points: Sequence[Point], at: date, name: str) -> dict[str, Any] | None:
    """Where something began, by the period it fell in; None where that is not shown."""
    index = next((index for index, point in enumerate(points) if point.since <= at < point.until), None)
    return None if index is None else {"index": index, "label": name}


def begun(point: Point, markers: Sequence[Marker]) -> list[str]:
    """The names of what began within a period, the earliest first."""
    return [name for at, name in sorted(markers) if point.since <= at < point.until]


def numbered(names: Sequence[str]) -> list[str]:
    """The names with the numbers under which the chart has them: 1. Second till at noon."""
    return [f"{number}. {name}" for number, name in enumerate(names, 1)]


def caption(
    points: Sequence[Point], period: Period, today: date, goal: Goal | None, markers: Sequence[Marker] = ()
) -> str:
    """What the reader sees, in words; it names the chart for screen readers too."""
    words = periods.sentence(f"{periods.counted(len(points), NOUNS.get(period, period.value))}.")
    words += " The band is where the true score most likely lies"
    words += "; the thin line is the way to the target." if goal else "."
    if points and points[-1].partial:
        name = periods.sentence(periods.name(points[-1].since, period, today))
        words += f" {name} is not over, so its point is hollow."
    names = [name for point in points for name in begun(point, markers)]
    if names:
        words += f" A dotted upright line is where an improvement began: {'; '.join(numbered(names))}."
    return words


def row(
    measure: Measure, point: Point, period: Period, today: date, markers: Sequence[Marker] = ()
) -> list[str | None]:
    """One line of the table beside the chart."""
    name = periods.sentence(periods.name(point.since, period, today))
    notes = [*(["not over"] if point.partial else []), *(f"{name} began" for name in begun(point, markers))]
    return [
        f"{name} ({'; '.join(notes)})" if notes else name,
        None if point.value is None else number(measure, point.value),
        None if point.low is None else reach(measure, point.low, point.high),
        writing.count(point.n),
    ]


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line: the points of an SVG polyline within 100 by 20, and the same in words."""

    points: str
    words: str


def spark(measure: Measure, values: Sequence[float | None], extent: tuple[float, float] | None = None) -> Spark | None:
    """A sparkline of evenly spaced values, gaps bridged; None under two values.

    `extent` is the lowest and highest value of all lines that stand side by side, so that they can be compared.
    """
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    low, high = extent or (min(value for _, value in known), max(value for _, value in known))
    across = SPARK_WIDTH / (len(values) - 1)
    room = SPARK_HEIGHT - 2 * SPARK_EDGE
    places = []
    for index, value in known:
        share = (value - low) / (high - low) if high > low else 0.5
        places.append(f"{index * across:g},{round(SPARK_HEIGHT - SPARK_EDGE - share * room, 1):g}")
    first, last = number(measure, known[0][1]), number(measure, known[-1][1])
    return Spark(" ".join(places), f"Level at {last}" if first == last else f"From {first} to {last}")


def extent(lines: Sequence[Sequence[float | None]]) -> tuple[float, float] | None:
    """The lowest and highest value of several lines; None where there is none."""
    values = [value for line in lines for value in line if value is not None]
    return (min(values), max(values)) if values else None
