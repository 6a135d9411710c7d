"""The page of a round shows what it brought."""

import json
from datetime import date
from html import unescape

import pytest
from django.core.management import call_command

from accounts.models import Business
from accounts.roles import Role
from foundation.tenancy.context import acting_for
from metrics.measures import measure_of
from metrics.wording import number, reach
from surveys.models import Answer, Invitation, Round, Survey
from surveys.queries.counts import round_counts
from tests.factories.figures import NOW
from tests.factories.metrics import catch_up, deliver, give
from tests.unit.dashboards.conftest import SignIn

ON = date(2026, 11, 10)


@pytest.fixture
def sent(business: Business, survey: Survey) -> Round:
    """Fifty letters, forty answers; another round's letter and answer beside it."""
    with acting_for(business):
        made, other = (Round.objects.create(business_id=business.id, survey=survey, starts_at=NOW) for _ in range(2))
    letters = [deliver(business, survey, ON) for _ in range(51)]
    with acting_for(business):
        Invitation.objects.filter(id__in=[one.id for one in letters[:50]]).update(round=made)
        Invitation.objects.filter(id=letters[50].id).update(round=other)
    for place, letter in enumerate(letters[10:50]):
        give(business, survey, [9 if place < 30 else 3], ON, invitation=letter)
    return made


def test_a_round_s_own_letters_and_confirmed_answers_are_counted(business: Business, sent: Round) -> None:
    with acting_for(business):
        answer = Answer.objects.filter(score=3).first()
        assert answer
        Answer.objects.filter(id=answer.id).update(state="set_aside")
        delivered, answered, scores = round_counts(business, sent.id)
    assert (delivered, answered, sorted(scores)) == (50, 39, [3] * 9 + [9] * 30)


def test_who_answered_though_the_letter_s_fate_is_unknown_counts_in_the_score_alone(
    business: Business, sent: Round
) -> None:
    with acting_for(business):
        answer = Answer.objects.filter(score=9).first()
        assert answer
        assert answer.invitation_id
        Invitation.objects.filter(id=answer.invitation_id).update(state="unknown", delivered_on=None)
        delivered, answered, scores = round_counts(business, sent.id)
    assert (delivered, answered, len(scores)) == (49, 39, 40)


def test_another_businesss_round_has_nothing(other_business: Business, sent: Round) -> None:
    with acting_for(other_business):
        assert round_counts(other_business, sent.id) == (0, 0, [])


def test_the_page_agrees_with_the_metric_command(
    business: Business, sent: Round, sign_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    with acting_for(business):
        Invitation.objects.exclude(round=sent).delete()
    catch_up(business, NOW)
    response = sign_in(Role.OWNER).get(f"/b/{business.slug}/rounds/{sent.id}/")
    text = " ".join(unescape(response.content.decode()).split())
    for key, counted in (("nps", "40 answers"), ("response_rate", "50 letters")):
        capsys.readouterr()
        call_command("metric", business.slug, key, "--json")
        (row,) = json.loads(capsys.readouterr().out)
        measure = measure_of(key)
        likely = f"likely range {reach(measure, row['low'], row['high'])}."
        assert f"{number(measure, row['value'])} from {counted}, {likely}" in text
    assert "If the 10 who are silent were all like the lowest or the highest quarter" in text
