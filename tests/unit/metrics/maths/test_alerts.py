from statistics import mean as average

import numpy as np
import pytest

from metrics.maths.alerts import Alarm, cusum, deviations, four_weeks
from metrics.maths.scales import CES, EMPTY, NPS, Counts, pool
from tests.unit.metrics.maths.histograms import cells, net

SHARES = (0.05, 0, 0, 0, 0, 0.1, 0.05, 0.1, 0.2, 0.2, 0.3)


def weeks_where_nothing_changes(rng: np.random.Generator, weeks: int, answers: int = 25) -> list[Counts]:
    """Weekly histograms drawn from shares that stay the same."""
    return [tuple(map(int, row)) for row in rng.multinomial(answers, SHARES, size=weeks)]


def test_a_clear_fall_is_an_alarm() -> None:
    assert four_weeks(net(60, 10, 100), net(35, 30, 100), NPS).alarm is Alarm.WORSE


def test_a_clear_rise_is_told_too() -> None:
    assert four_weeks(net(35, 30, 100), net(60, 10, 100), NPS).alarm is Alarm.BETTER


def test_ten_points_on_fifty_answers_are_noise() -> None:
    assert four_weeks(net(25, 10, 50), net(22, 12, 50), NPS).alarm is Alarm.NONE


def test_significance_at_five_per_cent_is_not_enough_to_wake_anybody() -> None:
    alert = four_weeks(net(50, 20, 100), net(35, 29, 100), NPS)
    assert alert.difference is not None
    assert alert.difference.p < 0.05
    assert alert.alarm is Alarm.NONE


@pytest.mark.parametrize(("before", "after"), [(19, 200), (200, 19)])
def test_under_twenty_answers_no_alarm_is_raised(before: int, after: int) -> None:
    assert four_weeks(net(before, 0, before), net(0, after, after), NPS).alarm is Alarm.TOO_FEW


def test_twenty_answers_on_each_side_can_raise_an_alarm() -> None:
    assert four_weeks(net(20, 0, 20), net(0, 20, 20), NPS).alarm is Alarm.WORSE


def test_nobody_raises_no_alarm() -> None:
    alert = four_weeks(EMPTY, net(30, 0, 30), NPS)
    assert (alert.alarm, alert.difference) == (Alarm.TOO_FEW, None)


def test_more_effort_is_worse_even_where_nobody_varies() -> None:
    assert four_weeks(cells(s2=20), cells(s5=20), CES).alarm is Alarm.WORSE


def test_weekly_looks_raise_less_than_one_false_alarm_a_year() -> None:
    rng, alarms, years = np.random.default_rng(28), 0, 60
    weeks = weeks_where_nothing_changes(rng, 52 * years + 8)
    up = False
    for week in range(8, len(weeks)):
        alert = four_weeks(pool(weeks[week - 8 : week - 4]), pool(weeks[week - 4 : week]), NPS)
        was_up, up = up, alert.alarm is not Alarm.NONE
        alarms += up and not was_up
    assert 0.3 < alarms / years < 1


def test_a_drift_is_found_in_about_ten_steps() -> None:
    rng = np.random.default_rng(5)
    found = [cusum((rng.standard_normal(200) - 1).tolist()).fell_at[0] + 1 for _ in range(300)]
    assert average(found) == pytest.approx(10.4, abs=0.8)


def test_where_nothing_drifts_an_alarm_comes_about_every_465_steps() -> None:
    found = cusum(np.random.default_rng(7).standard_normal(100_000).tolist())
    assert 100_000 / len(found.rose_at + found.fell_at) == pytest.approx(465, rel=0.2)


def test_the_sums_are_those_of_the_formula() -> None:
    found = cusum([1.0, 2.0, -3.0])
    assert found.rise == (0.5, 2.0, 0.0)
    assert found.fall == (0.0, 0.0, 2.5)


def test_after_an_alarm_the_sums_begin_again() -> None:
    found = cusum([6.0, 1.0])
    assert (found.rose_at, found.rise) == ((0,), (5.5, 0.5))


def test_a_missing_value_carries_the_sums_on() -> None:
    found = cusum([2.0, None, 2.0])
    assert found.rise == (1.5, 1.5, 3.0)


def test_without_values_there_is_no_alarm() -> None:
    assert cusum([]) == cusum(iter(()))
    assert cusum([]).rose_at == ()


def test_deviations_are_in_standard_errors_of_the_baseline() -> None:
    baseline = net(50, 50, 101)
    found = deviations([net(25, 0, 25), EMPTY], baseline, NPS)
    assert found[0] == pytest.approx(5.0)
    assert found[1] is None


def test_a_baseline_without_spread_gives_no_deviations() -> None:
    assert deviations([net(5, 0, 9)], net(50, 0, 50), NPS) == (None,)
