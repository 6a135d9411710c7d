"""The definitions of metrics, each loaded by every test here."""

import pytest

from metrics.maths.headline import headline
from metrics.maths.scales import EMPTY
from metrics.measures import MEASURES, Measure, UnknownMetricError, measure_of
from surveys.scales import SCALES

every = pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)


@every
def test_a_definition_says_where_it_comes_from(measure: Measure) -> None:
    assert measure.sources
    assert measure.version >= 1
    assert measure.explanation.endswith(".")


@every
def test_a_definition_estimates_by_its_scale(measure: Measure) -> None:
    counts = (0, 3, *EMPTY[2:])
    assert measure.estimate(counts) == headline(counts, measure.scale)


@every
def test_without_answers_a_metric_is_undefined(measure: Measure) -> None:
    assert measure.estimate(EMPTY).value is None


@pytest.mark.parametrize("kind", SCALES)
def test_every_scale_that_can_be_asked_on_has_its_metric(kind: str) -> None:
    asked, scale = SCALES[kind], MEASURES[kind].scale
    assert (scale.minimum, scale.maximum, scale.direction.value) == (asked.minimum, asked.maximum, asked.direction)


def test_limits_are_in_the_unit_of_the_metric() -> None:
    limits = {key: measure.limits for key, measure in MEASURES.items()}
    assert limits == {"nps": (-100, 100), "csat": (0, 1), "ces": (1, 7), "ces2": (1, 7), "response_rate": (0, 1)}


def test_an_unknown_metric_names_those_there_are() -> None:
    with pytest.raises(UnknownMetricError, match="nps, csat, ces, ces2, response_rate"):
        measure_of("happiness")


def test_the_registered_marks_are_named() -> None:
    assert "registered trademarks" in MEASURES["nps"].notice
