"""The scales a survey can ask on, and their three bands. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

# Versions of the page a score is chosen on, kept with each answer: from left to right, and from right to left.
LAYOUT, MIRRORED = 1, 2


class Band(StrEnum):
    """Where a score lies: low is unhappy and high is happy, whichever way the scale runs."""

    LOW = "low"
    MIDDLE = "middle"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Scale:
    """A question's scale. Scores are whole numbers from `minimum` to `maximum`; the rest of `low` and `high` is middle.

    `direction` is "higher" or "lower": which way is better. `version` is raised when a scale's meaning changes.
    """

    kind: str
    name: str
    minimum: int
    maximum: int
    direction: str
    low: range
    high: range
    version: int = 1

    @property
    def short(self) -> str:
        """What the trade calls it: NPS, CSAT, CES, CES 2.0."""
        return self.name.partition("(")[2].rstrip(")")

    @property
    def scores(self) -> range:
        """Every score, ascending: scales are shown so on every device."""
        return range(self.minimum, self.maximum + 1)

    @property
    def middle(self) -> range:
        """The scores between low and high."""
        edges = sorted((self.low, self.high), key=lambda band: band.start)
        return range(edges[0].stop, edges[1].start)

    def band(self, score: int) -> Band:
        """The band of a score. Raises ValueError off the scale."""
        if score not in self.scores:
            raise ValueError(f"{self.kind} takes whole numbers from {self.minimum} to {self.maximum}; got {score}.")
        if score in self.low:
            return Band.LOW
        return Band.HIGH if score in self.high else Band.MIDDLE

    def in_band(self, band: str) -> range:
        """The scores of a band."""
        return {Band.LOW: self.low, Band.MIDDLE: self.middle, Band.HIGH: self.high}[Band(band)]


NPS = Scale("nps", "Recommendation (NPS)", 0, 10, "higher", low=range(7), high=range(9, 11))
CSAT = Scale("csat", "Satisfaction (CSAT)", 1, 5, "higher", low=range(1, 3), high=range(4, 6))
# The classic question of effort: little of it is good, so its low band is the hard end.
CES = Scale("ces", "Effort (CES)", 1, 7, "lower", low=range(5, 8), high=range(1, 4))
# CES 2.0 asks whether it was easy: to agree is good. Never pooled with the classic question.
CES2 = Scale("ces2", "Ease (CES 2.0)", 1, 7, "higher", low=range(1, 4), high=range(5, 8))

SCALES: Mapping[str, Scale] = {scale.kind: scale for scale in (NPS, CSAT, CES, CES2)}
