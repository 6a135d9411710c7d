"""Pages about surveys."""

import re
import uuid
from html import unescape

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.models import Business, User
from accounts.roles import Role
from foundation.agenda.runner import drain
from foundation.colours import readable
from foundation.languages import LANGUAGES
from foundation.tenancy.context import acting_for
from surveys.actions.surveys import change_survey, create_survey
from surveys.models import Survey
from surveys.wordings import wording
from tests.factories.accounts import make_member
from tests.factories.customers import make_customer
from tests.factories.rounds import make_round
from tests.smtp_sink import Sink
from tests.unit.surveys.conftest import page


def test_the_first_survey_takes_one_choice(business: Business, owner: User, client: Client) -> None:
    assert b"No survey yet" in client.get(page(business, "surveys")).content
    response = client.post(page(business, "new"), {"kind": "csat"}, follow=True)
    assert response.status_code == 200
    with acting_for(business):
        assert Survey.objects.get().kind == "csat"
    assert b"Send it to me" in response.content


def test_one_press_sends_a_test_of_a_first_survey_and_pressed_twice_makes_one(
    business: Business, owner: User, client: Client, sink: Sink
) -> None:
    for _ in range(2):
        response = client.post(page(business, "first"), {"then": "test", "survey": str(uuid.UUID(int=7))}, follow=True)
        assert f"A test letter is on its way to {owner.email}." in response.content.decode()
    drain()
    assert set(sink.recipients()) == {owner.email}
    with acting_for(business):
        assert Survey.objects.get().kind == "nps"


def test_one_press_leads_to_who_would_get_the_first_round(business: Business, owner: User, client: Client) -> None:
    survey = create_survey(business=business, kind="csat")
    make_customer(business)
    response = client.post(page(business, "first"), {"survey": "no id"}, follow=True)
    assert response.context["survey"] == survey
    assert b"1 will get it." in response.content


def test_after_the_first_round_one_press_leads_to_the_surveys(business: Business, owner: User, client: Client) -> None:
    make_round(business)
    response = client.post(page(business, "first"))
    assert response.headers["Location"] == page(business, "surveys")


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_any_language_left_as_they_were_stay_the_standard_ones(
    business: Business, owner: User, client: Client, language: str
) -> None:
    survey = create_survey(business=business, kind="ces2")
    address = page(business, "survey", survey_id=survey.id)
    initial = client.get(f"{address}?language={language}").context["form"].initial
    assert client.post(address, initial | {"language": language}).status_code == 302
    with acting_for(business):
        assert not any(any(words.values()) for words in Survey.objects.get().own_words.values())


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


def test_the_settings_frame_shows_a_name_that_is_not_saved(business: Business, owner: User, client: Client) -> None:
    address, saved = page(business, "looks"), business.name
    for view in ("phone", "desktop", "dark", "text", "page"):
        response = client.post(address, {"view": view, "name": "Rosa's Bikes", "sender_name": "Rosa"})
        assert "Rosa's Bikes" in unescape(response.content.decode())
        assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "SAMEORIGIN"
    business.refresh_from_db()
    assert business.name == saved


def test_the_settings_show_how_customers_will_see_the_business(business: Business, owner: User, client: Client) -> None:
    typed = {"name": "Kornblume", "sender_name": "Karla", "colour": "#ffd54a", "language": "de"}
    for view in ("phone", "dark", "page"):
        shown = client.post(page(business, "looks"), typed | {"view": view}).content.decode()
        assert "Kornblume" in shown
        assert readable("#ffd54a") in shown
        assert 'lang="de"' in shown
    text = client.post(page(business, "looks"), typed | {"view": "text"}).content.decode()
    assert text.startswith("From: Karla\n")
    business.refresh_from_db()
    assert business.name != "Kornblume"


@pytest.mark.parametrize("colour", ["red", "#fff;background:url(x)", ""])
def test_a_colour_that_is_none_leaves_the_preview_in_the_old_one(
    business: Business, owner: User, client: Client, colour: str
) -> None:
    shown = client.post(page(business, "looks"), {"colour": colour, "name": " "}).content.decode()
    assert business.colour in shown
    assert business.name in unescape(shown)


def test_the_settings_and_a_survey_have_a_preview_before_their_other_words(
    business: Business, owner: User, client: Client
) -> None:
    survey = create_survey(business=business, kind="nps")
    words = client.get(page(business, "survey", survey_id=survey.id)).content.decode()
    assert words.index("<iframe") < words.index("languages-title") < words.index("words-title")
    settings = client.get(reverse("accounts:settings", kwargs={"slug": business.slug})).content.decode()
    assert settings.index('name="colour"') < settings.index("<iframe") < settings.index('name="timezone"')


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


def primary(html: str) -> list[str]:
    return re.findall(r'class="button\s+primary"[^>]*>([^<]*)<', html)


def test_the_step_is_a_test_first_and_asking_once_it_was_sent(business: Business, owner: User, client: Client) -> None:
    survey = create_survey(business=business, kind="nps")
    address = page(business, "survey", survey_id=survey.id)
    assert primary(client.get(address).content.decode()) == ["Send it to me"]
    sent = client.post(page(business, "test", survey_id=survey.id), follow=True)
    assert primary(sent.content.decode()) == ["Ask customers"]
    make_customer(business)
    make_round(business, survey)
    assert primary(client.get(address).content.decode()) == ["Ask customers"]


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


def test_words_are_changed_in_one_language_and_stay_as_they_are_in_the_others(
    business: Business, owner: User, client: Client
) -> None:
    survey = create_survey(business=business, kind="nps")
    address = page(business, "survey", survey_id=survey.id)
    initial = client.get(f"{address}?language=de").context["form"].initial
    assert initial["question"] == wording("nps", business.name, {}, "de").question
    response = client.post(address, initial | {"question": "Kommen Sie wieder?", "language": "de"})
    assert response["Location"].endswith("?language=de")
    with acting_for(business):
        kept = Survey.objects.get()
    assert (kept.question, kept.translations) == ("", {"de": {"question": "Kommen Sie wieder?"}})
    assert client.get(f"{address}?language=de").context["form"].initial["question"] == "Kommen Sie wieder?"
    client.post(address, initial | {"question": "", "language": "de"})
    with acting_for(business):
        assert Survey.objects.get().translations == {}


def test_a_page_says_where_customers_read_standard_words(business: Business, owner: User, client: Client) -> None:
    survey = create_survey(business=business, kind="nps")
    address = page(business, "survey", survey_id=survey.id)
    assert "read our standard words" not in client.get(f"{address}?language=ar").content.decode()
    change_survey(business=business, survey_id=survey.id, question="Come again?")
    change_survey(business=business, survey_id=survey.id, language="de", question="Kommen Sie wieder?")
    told = client.get(f"{address}?language=ar").content.decode()
    assert "You changed words in English and German only. In Arabic customers read our standard words." in told
    assert "only. In" not in client.get(f"{address}?language=de").content.decode()
    assert 'lang="ar" dir="rtl"' in " ".join(told.split())


@pytest.mark.parametrize("language", ["", "tr", '"><script>'])
def test_an_unknown_language_is_the_business_s_own(
    business: Business, owner: User, client: Client, language: str
) -> None:
    business.language = "pl"
    business.save()
    survey = create_survey(business=business, kind="nps")
    shown = client.get(page(business, "survey", survey_id=survey.id), {"language": language})
    assert shown.context["language_shown"].code == "pl"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_preview_speaks_each_language(business: Business, owner: User, client: Client, language: str) -> None:
    survey = create_survey(business=business, kind="csat")
    words = wording("csat", business.name, {}, language)
    for view in ("phone", "dark", "text", "page"):
        response = client.get(page(business, "preview", survey_id=survey.id), {"view": view, "language": language})
        shown = unescape(response.content.decode())
        assert words.question in shown
        assert view == "text" or f'dir="{LANGUAGES[language].direction}"' in shown


def test_a_preview_shows_unsaved_words_of_its_language_alone(business: Business, owner: User, client: Client) -> None:
    survey = create_survey(business=business, kind="nps")
    change_survey(business=business, survey_id=survey.id, language="de", letter_intro="Guten Tag!")
    words = {"view": "phone", "language": "de", "question": "Kommen Sie wieder?"}
    shown = client.post(page(business, "preview", survey_id=survey.id), words).content.decode()
    assert "Kommen Sie wieder?" in shown
    assert "Guten Tag!" in shown


def test_the_test_letter_speaks_the_language_that_is_shown(
    business: Business, owner: User, client: Client, sink: Sink
) -> None:
    survey = create_survey(business=business, kind="nps")
    client.post(page(business, "test", survey_id=survey.id), {"language": "fr"})
    drain()
    assert str(sink.letters[0].message["Subject"]).startswith("Test : Une question de")


def test_words_that_are_too_long_in_any_language_are_named(business: Business) -> None:
    survey = create_survey(business=business, kind="nps")
    with pytest.raises(ValidationError) as fault:
        change_survey(business=business, survey_id=survey.id, language="de", question="x" * 301)
    assert list(fault.value.message_dict) == ["question"]
    with pytest.raises(ValidationError) as fault:
        change_survey(business=business, survey_id=survey.id, language="tr", question="x")
    assert list(fault.value.message_dict) == ["language"]
