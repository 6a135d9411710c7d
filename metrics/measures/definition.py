"""What a metric is, as one record. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from metrics.maths.estimate import Estimate
from metrics.maths.headline import headline
from metrics.maths.scales import Counts, Headline, Scale
from metrics.maths.states import MINIMUM_ANSWERS


class Unit(StrEnum):
    """What a value is counted in; a share lies between 0 and 1 and is shown in per cent."""

    POINTS = "points"
    SHARE = "share"
    MEAN = "mean"


UNITS = {Headline.NET: Unit.POINTS, Headline.SHARE: Unit.SHARE, Headline.MEAN: Unit.MEAN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One metric: how it is named, counted, estimated and where that comes from.

    `kind` is the kind of stored histogram. `scale` says which maths applies: see `metrics.maths.headline`.
    `typical_deviation` is the spread of single answers taken while there are none, in the metric's unit.
    """

    key: str
    name: str
    plain_name: str
    kind: str
    scale: Scale
    explanation: str
    formula: str
    interval: str
    collected: str
    sources: Sequence[str]
    typical_deviation: float
    notice: str = ""
    minimum: int = MINIMUM_ANSWERS
    version: int = 1

    @property
    def unit(self) -> Unit:
        """Points, a share or a mean."""
        return UNITS[self.scale.headline]

    @property
    def higher_is_better(self) -> bool:
        """Which way is better."""
        return self.scale.direction.sign > 0

    @property
    def limits(self) -> tuple[float, float]:
        """The lowest and the highest value that the metric can take."""
        points = self.scale.points[self.scale.minimum : self.scale.maximum + 1]
        return min(points), max(points)

    def estimate(self, counts: Counts) -> Estimate:
        """The value, n and 95 % range of a histogram."""
        return headline(counts, self.scale)
