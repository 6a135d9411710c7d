"""Histograms cut finely enough that every range a page shows is a sum of whole pieces. Pure.

One read brings them all: twelve months, the present, and as many days before it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from metrics.maths.periods import Span, span
from metrics.maths.scales import EMPTY, Counts, pool
from metrics.ranges import Calendar


@dataclass(frozen=True, slots=True)
class Pieces:
    """Spans that follow one another, and one histogram for each, by segment; "" is "not known"."""

    spans: Sequence[Span]
    whole: Sequence[Counts]
    segments: Mapping[str, Sequence[Counts]]

    def within(self, first: date, end: date, segment: str | None = None) -> Counts:
        """The histogram of the days first <= day < end. Raises ValueError where a piece would have to be cut."""
        rows = self.whole if segment is None else self.segments[segment]
        for piece in self.spans:
            if piece.first < first < piece.end or piece.first < end < piece.end:
                raise ValueError(f"{first} to {end} cuts the piece {piece.first} to {piece.end}.")
        inside = [row for row, piece in zip(rows, self.spans, strict=True) if first <= piece.first < end]
        return pool(inside) if inside else EMPTY


def cut(borders: Collection[date], calendar: Calendar) -> list[Span]:
    """The spans between neighbouring borders, the earliest first."""
    ordered = sorted(set(borders))
    return [span(first, end, calendar.zone) for first, end in pairwise(ordered)]
