"""Answers as the lines of a table."""

from datetime import timedelta

from accounts.models import Business
from foundation.tenancy.context import acting_for
from surveys.queries.answer_lines import AnswerLine, answer_lines
from surveys.queries.answers import answers
from surveys.scales import Band
from tests.factories.answers import START
from tests.factories.customers import make_customer
from tests.factories.followup import make_answer


def test_a_line_says_what_the_page_says(business: Business) -> None:
    make_answer(business, make_customer(business, name="Ann Weber"), segments={"city": "Bonn"})
    make_answer(business, score=9, comment="", given_at=START)
    with acting_for(business):
        lines, views = answer_lines(business, limit=5), answers(business)
    assert [(one.customer_name, one.band, one.score) for one in lines] == [
        ("Ann Weber", Band.LOW, 3),
        ("", Band.HIGH, 9),
    ]
    for line, view in zip(lines, views, strict=True):
        names = ("id", "given_at", "survey_name", "score", "band", "comment", "customer_name", "segments", "state")
        assert [getattr(line, name) for name in names] == [getattr(view, name) for name in names]


def test_slices_hold_each_answer_once_even_within_one_instant(business: Business) -> None:
    made = {make_answer(business, given_at=START + timedelta(days=n // 4)).id for n in range(11)}
    seen: list[AnswerLine] = []
    with acting_for(business):
        while some := answer_lines(business, below=seen[-1].place if seen else None, limit=3):
            seen += some
    assert len(seen) == 11
    assert {one.id for one in seen} == made


def test_what_comes_meanwhile_and_what_changes_its_place_ends_nothing(business: Business) -> None:
    old, new = make_answer(business, given_at=START), make_answer(business, given_at=START + timedelta(days=2))
    with acting_for(business):
        (first,) = answer_lines(business, limit=1)
        new.given_at = START + timedelta(days=9)
        new.save()
    make_answer(business, given_at=START + timedelta(days=3))
    with acting_for(business):
        assert first.id == new.id
        assert [one.id for one in answer_lines(business, below=first.place, limit=5)] == [old.id]


def test_the_filters_are_those_of_the_page(business: Business) -> None:
    make_answer(business, score=9)
    low = make_answer(business)
    with acting_for(business):
        assert [one.id for one in answer_lines(business, limit=5, band="low", words="waited")] == [low.id]
