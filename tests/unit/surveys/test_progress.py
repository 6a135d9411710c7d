"""How a round is going, in words."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from surveys.progress import progress, tally, when
from surveys.queries.rounds import RoundCounts

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
OUT = RoundCounts(delivered=41, bounced=1, answered=3)


def heading(state: str, counts: RoundCounts, *, starts: int = -3600, undo: int = -3540, paused: str = "") -> str:
    """The verdict of a round that starts, and can be undone until, so many seconds from now."""
    starts_at, until = NOW + timedelta(seconds=starts), NOW + timedelta(seconds=undo)
    return progress(state, starts_at, until, counts, paused, NOW, BERLIN).heading


def test_the_tally_names_only_what_there_is() -> None:
    assert tally(OUT) == "Delivered 41 · 1 bounced · 3 answered"
    assert tally(RoundCounts(waiting=1200, skipped=2)) == "Delivered 0 · 1,200 waiting · 2 not asked · 0 answered"


@pytest.mark.parametrize(
    ("state", "counts", "said"),
    [
        ("sent", OUT, "3 of 41 have answered."),
        ("sent", RoundCounts(delivered=41), "The letters are out. No answer yet."),
        ("sent", RoundCounts(skipped=3), "Nobody got a letter."),
        ("sending", RoundCounts(delivered=12, waiting=30), "On its way: 12 delivered, 30 to go."),
        ("sending", RoundCounts(waiting=30), "The letters are on their way."),
        ("cancelled", RoundCounts(delivered=2, cancelled=5), "This round was called off."),
    ],
)
def test_the_heading_is_the_verdict(state: str, counts: RoundCounts, said: str) -> None:
    assert heading(state, counts) == said


def test_a_planned_round_says_when_on_the_businesss_own_clock() -> None:
    assert heading("scheduled", RoundCounts(), starts=3600, undo=3600) == "Goes out on Tuesday 3 March, 10:00."
    assert when(datetime(2026, 3, 29, 7, 0, tzinfo=UTC), BERLIN) == "Sunday 29 March, 09:00"


def test_a_pause_is_said_before_anything_else_that_moves() -> None:
    assert heading("sending", RoundCounts(waiting=5), paused="4 came back") == "Sending is paused: 4 came back."
    assert heading("sent", OUT, paused="4 came back") == "3 of 41 have answered."


@pytest.mark.parametrize(("seconds", "left"), [(45, 45), (0.2, 1), (0, 0), (-5, 0)])
def test_the_time_to_undo_runs_out(seconds: float, left: int) -> None:
    until = NOW + timedelta(seconds=seconds)
    how = progress("sending", NOW - timedelta(seconds=60), until, RoundCounts(waiting=3), "", NOW, BERLIN)
    assert how.undo_seconds == left
    assert how.stoppable


@pytest.mark.parametrize(
    ("state", "counts", "minutes", "seconds"),
    [
        ("sending", RoundCounts(waiting=1), 1, 2),
        ("sent", RoundCounts(delivered=9, silent=9), 59, 10),
        ("sent", RoundCounts(delivered=9, silent=9), 61, 60),
        ("sent", RoundCounts(delivered=9, silent=9), 24 * 60, 0),
        ("sent", RoundCounts(delivered=9, answered=9), 1, 0),
        ("cancelled", RoundCounts(delivered=2, silent=2, cancelled=5), 61, 60),
        ("scheduled", RoundCounts(), -61, 60),
        ("scheduled", RoundCounts(), -24 * 60, 0),
    ],
)
def test_an_open_page_looks_again_ever_less_often_and_then_rests(
    state: str, counts: RoundCounts, minutes: int, seconds: int
) -> None:
    starts = NOW - timedelta(minutes=minutes)
    assert progress(state, starts, starts, counts, "", NOW, BERLIN).again == seconds


def test_after_a_reminder_an_open_page_looks_more_often_again() -> None:
    started, counts = NOW - timedelta(days=4), RoundCounts(delivered=9, silent=9)
    assert progress("sent", started, started, counts, "", NOW, BERLIN, NOW - timedelta(minutes=5)).again == 10


@pytest.mark.parametrize(
    ("state", "moving"), [("scheduled", True), ("sending", True), ("sent", False), ("cancelled", False)]
)
def test_a_page_asks_again_only_while_something_moves(state: str, moving: bool) -> None:
    assert progress(state, NOW, NOW, RoundCounts(), "", NOW, BERLIN).moving is moving
    assert not progress("scheduled", NOW + timedelta(days=1), NOW, RoundCounts(), "", NOW, BERLIN).moving
