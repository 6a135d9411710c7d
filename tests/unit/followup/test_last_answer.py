"""The last answer of cases that were answered before cases kept it."""

import uuid
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Business
from followup import queries
from followup.models import UNKNOWN
from tests.factories.followup import GIVEN, make_case, make_entries

filling = import_module("followup.migrations.0007_last_answer_of_before")
MIA, JONAS = uuid.UUID(int=1), uuid.UUID(int=2)


def test_it_is_the_last_that_arrived_in_every_business(
    business: Business, other_business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling.fill, "batch_size", 2)
    made = []
    for whose in (business, other_business, business, business):
        case = make_case(whose, first_reply_at=GIVEN)
        make_entries(whose, case, 2, "reply", author=MIA)
        make_entries(whose, case, 1, "call", author=JONAS, at=GIVEN + timedelta(hours=1), fault=UNKNOWN)
        make_entries(whose, case, 1, "reply", author=MIA, at=GIVEN + timedelta(hours=2), fault="Not delivered: full")
        make_entries(whose, case, 1, "note", author=MIA, at=GIVEN + timedelta(hours=3))
        made.append((whose, case.id))
    bare, waiting = make_case(business, first_reply_at=GIVEN), make_case(business)
    for _ in range(2):
        filling.fill(apps, connection.schema_editor())
        found = [queries.case(*one) for one in made]
        assert [(one.answered_at, one.answered_by) for one in found if one] == [(GIVEN + timedelta(hours=1), JONAS)] * 4
    others = [queries.case(business, one.id) for one in (bare, waiting)]
    assert [(one.answered_at, one.answered_by) for one in others if one] == [(GIVEN, None), (None, None)]


def test_its_words_for_what_arrived_are_those_of_the_release() -> None:
    assert filling.ARRIVED == ("", UNKNOWN)
