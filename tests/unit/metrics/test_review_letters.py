"""The letter that asks to look back."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine

from accounts.models import Business, Membership, User
from accounts.roles import Role
from followup.models import Improvement
from foundation.tenancy.context import acting_for
from letters.purposes import Held, Mail, purposes
from tests.factories.accounts import make_member
from tests.factories.answers import make_survey
from tests.factories.followup import make_improvement
from tests.factories.metrics import catch_up, give

MORNING = datetime(2026, 5, 1, 6, tzinfo=UTC)
TOLD = uuid.UUID(int=9)


@pytest.fixture
def shop(business: Business) -> Business:
    """It went from 25 to 50."""
    survey = make_survey(business)
    give(business, survey, [9] * 25 + [3] * 15, date(2026, 2, 10))
    give(business, survey, [9] * 30 + [3] * 10, date(2026, 3, 10))
    catch_up(business, MORNING)
    return business


def told(business: Business, owner: User, **values: Any) -> Mail | Held:
    make_improvement(business, owner=owner.id, told=TOLD, **values)
    with acting_for(business), time_machine.travel(MORNING):
        return purposes["followup.review"].write(business.id, [TOLD])[TOLD]


def test_it_carries_before_and_after_with_range_and_verdict(shop: Business) -> None:
    owner = make_member(shop)
    mail = told(shop, owner)
    assert isinstance(mail, Mail)
    assert (mail.to, mail.subject) == (owner.email, "Time to look back: Second till at noon")
    for words in (
        "Too close to call.",
        "Recommend us, before: 25 from 40 answers, likely range −5 to 52.",
        "After: 50 from 40 answers, likely range 21 to 72.",
        "The change: +25, range −15 to +62: too close to call.",
        "It began on 1 March 2026",
        f"/b/{shop.slug}/improvements/",
    ):
        assert words in mail.text


def test_who_may_not_read_answers_gets_no_segment_in_a_letter(shop: Business) -> None:
    mail = told(shop, make_member(shop, Role.VIEWER), dimension="branch", segment="kiosk")
    assert isinstance(mail, Mail)
    assert "answers" not in mail.text


def test_whoever_left_gets_no_letter(shop: Business) -> None:
    owner = make_member(shop)
    Membership.objects.all().delete()
    assert told(shop, owner) == Held("no longer of the team")


def test_what_was_looked_back_on_meanwhile_needs_no_letter(shop: Business) -> None:
    assert told(shop, make_member(shop), state="reviewed", found="better") == Held("somebody has looked back already")


def test_a_subject_of_another_business_is_left_out(shop: Business, other_business: Business) -> None:
    one = make_improvement(other_business, told=TOLD)
    with acting_for(shop):
        assert purposes["followup.review"].write(shop.id, [TOLD]) == {}
        assert not Improvement.objects.filter(id=one.id).exists()
