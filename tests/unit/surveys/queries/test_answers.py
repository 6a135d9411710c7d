"""Reading answers."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from accounts.models import Business
from foundation.tenancy.context import acting_for
from surveys.lines import new_salt
from surveys.models import Answer, Survey
from surveys.queries.answers import (
    AnswerView,
    answer,
    answers,
    answers_by_id,
    count_answers,
    last_answer_at,
)
from tests.factories.answers import START, make_survey
from tests.factories.customers import make_customer


@pytest.fixture
def survey(business: Business) -> Survey:
    """A survey on 0 to 10."""
    return make_survey(business)


def give(survey: Survey, score: int, **values: Any) -> Answer:
    at: datetime = values.get("given_at", START)
    with acting_for(survey.business_id):
        return Answer.objects.create(
            **{
                "business_id": survey.business_id,
                "survey": survey,
                "kind": survey.kind,
                "score": score,
                "given_at": at,
                "given_on": at.date(),
                "salt": new_salt(),
                **values,
            }
        )


def found(business: Business, **filters: Any) -> list[int]:
    with acting_for(business):
        scores = [view.score for view in answers(business, **filters)]
        assert count_answers(business, **filters) == len(scores)
    return scores


def test_the_newest_come_first(business: Business, survey: Survey) -> None:
    for score in range(3):
        give(survey, score, given_at=START + timedelta(days=score))
    assert found(business) == [2, 1, 0]


def test_pages_go_on_after_the_last_one_seen_even_within_one_instant(business: Business, survey: Survey) -> None:
    made = {give(survey, n % 11, given_at=START + timedelta(days=n // 4)).id for n in range(11)}
    seen: list[AnswerView] = []
    with acting_for(business):
        while page := answers(business, after=seen[-1].id if seen else None, limit=3):
            seen += page
    assert len(seen) == 11
    assert {view.id for view in seen} == made


@pytest.mark.parametrize(
    ("filters", "scores"),
    [
        ({"kind": "nps"}, [9, 7, 3]),
        ({"kind": "ces"}, [6]),
        ({"band": "low"}, [6, 3]),
        ({"band": "middle"}, [7]),
        ({"band": "high", "kind": "nps"}, [9]),
        ({"since": date(2026, 3, 3)}, [6, 9]),
        ({"until": date(2026, 3, 3)}, [7, 3]),
        ({"since": date(2026, 3, 2), "until": date(2026, 3, 3)}, [7]),
        ({"segment": ("city", "Bonn")}, [7, 3]),
        ({"segment": ("city", "")}, [6, 9]),
        ({"with_comment": True}, [9, 3]),
        ({"words": "BREAD good"}, [9]),
        ({"words": "100%"}, []),
        ({"state": "set_aside"}, [1]),
        ({"state": None}, [6, 9, 7, 3, 1]),
    ],
)
def test_answers_are_found_by_what_they_are(
    business: Business, survey: Survey, filters: dict[str, Any], scores: list[int]
) -> None:
    give(survey, 1, state="set_aside", given_at=START - timedelta(days=1))
    give(survey, 3, comment="Cold soup", segments={"city": "Bonn"})
    give(survey, 7, segments={"city": "Bonn"}, given_at=START + timedelta(days=1))
    give(survey, 9, comment="Good bread", given_at=START + timedelta(days=2))
    give(make_survey(business, "ces"), 6, given_at=START + timedelta(days=3))
    assert found(business, **filters) == scores


def test_a_view_names_the_survey_the_person_and_the_band(business: Business, survey: Survey) -> None:
    ann = make_customer(business, name="Ann")
    made = give(survey, 3, customer=ann, comment="Cold")
    with acting_for(business):
        view = answer(business, made.id)
    assert view is not None
    assert (view.survey_name, view.customer_name, view.band, view.comment) == (survey.name, "Ann", "low", "Cold")


def test_answers_are_read_by_id_and_by_customer(business: Business, survey: Survey) -> None:
    ann = make_customer(business)
    mine, other = give(survey, 3, customer=ann), give(survey, 4)
    with acting_for(business):
        assert set(answers_by_id(business, [mine.id, other.id])) == {mine.id, other.id}
        assert [view.id for view in answers(business, customer=ann.id)] == [mine.id]


def test_the_last_answer_is_the_newest_that_counts(business: Business, survey: Survey) -> None:
    give(survey, 3)
    give(survey, 3, given_at=START + timedelta(days=1), state="provisional")
    with acting_for(business):
        assert last_answer_at(business) == START


def test_another_business_s_answers_are_not_read(business: Business, other_business: Business, survey: Survey) -> None:
    made = give(survey, 3)
    with acting_for(other_business):
        assert answers(other_business) == []
        assert answer(other_business, made.id) is None
        assert last_answer_at(other_business) is None
