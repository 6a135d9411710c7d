"""A case in words."""

import uuid
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from followup.presenters import (
    Clock,
    Names,
    Standing,
    dial,
    did,
    facts,
    handling,
    in_time,
    scale_words,
    standing,
    summary,
)
from followup.queries import CaseView

NOW = datetime(2026, 3, 3, 8, 0, tzinfo=UTC)
CLOCK = Clock(NOW, ZoneInfo("Europe/Berlin"))
HOUR = timedelta(hours=1)


def a_case(*, is_open: bool, due_in: int, replied: bool, heard: bool) -> CaseView:
    nobody, replied_at = uuid.uuid4(), NOW if replied else None
    return CaseView(
        id=nobody,
        answer_id=nobody,
        customer_id=None,
        is_open=is_open,
        opened_at=NOW,
        due_at=NOW + due_in * HOUR,
        assignee=None,
        first_reply_at=replied_at,
        answered_at=replied_at,
        answered_by=nobody if replied else None,
        heard_at=NOW if heard else None,
        closed_at=None,
        closed_by=None,
        cause="",
        outcome="Solved",
    )


@pytest.mark.parametrize(
    ("is_open", "due_in", "replied", "heard", "words", "tone"),
    [
        (True, 8, False, False, "due today 17:00", "warn"),
        (True, 30, False, False, "due tomorrow 15:00", ""),
        (True, -2, False, False, "2 hours late", "bad"),
        (True, -2, True, False, "answered, still open", ""),
        (True, 30, True, True, "wrote back, due tomorrow 15:00", "warn"),
        (True, -2, True, True, "wrote back, 2 hours late", "bad"),
        (False, -2, False, False, "closed: solved", "good"),
    ],
)
def test_a_case_stands_in_words_and_tone(
    is_open: bool, due_in: int, replied: bool, heard: bool, words: str, tone: str
) -> None:
    found = standing(a_case(is_open=is_open, due_in=due_in, replied=replied, heard=heard), CLOCK)
    assert found == Standing(words, tone)


def test_how_long_it_took_names_what_happened_only() -> None:
    assert handling(NOW, None, None) == ""
    assert handling(NOW, NOW + HOUR, NOW + 5 * HOUR) == "answered in 1 hour, closed in 5 hours"


@pytest.mark.parametrize(
    ("answered", "due", "words"),
    [
        (0, 0, ""),
        (1, 1, "1 of 1 case due in the last 30 days was answered in time."),
        (2, 3, "2 of 3 cases due in the last 30 days were answered in time."),
    ],
)
def test_the_share_in_time_is_said_in_counts(answered: int, due: int, words: str) -> None:
    assert in_time(answered, due) == words


def test_people_are_called_as_the_reader_knows_them() -> None:
    me, jonas = uuid.uuid4(), uuid.uuid4()
    names = Names({me: "Mia", jonas: "Jonas"}, me)
    assert did("assigned", names.of(jonas), names.of(me)) == "Jonas gave the case to you"
    assert did("note", names.of(uuid.uuid4()), "") == "A former colleague noted"
    assert did("heard", names.of(None), "") == "The customer wrote back"
    assert did("answer", names.of(None), "") == "Trustapp heard of the answer"


@pytest.mark.parametrize(
    ("phone", "address"), [("+49 (0)30 / 12-34", "+49301234"), (" 0171 555", "0171555"), ("ask Ann", ""), ("", "")]
)
def test_a_telephone_number_is_dialled_without_blanks_and_marks(phone: str, address: str) -> None:
    assert dial(phone) == address


@pytest.mark.parametrize(
    ("direction", "place", "words"),
    [
        ("higher", "Station", "After a visit: 1 of 5. Station, today 08:17."),
        ("lower", "", "After a visit: 1 of 5 (lower is better). Today 08:17."),
    ],
)
def test_an_answer_is_summed_up_in_two_sentences(direction: str, place: str, words: str) -> None:
    assert summary("After a visit", "1 of 5", direction, place, "today 08:17") == words


def test_segments_are_facts_by_a_readable_name_where_they_have_a_value() -> None:
    assert facts(
        "After a visit", scale_words(6, 1, 7, "lower"), "today", {"favourite_shop": "Station", "size": ""}
    ) == [
        ("Survey", "After a visit"),
        ("Score", "6, from 1 to 7; lower is better"),
        ("Given", "today"),
        ("Favourite shop", "Station"),
    ]
