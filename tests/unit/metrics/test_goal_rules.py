"""What a goal may be, and the periods in which it is looked at."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.goal_rules import CADENCES, USUAL_DAYS, Proposal, closing_days, fault_of_choice, faults_of
from metrics.measures import MEASURES

GOOD = Proposal(
    measure=MEASURES["nps"],
    baseline=24,
    target=40,
    starts_on=date(2026, 1, 1),
    due_on=date(2026, 3, 31),
    cadence="monthly",
)


def test_a_sound_goal_has_no_faults() -> None:
    assert faults_of(GOOD) == {}
    assert faults_of(replace(GOOD, baseline=None)) == {}


@pytest.mark.parametrize("target", [24, 10])
def test_a_target_lies_on_the_better_side(target: float) -> None:
    assert faults_of(replace(GOOD, target=target)) == {
        "target": "Higher is better here: choose a target above where you start, 24."
    }


def test_where_lower_is_better_the_target_is_below() -> None:
    effort = replace(GOOD, measure=MEASURES["ces"], baseline=3.5, target=4.0)
    assert "below where you start, 3.5" in faults_of(effort)["target"]
    assert faults_of(replace(effort, target=2.5)) == {}


def test_values_lie_within_the_limits_of_the_metric() -> None:
    assert faults_of(replace(GOOD, target=140))["target"] == "Choose a value from −100 to 100."
    assert set(faults_of(replace(GOOD, measure=MEASURES["csat"], baseline=24, target=0.9))) == {"baseline", "target"}


def test_a_goal_is_due_after_its_start_and_within_five_years() -> None:
    assert faults_of(replace(GOOD, due_on=GOOD.starts_on))["due_on"] == "Choose a date after the start, 1 January 2026."
    assert "five years" in faults_of(replace(GOOD, due_on=date(2036, 1, 1)))["due_on"]


def test_the_cadence_is_one_of_three() -> None:
    assert "weekly, two_weekly, monthly" in faults_of(replace(GOOD, cadence="daily"))["cadence"]


@pytest.mark.parametrize(("count", "refused"), [(0, True), (1, False), (3, False), (4, True)])
def test_a_fourth_metric_is_refused_with_its_reason(count: int, refused: bool) -> None:
    assert bool(fault_of_choice(count)) is refused


def test_months_of_a_goal_end_where_the_calendar_ends_them() -> None:
    assert closing_days(date(2026, 1, 1), date(2026, 3, 31), "monthly") == [
        (date(2026, 1, 1), date(2026, 2, 1)),
        (date(2026, 2, 1), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 4, 1)),
    ]


def test_a_short_first_or_last_piece_joins_its_neighbour() -> None:
    assert closing_days(date(2026, 1, 28), date(2026, 4, 1), "monthly") == [
        (date(2026, 1, 28), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 4, 2)),
    ]


@given(
    st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    st.integers(1, 900),
    st.sampled_from(sorted(CADENCES)),
    st.integers(0, 6),
)
def test_periods_cover_a_goal_once_and_without_a_gap(start: date, length: int, cadence: str, week_start: int) -> None:
    due = start + timedelta(days=length)
    found = closing_days(start, due, cadence, week_start)
    assert (found[0][0], found[-1][1]) == (start, due + timedelta(days=1))
    assert all(before[1] == after[0] for before, after in pairwise(found))
    half = USUAL_DAYS[CADENCES[cadence]] / 2
    assert len(found) == 1 or all((end - first).days >= half for first, end in found)
