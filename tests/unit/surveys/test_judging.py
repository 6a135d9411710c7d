"""Judging requests."""

from datetime import UTC, datetime, timedelta

import pytest

from surveys.judging import (
    IN_LETTER,
    TRACES_KEPT,
    Reason,
    Step,
    Trace,
    betrayed,
    judge,
    last_counted,
    rows_with,
    step,
    traces_from,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR_AGO = NOW - timedelta(hours=1)


def before(seconds: float, score: int | None, stamp: str = "", taint: Reason | None = None) -> Trace:
    return Trace(NOW - timedelta(seconds=seconds), score, stamp, taint)


def verdict(*earlier: Trace, stamp: str = "mine", delivered_at: datetime | None = HOUR_AGO, score: int = 9) -> object:
    return judge(Trace(NOW, score, stamp), delivered_at, on_its_way=False, earlier=earlier)


def test_a_person_s_score_is_not_suspected() -> None:
    assert verdict() is None


@pytest.mark.parametrize(("seconds", "reason"), [(9.9, Reason.EARLY), (10, None)])
def test_ten_seconds_after_delivery_a_person_can_have_read_the_letter(seconds: float, reason: object) -> None:
    assert verdict(delivered_at=NOW - timedelta(seconds=seconds)) == reason


def test_a_letter_on_its_way_has_not_been_read() -> None:
    assert judge(Trace(NOW, 9, ""), None, on_its_way=True, earlier=[]) is Reason.EARLY


def test_a_letter_of_unknown_fate_may_have_arrived() -> None:
    assert verdict(delivered_at=None) is None


def test_the_third_score_within_a_minute_makes_a_burst() -> None:
    assert verdict(before(59, 1), before(30, 2)) is Reason.BURST
    assert verdict(before(61, 1), before(30, 2)) is None
    assert verdict(before(59, 1), before(30, 1)) is None


def test_scores_from_a_page_whose_hidden_link_was_followed_make_no_burst_of_a_person_s() -> None:
    assert verdict(before(20, 1, taint=Reason.TRAP), before(10, 2, taint=Reason.TRAP)) is None


def test_a_burst_that_began_too_early_is_one() -> None:
    assert verdict(before(20, 1, taint=Reason.EARLY), before(10, 2, taint=Reason.EARLY)) is Reason.BURST


def test_a_burst_goes_on_whatever_score_comes_next() -> None:
    assert verdict(before(3, 9), before(2, 1), before(1, 2, taint=Reason.BURST)) is Reason.BURST


@pytest.mark.parametrize(
    ("hidden", "stamp", "reason"),
    [
        (before(3000, None, "mine"), "mine", Reason.TRAP),
        (before(5, None, "other"), "mine", None),
        (before(5, None, IN_LETTER), "mine", Reason.TRAP),
        (before(61, None, IN_LETTER), "mine", None),
        (before(5, None, "other"), "", Reason.TRAP),
        (before(61, None, "other"), "", None),
    ],
)
def test_a_hidden_link_betrays_its_own_opening_of_the_page(hidden: Trace, stamp: str, reason: object) -> None:
    assert verdict(hidden, stamp=stamp) == reason


def test_a_hidden_link_betrays_only_the_sender_of_the_answer_that_stands() -> None:
    hidden = Trace(NOW, None, "scanner")
    assert betrayed(hidden, [before(90, 9, "person"), before(5, 0, "scanner")])
    assert not betrayed(hidden, [before(9, 0, "scanner"), before(5, 9, "person")])
    assert not betrayed(hidden, [])


def test_what_is_a_scanner_s_stands_for_no_answer() -> None:
    person = before(90, 9, "person")
    assert last_counted([person, before(5, 0, "scanner", taint=Reason.TRAP), before(4, None, "scanner")]) is person


@pytest.mark.parametrize(
    ("reason", "standing", "seconds", "expected"),
    [
        (None, None, 0, Step.COUNT),
        (None, "confirmed", 99, Step.COUNT),
        (None, "set_aside", 1, Step.COUNT),
        (Reason.EARLY, None, 0, Step.SET_ASIDE),
        (Reason.TRAP, "confirmed", 5, Step.NOTHING),
        (Reason.BURST, "confirmed", 5, Step.WITHDRAW),
        (Reason.BURST, "confirmed", 61, Step.NOTHING),
        (Reason.BURST, "set_aside", 5, Step.NOTHING),
        (Reason.TRAP, "provisional", 5, Step.NOTHING),
    ],
)
def test_a_scanner_never_takes_the_place_of_a_person(
    reason: Reason | None, standing: str | None, seconds: int, expected: Step
) -> None:
    since = NOW - timedelta(seconds=seconds) if standing else None
    assert step(reason, standing, since, NOW) is expected


def test_traces_are_kept_to_the_millisecond_and_bounded() -> None:
    many = [before(n, n % 11, "s") for n in range(100)]
    kept = traces_from(rows_with(many, before(0, None, "t")))
    assert kept == [*many[-TRACES_KEPT + 1 :], before(0, None, "t")]
