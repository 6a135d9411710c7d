"""Every metric, one file each. Pure."""

from collections.abc import Mapping

from metrics.measures import ces, ces2, csat, nps, response_rate
from metrics.measures.definition import Measure, Unit

__all__ = ["MEASURES", "Measure", "Unit", "UnknownMetricError", "measure_of"]

MEASURES: Mapping[str, Measure] = {
    module.MEASURE.key: module.MEASURE for module in (nps, csat, ces, ces2, response_rate)
}


class UnknownMetricError(LookupError):
    """No metric has this key."""


def measure_of(key: str) -> Measure:
    """The metric of a key. Raises UnknownMetricError, whose text lists the keys there are."""
    if key not in MEASURES:
        raise UnknownMetricError(f"There is no metric '{key}'. Choose one of: {', '.join(MEASURES)}.")
    return MEASURES[key]
