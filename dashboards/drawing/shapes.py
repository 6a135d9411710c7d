"""What a picture is made of: lines, areas, dots and words, in CSS pixels from the upper left corner. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from typing import Literal

Spot = tuple[float, float]
Anchor = Literal["left", "middle", "right"]
Dash = tuple[float, float]

# The light theme of static/css/trustapp.css; a picture has no dark one, since it is printed and sent.
INKS = {
    "ground": "#ffffff",
    "ink": "#1a1f27",
    "muted": "#535b66",
    "line": "#dfe3e8",
    "promoter": "#1d5fa8",
    "good": "#1b6e4b",
    "band": "#dfe9f3",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A line through spots, solid or with (dash, gap)."""

    spots: Sequence[Spot]
    ink: str
    width: float
    dash: Dash | None = None


@dataclass(frozen=True, slots=True)
class Area:
    """A filled outline."""

    spots: Sequence[Spot]
    ink: str


@dataclass(frozen=True, slots=True)
class Dot:
    """A round mark; hollow, it shows the ground within."""

    at: Spot
    radius: float
    ink: str
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """Text in one line, its middle at the height of `at`, with a rim of the ground around it."""

    at: Spot
    text: str
    ink: str
    anchor: Anchor = "left"


Shape = Line | Area | Dot | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in the order in which they are painted."""

    width: float
    height: float
    shapes: Sequence[Shape]


def colour(ink: str) -> tuple[int, int, int]:
    """An ink as red, green and blue from 0 to 255."""
    text = INKS[ink]
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def dashes(line: Line) -> Iterator[tuple[Spot, Spot]]:
    """The pieces of a dashed line; a solid one is one piece between two spots."""
    for (x, y), (end_x, end_y) in zip(line.spots, line.spots[1:], strict=False):
        length = hypot(end_x - x, end_y - y)
        if line.dash is None or not length:
            yield (x, y), (end_x, end_y)
            continue
        dash, gap = line.dash
        done = 0.0
        while done < length:
            start, stop = done / length, min(done + dash, length) / length
            yield (
                (x + (end_x - x) * start, y + (end_y - y) * start),
                (x + (end_x - x) * stop, y + (end_y - y) * stop),
            )
            done += dash + gap
