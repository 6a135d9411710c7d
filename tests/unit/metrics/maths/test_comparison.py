import pytest
from hypothesis import given

from metrics.maths.comparison import Verdict, compare, verdict_of
from metrics.maths.scales import CES, CES2, CSAT, EMPTY, NPS, Counts, pool
from tests.unit.metrics.maths.histograms import cells, histograms, net


def test_eighteen_points_on_a_hundred_answers_are_no_evidence() -> None:
    found = compare(net(48, 22, 100), net(60, 15, 100), NPS)
    assert (found.verdict, found.better) == (Verdict.NO_EVIDENCE, None)
    assert found.difference is not None
    assert found.difference.p == pytest.approx(0.0851, abs=1e-4)


def test_the_same_shares_on_ten_times_the_answers_are_up() -> None:
    found = compare(net(480, 220, 1000), net(600, 150, 1000), NPS)
    assert (found.verdict, found.better) == (Verdict.UP, True)


def test_no_evidence_says_what_could_have_been_seen() -> None:
    found = compare(net(48, 22, 100), net(60, 15, 100), NPS)
    assert found.detectable == pytest.approx(30.74, abs=0.01)


def test_under_thirty_answers_are_too_few_and_still_carry_their_difference() -> None:
    found = compare(net(0, 29, 29), net(100, 0, 100), NPS)
    assert (found.verdict, found.n_before, found.n_after) == (Verdict.TOO_FEW, 29, 100)
    assert found.difference is not None


def test_an_empty_side_is_too_few_without_a_difference() -> None:
    found = compare(EMPTY, net(50, 0, 50), NPS, minimum=0)
    assert (found.verdict, found.difference, found.better) == (Verdict.TOO_FEW, None, None)


def test_more_effort_is_up_and_worse() -> None:
    found = compare(cells(s2=50, s3=50), cells(s5=50, s6=50), CES)
    assert (found.verdict, found.better) == (Verdict.UP, False)


def test_more_ease_is_up_and_better() -> None:
    found = compare(cells(s2=50, s3=50), cells(s5=50, s6=50), CES2)
    assert (found.verdict, found.better) == (Verdict.UP, True)


def test_fewer_satisfied_are_down_and_worse() -> None:
    found = compare(cells(s1=20, s5=80), cells(s1=50, s5=50), CSAT)
    assert (found.verdict, found.better) == (Verdict.DOWN, False)


def test_less_effort_is_down_and_better() -> None:
    found = compare(cells(s5=50, s6=50), cells(s2=50, s3=50), CES)
    assert (found.verdict, found.better) == (Verdict.DOWN, True)


def test_a_stricter_alpha_takes_more_to_convince() -> None:
    tested = compare(cells(s1=20, s5=80), cells(s1=35, s5=65), CSAT).difference
    assert tested is not None
    assert verdict_of(tested, alpha=0.05) is Verdict.DOWN
    assert verdict_of(tested, alpha=0.01) is Verdict.NO_EVIDENCE


@given(histograms())
def test_a_histogram_against_itself_has_not_changed(counts: Counts) -> None:
    assert compare(counts, counts, NPS).verdict in (Verdict.NO_EVIDENCE, Verdict.TOO_FEW)


@given(histograms(), histograms())
def test_swapping_the_periods_turns_the_verdict_round(before: Counts, after: Counts) -> None:
    turned = {Verdict.UP: Verdict.DOWN, Verdict.DOWN: Verdict.UP}
    forth, back = compare(before, after, NPS).verdict, compare(after, before, NPS).verdict
    assert back == turned.get(forth, forth)


@given(histograms(CSAT), histograms(CSAT))
def test_the_cut_into_segments_changes_no_verdict(first: Counts, second: Counts) -> None:
    assert compare(pool((first, second)), first, CSAT) == compare(pool((second, first)), first, CSAT)


def test_thirty_answers_on_each_side_are_enough() -> None:
    assert compare(net(0, 30, 30), net(30, 0, 30), NPS).verdict is Verdict.UP


def test_the_interval_is_as_wide_as_the_verdict_is_strict() -> None:
    found = compare(net(48, 22, 100), net(60, 15, 100), NPS, alpha=0.05)
    assert found.difference is not None
    assert found.difference.ci == pytest.approx((-2.5521, 39.4453), abs=1e-4)
