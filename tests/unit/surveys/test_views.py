"""Pages about surveys."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Business, User
from accounts.roles import Role
from foundation.agenda.runner import drain
from foundation.tenancy.context import acting_for
from surveys.actions.surveys import create_survey
from surveys.models import Survey
from tests.factories.accounts import make_member
from tests.smtp_sink import Sink


@pytest.fixture
def owner(business: Business, client: Client) -> User:
    """Signed in."""
    user = make_member(business)
    client.force_login(user)
    return user


def page(business: Business, name: str, **kwargs: object) -> str:
    return reverse(f"surveys:{name}", kwargs={"slug": business.slug, **kwargs})


def test_the_first_survey_takes_one_choice(business: Business, owner: User, client: Client) -> None:
    assert b"No survey yet" in client.get(page(business, "surveys")).content
    response = client.post(page(business, "new"), {"kind": "csat"}, follow=True)
    assert response.status_code == 200
    with acting_for(business):
        assert Survey.objects.get().kind == "csat"
    assert b"Send it to me" in response.content


def test_a_question_must_be_chosen(business: Business, owner: User, client: Client) -> None:
    response = client.post(page(business, "new"), {"kind": "stars"})
    assert b"There is a problem" in response.content
    with acting_for(business):
        assert not Survey.objects.exists()


def test_words_left_as_they_were_stay_the_standard_ones(business: Business, owner: User, client: Client) -> None:
    survey = create_survey(business=business, kind="nps")
    address = page(business, "survey", survey_id=survey.id)
    initial = client.get(address).context["form"].initial
    assert initial["letter_subject"] == f"One question from {business.name}"
    assert client.post(address, initial | {"question": "Would you come again?"}).status_code == 302
    with acting_for(business):
        kept = Survey.objects.get()
    assert (kept.question, kept.letter_subject, kept.low_follow_up) == ("Would you come again?", "", "")


def test_a_wrong_field_is_named_and_nothing_is_saved(business: Business, owner: User, client: Client) -> None:
    survey = create_survey(business=business, kind="nps")
    response = client.post(page(business, "survey", survey_id=survey.id), {"name": "", "expires_days": "900"})
    assert b"Name the survey." in response.content
    assert b"Choose from 1 to 365 days." in response.content


def test_the_preview_shows_words_that_are_not_saved(business: Business, owner: User, client: Client) -> None:
    survey = create_survey(business=business, kind="nps")
    address = page(business, "preview", survey_id=survey.id)
    for view in ("phone", "desktop", "dark", "text", "page"):
        response = client.post(address, {"view": view, "question": "Come again?"})
        assert b"Come again?" in response.content
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "SAMEORIGIN"
    with acting_for(business):
        assert Survey.objects.get().question == ""


def test_a_script_in_a_preview_is_text_and_could_not_run(business: Business, owner: User, client: Client) -> None:
    survey = create_survey(business=business, kind="nps")
    response = client.post(page(business, "preview", survey_id=survey.id), {"question": "<script>alert(1)</script>"})
    assert b"<script" not in response.content
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_the_test_letter_goes_to_ones_own_address(business: Business, owner: User, client: Client, sink: Sink) -> None:
    survey = create_survey(business=business, kind="nps")
    hostile = {"x-forwarded-host": "evil.example"}
    response = client.post(page(business, "test", survey_id=survey.id), follow=True, headers=hostile)
    assert owner.email in response.content.decode()
    drain()
    assert sink.recipients() == [owner.email]
    assert b"evil.example" not in sink.letters[0].raw


def test_a_hostile_host_is_turned_away(business: Business, owner: User, client: Client, sink: Sink) -> None:
    survey = create_survey(business=business, kind="nps")
    response = client.post(page(business, "test", survey_id=survey.id), headers={"host": "evil.example"})
    assert response.status_code == 400
    drain()
    assert sink.letters == []


def test_a_survey_is_put_away_and_brought_back(business: Business, owner: User, client: Client) -> None:
    survey = create_survey(business=business, kind="nps", name="Spring")
    address = page(business, "archive", survey_id=survey.id)
    assert b"Put away" in client.post(address, follow=True).content
    assert client.get(page(business, "ask", survey_id=survey.id)).status_code == 404
    client.post(address, {"restore": "1"})
    assert client.get(page(business, "ask", survey_id=survey.id)).status_code == 200


@pytest.mark.parametrize("role", [Role.STAFF, Role.VIEWER])
def test_who_may_not_manage_surveys_is_turned_away(business: Business, client: Client, role: Role) -> None:
    client.force_login(make_member(business, role))
    assert client.get(page(business, "surveys")).status_code == 403
    assert client.get(page(business, "rounds")).status_code == 403


def test_another_businesss_survey_is_not_there(
    business: Business, other_business: Business, owner: User, client: Client
) -> None:
    theirs = create_survey(business=other_business, kind="nps")
    for name in ("survey", "preview", "ask", "check"):
        assert client.get(page(business, name, survey_id=theirs.id)).status_code == 404
    for name in ("test", "archive"):
        assert client.post(page(business, name, survey_id=theirs.id)).status_code == 404
