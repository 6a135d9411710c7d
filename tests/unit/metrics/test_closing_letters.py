"""The letters about closed periods."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Business, Membership
from foundation.tenancy.context import acting_for
from letters.purposes import Held, Mail, purposes
from metrics.actions import close_periods
from metrics.models import ClosingLetter
from tests.factories.accounts import make_member
from tests.factories.answers import make_survey
from tests.factories.metrics import catch_up, give, make_goal

MORNING = datetime(2026, 2, 1, 7, tzinfo=UTC)


@pytest.fixture
def shop(business: Business) -> Business:
    """January is over: 100 answers, a score of 10 on the way from 24 to 40."""
    business.name = "Brot & <Co>"
    business.save()
    give(business, make_survey(business), [10] * 40 + [8] * 30 + [0] * 30, date(2026, 1, 10))
    catch_up(business)
    return business


def letters(business: Business) -> list[Mail | Held]:
    with acting_for(business):
        subjects = list(ClosingLetter.objects.values_list("id", flat=True))
        return list(purposes["metrics.closing"].write(business.id, subjects).values())


def test_a_letter_says_number_n_range_and_what_to_do(shop: Business) -> None:
    member, goal = make_member(shop), make_goal(shop)
    close_periods(business=shop, goal_id=goal.id, now=MORNING)
    (mail,) = letters(shop)
    assert isinstance(mail, Mail)
    assert (mail.to, mail.subject) == (member.email, "Recommend us: Behind: 10, from 24 to 40 by 31 March 2026.")
    assert "10 from 100 answers. The range that fits these answers: −6 to 26." in mail.text
    assert f"/b/{shop.slug}/metric/nps/" in mail.text
    assert "1 January 2026 to 31 January 2026" in mail.text


def test_what_people_wrote_is_escaped_in_html_alone(shop: Business) -> None:
    make_member(shop)
    goal = make_goal(shop)
    close_periods(business=shop, goal_id=goal.id, now=MORNING)
    (mail,) = letters(shop)
    assert isinstance(mail, Mail)
    assert "Brot &amp; &lt;Co&gt;" in mail.html
    assert "Brot & <Co>" in mail.text


def test_whoever_left_the_team_gets_no_letter(shop: Business) -> None:
    make_member(shop)
    goal = make_goal(shop)
    close_periods(business=shop, goal_id=goal.id, now=MORNING)
    Membership.objects.all().delete()
    assert letters(shop) == [Held("no longer of the team")]
