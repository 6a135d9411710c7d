import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.maths.headline import difference, good_share, headline
from metrics.maths.means import moments
from metrics.maths.scales import CES, CES2, CSAT, EMPTY, NPS, SCALES, Scale, histogram
from tests.unit.metrics.maths.histograms import cells, histograms, net

# Before and after, the second higher.
CHANGES = {
    "nps": (net(20, 30, 60), net(30, 20, 60)),
    "csat": (cells(s2=20, s4=5), cells(s2=10, s5=20)),
    "ces": (cells(s2=20, s4=5), cells(s2=10, s7=20)),
    "ces2": (cells(s2=20, s4=5), cells(s2=10, s7=20)),
}


@pytest.mark.parametrize(
    ("scale", "value"), [(NPS, -100.0), (CSAT, 2 / 3), (CES, 11 / 3), (CES2, 11 / 3)], ids=lambda part: str(part)[:12]
)
def test_each_scale_has_its_own_headline_number(scale: Scale, value: float) -> None:
    assert headline(histogram([2, 4, 5]), scale).value == pytest.approx(value)


@given(st.sampled_from(sorted(SCALES)), st.data())
def test_the_headline_is_the_mean_of_the_scales_points(key: str, data: st.DataObject) -> None:
    counts = data.draw(histograms(SCALES[key]))
    _, expected, _ = moments(counts, SCALES[key].points)
    found = headline(counts, SCALES[key]).value
    assert found == (None if expected is None else pytest.approx(expected))


def test_little_effort_is_easy_on_one_scale_and_hard_on_the_other() -> None:
    counts = cells(s1=30, s7=10)
    assert good_share(counts, CES).value == 0.75
    assert good_share(counts, CES2).value == 0.25


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda scale: scale.key)
def test_a_difference_is_after_less_before(scale: Scale) -> None:
    before, after = CHANGES[scale.key]
    tested = difference(before, after, scale)
    assert tested is not None
    assert tested.diff > 0
    assert tested.ci[0] <= tested.diff <= tested.ci[1]


def test_an_nps_difference_is_the_adjusted_one() -> None:
    tested = difference(net(48, 22, 100), net(60, 15, 100), NPS)
    assert tested is not None
    assert tested.z == pytest.approx(1.7218, abs=1e-4)


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda scale: scale.key)
def test_a_difference_from_nobody_is_undefined(scale: Scale) -> None:
    assert difference(EMPTY, cells(s2=9, s4=9), scale) is None


def test_two_questions_scores_are_not_mixed() -> None:
    with pytest.raises(ValueError, match="csat takes scores 1 to 5"):
        difference(histogram([5]), histogram([9]), CSAT)
