"""Filters as a sentence, answers as lines."""

import uuid
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from dashboards.presenters.answers import Chosen, query, segment_name, sentence, where_and_when

TODAY = date(2026, 11, 18)


@pytest.mark.parametrize(
    ("chosen", "count", "words"),
    [
        (Chosen(), 118, "118 answers."),
        (Chosen(kind="nps"), 1, "1 answer to “Recommend us”."),
        (Chosen(kind="nps", band="low"), 12, "12 unhappy answers to “Recommend us”."),
        (Chosen(segment=("branch", "Kiosk")), 41, "41 answers, branch Kiosk."),
        (Chosen(segment=("branch", "")), 2, "2 answers, branch not known."),
        (Chosen(first=date(2026, 6, 1), last=date(2026, 8, 31)), 9, "9 answers, 1 June to 31 August."),
        (Chosen(first=date(2026, 6, 1)), 9, "9 answers, since 1 June."),
        (Chosen(last=date(2026, 8, 31)), 9, "9 answers, up to 31 August."),
        (Chosen(with_comment=True), 9, "9 answers, with a comment."),
        (Chosen(words="rye", with_comment=True), 1, "1 answer, that says “rye”."),
        (Chosen(state="set_aside"), 3, "3 answers, set aside."),
        (Chosen(state=""), 121, "121 answers, in every state."),
    ],
)
def test_the_filters_are_written_out(chosen: Chosen, count: int, words: str) -> None:
    assert sentence(chosen, count, "Recommend us" if chosen.kind else "", TODAY) == words


def test_whose_answers_they_are_is_said_behind_the_question() -> None:
    chosen = Chosen(kind="nps", with_comment=True)
    said = sentence(chosen, 2, "Recommend us", TODAY, "Ann Weber")
    assert said == "2 answers to “Recommend us” by Ann Weber, with a comment."


def test_the_usual_needs_no_parameters() -> None:
    assert query(Chosen()) == {}


def test_every_filter_has_its_parameter() -> None:
    days = date(2026, 6, 1), date(2026, 8, 31)
    chosen = Chosen("nps", "low", ("branch", "Kiosk"), *days, "rye", True, "", uuid.UUID(int=7))
    assert query(chosen) == {
        "kind": "nps",
        "band": "low",
        "segment": "branch:Kiosk",
        "from": "2026-06-01",
        "to": "2026-08-31",
        "words": "rye",
        "comments": "1",
        "state": "all",
        "customer": str(uuid.UUID(int=7)),
    }


def test_the_last_day_chosen_is_within() -> None:
    assert Chosen(last=date(2026, 8, 31)).until == date(2026, 9, 1)


def test_an_answer_says_where_and_when() -> None:
    now = datetime(2026, 11, 18, 11, 30, tzinfo=UTC)
    at = datetime(2026, 11, 18, 7, 12, tzinfo=UTC)
    zone = ZoneInfo("Europe/Berlin")
    assert where_and_when({"branch": "Kiosk"}, ["branch"], at, now, zone) == "Kiosk, today 08:12"
    assert where_and_when({}, ["branch"], at, now, zone) == "Today 08:12"


def test_those_without_a_segment_have_a_name_too() -> None:
    assert segment_name("branch", "Kiosk") == "Kiosk"
    assert segment_name("branch", "") == "Branch not known"
