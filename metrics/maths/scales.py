"""Scales of the questions, and histograms of their answers.

A histogram is a tuple of 11 counts: the index is the score, cells outside the scale are 0. Histograms of parts
add up to the histogram of the whole, so any period or segment is exact.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

Counts = tuple[int, ...]
CELLS = 11
EMPTY: Counts = (0,) * CELLS


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"

    @property
    def sign(self) -> int:
        """1 where higher is better, -1 where lower is."""
        return 1 if self is Direction.HIGHER else -1


class Headline(StrEnum):
    """How the answers become one number: points from -100 to 100, a share from 0 to 1, or the scale's mean."""

    NET = "net"
    SHARE = "share"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Scale:
    """A question's scale: its ends, which way is better, the band of good answers, and its headline number."""

    key: str
    minimum: int
    maximum: int
    direction: Direction
    good: frozenset[int]
    headline: Headline

    @property
    def points(self) -> tuple[float, ...]:
        """What an answer of each score (0 to 10) adds; the headline number is the mean of these."""
        if self.headline is Headline.NET:
            return tuple(100.0 * ((score in PROMOTERS) - (score in DETRACTORS)) for score in range(CELLS))
        if self.headline is Headline.SHARE:
            return tuple(float(score in self.good) for score in range(CELLS))
        return tuple(float(score) for score in range(CELLS))


PROMOTERS = frozenset({9, 10})
DETRACTORS = frozenset(range(7))

NPS = Scale("nps", 0, 10, Direction.HIGHER, PROMOTERS, Headline.NET)
CSAT = Scale("csat", 1, 5, Direction.HIGHER, frozenset({4, 5}), Headline.SHARE)
# "How much effort did you personally have to put forth to handle your request?": little effort is good.
CES = Scale("ces", 1, 7, Direction.LOWER, frozenset({1, 2, 3}), Headline.MEAN)
# CES 2.0, "... made it easy for me to handle my issue": to agree is good. Never pooled with CES.
CES2 = Scale("ces2", 1, 7, Direction.HIGHER, frozenset({5, 6, 7}), Headline.MEAN)

SCALES: Mapping[str, Scale] = {scale.key: scale for scale in (NPS, CSAT, CES, CES2)}


def histogram(scores: Iterable[int]) -> Counts:
    """Count answers by score; a score that is not an integer from 0 to 10 is refused."""
    cells = [0] * CELLS
    for score in scores:
        if score not in range(CELLS):
            raise ValueError(f"A score of {score} is outside 0 to 10: give whole numbers on the question's scale.")
        cells[score] += 1
    return tuple(cells)


def pool(histograms: Iterable[Counts]) -> Counts:
    """Add histograms cell by cell: parts give the whole exactly."""
    return tuple(sum(cells) for cells in zip(EMPTY, *map(check, histograms), strict=True))


def check(counts: Counts, scale: Scale | None = None) -> Counts:
    """Return the histogram, or say what is wrong with it: its length, a negative cell, a score off the scale."""
    if len(counts) != CELLS or any(cell < 0 for cell in counts):
        raise ValueError(f"A histogram is {CELLS} counts of 0 or more, by score 0 to 10; got {counts}.")
    if scale is not None and sum(counts[scale.minimum : scale.maximum + 1]) != sum(counts):
        raise ValueError(f"{scale.key} takes scores {scale.minimum} to {scale.maximum}; got counts {counts}.")
    return counts


def count_in(counts: Counts, band: Iterable[int]) -> int:
    """Answers whose score lies in the band."""
    return sum(counts[score] for score in band)
