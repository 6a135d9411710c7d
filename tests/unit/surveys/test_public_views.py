"""The pages behind a letter's links."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Business
from customers.queries import suppressed
from foundation.agenda.models import Due
from foundation.tenancy.context import acting_for
from surveys.letter import trial_path, trial_token
from surveys.links import answer_path, new_token
from surveys.models import Answer
from surveys.wordings import standard
from tests.factories.answers import Asked, make_asked, make_survey


@pytest.fixture
def asked(business: Business) -> Asked:
    """Somebody whose letter arrived an hour ago."""
    return make_asked(business)


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_score_link_counts_nothing(client: Client, asked: Asked, method: str) -> None:
    for score in range(11):
        assert getattr(client, method)(f"{asked.path}?score={score}").status_code == 200
    assert asked.answer() is None
    assert (asked.reload().answered_at, asked.reload().evidence) == (None, [])


def test_the_letter_s_score_is_chosen_and_its_question_fits(client: Client, asked: Asked) -> None:
    page = client.get(f"{asked.path}?score=3").content.decode()
    assert re.search(r'value="3"\s+required\s+checked', page)
    assert standard("nps").low_follow_up in page


def test_a_score_off_the_scale_in_the_link_chooses_nothing(client: Client, asked: Asked) -> None:
    assert not re.search(r"required\s+checked", client.get(f"{asked.path}?score=12").content.decode())


def test_a_post_answers_and_says_thanks(client: Client, asked: Asked) -> None:
    response = client.post(asked.path, {"score": "9"})
    assert response.status_code == 200
    assert "Thank you" in response.content.decode()
    assert asked.answer() is not None


def test_the_thanks_page_asks_what_fits_the_score(client: Client, asked: Asked) -> None:
    page = client.post(asked.path, {"score": "2", "stamp": "abc"}).content.decode()
    assert standard("nps").low_follow_up in page
    client.post(asked.path, {"score": "2", "stamp": "abc", "comment": "Cold"})
    answer = asked.answer()
    assert answer is not None
    assert answer.comment == "Cold"


def test_another_score_clicked_within_a_minute_opens_the_form_again(client: Client, asked: Asked) -> None:
    client.post(asked.path, {"score": "8"})
    assert "Send my answer" in client.get(f"{asked.path}?score=9").content.decode()
    assert "already" in client.get(f"{asked.path}?score=8").content.decode()


def test_an_answered_link_says_so_and_offers_a_change(client: Client, asked: Asked) -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=2)):
        client.post(asked.path, {"score": "9", "comment": "Good bread"})
    page = client.get(f"{asked.path}?score=4").content.decode()
    assert f"{asked.path}?change=1&amp;score=4" in page
    assert "Good bread" not in page
    assert "Good bread" in client.get(f"{asked.path}?change=1").content.decode()


def test_a_link_whose_answer_was_set_aside_still_asks(client: Client, business: Business) -> None:
    asked = make_asked(business, delivered_at=timezone.now())
    client.post(asked.path, {"score": "0"})
    assert "Send my answer" in client.get(asked.path).content.decode()


@pytest.mark.parametrize(("fields", "field"), [({}, "score"), ({"score": "11"}, "score")])
def test_a_wrong_answer_comes_back_with_clear_words(
    client: Client, asked: Asked, fields: dict[str, str], field: str
) -> None:
    response = client.post(asked.path, fields)
    assert response.status_code == 400
    assert "Choose a number from 0 to 10" in response.content.decode()
    assert asked.answer() is None


def test_too_many_words_come_back_as_they_were(client: Client, asked: Asked) -> None:
    response = client.post(asked.path, {"score": "9", "comment": "x" * 5_001})
    assert response.status_code == 400
    assert "5,000 characters at most; there are 5,001" in response.content.decode()
    assert "x" * 5_001 in response.content.decode()
    assert asked.answer() is None


def closed_links(business: Business, other: Business) -> dict[str, str]:
    over = make_asked(business, delivered_at=timezone.now() - timedelta(days=31))
    return {
        "over": over.path,
        "unknown": answer_path(business.code, new_token()),
        "no business": answer_path("nobody00", new_token()),
        "another business's": answer_path(other.code, make_asked(business).token),
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_closed_link_looks_the_same(
    client: Client, business: Business, other_business: Business, method: str
) -> None:
    pages = set()
    for path in closed_links(business, other_business).values():
        response = getattr(client, method)(path, {"score": "9"})
        assert response.status_code == 404
        pages.add(re.sub(r'nonce="[^"]*"', "", response.content.decode()))
    assert len(pages) == 1
    assert business.name not in pages.pop()


@pytest.mark.parametrize("suffix", ["", "/stop", "/more/abc"])
def test_pages_of_links_are_neither_kept_nor_found_nor_referred_to(client: Client, asked: Asked, suffix: str) -> None:
    response = client.get(asked.path + suffix)
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


def test_a_post_without_a_csrf_token_or_cookie_answers(asked: Asked) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post(asked.path, {"score": "9"})
    assert (response.status_code, bool(response.cookies)) == (200, False)


def test_a_page_takes_two_queries_at_most(client: Client, asked: Asked) -> None:
    with CaptureQueriesContext(connection) as seen:
        client.get(asked.path)
    assert len([query for query in seen.captured_queries if "SELECT" in query["sql"]]) == 2


def test_the_hidden_link_of_a_page_marks_the_invitation_and_tells_nothing(client: Client, asked: Asked) -> None:
    page = client.get(asked.path).content.decode()
    found = re.search(r'href="([^"]*/more/[^"]*)"', page)
    assert found is not None
    assert client.get(found[1]).status_code == 404
    assert asked.reload().trapped_at is not None


def test_the_stop_page_does_nothing_when_opened(client: Client, asked: Asked) -> None:
    assert "No more letters" in client.get(f"{asked.path}/stop").content.decode()
    assert not Due.objects.exists()


def test_one_press_stops_the_letters_without_cookie_or_redirect(asked: Asked) -> None:
    response = Client(enforce_csrf_checks=True).post(f"{asked.path}/stop", {"List-Unsubscribe": "One-Click"})
    assert (response.status_code, bool(response.cookies)) == (200, False)
    with acting_for(asked.business):
        assert list(suppressed(asked.business, [asked.invitation.customer.email or ""]).values()) == ["stopped"]


def test_a_stop_works_after_the_survey_is_over_and_can_be_taken_back(client: Client, business: Business) -> None:
    asked = make_asked(business, delivered_at=timezone.now() - timedelta(days=400))
    assert client.post(f"{asked.path}/stop").status_code == 200
    assert client.post(f"{asked.path}/resume").status_code == 200
    with acting_for(business):
        assert suppressed(business, [asked.invitation.customer.email or ""]) == {}


def test_the_script_for_one_click_comes_only_where_it_is_switched_on(client: Client, business: Business) -> None:
    assert "one-click.js" not in client.get(make_asked(business).path).content.decode()
    Business.objects.filter(id=business.id).update(one_click=True)
    fresh = Business.objects.get(id=business.id)
    fresh.code = "fresh234"
    fresh.save()
    assert "one-click.js" in client.get(make_asked(fresh).path).content.decode()


@pytest.mark.parametrize("kind", ["nps", "csat", "ces", "ces2"])
def test_every_kind_of_survey_shows_its_scale(client: Client, business: Business, kind: str) -> None:
    page = client.get(make_asked(business, make_survey(business, kind)).path).content.decode()
    assert page.count('name="score"') == {"nps": 11, "csat": 5, "ces": 7, "ces2": 7}[kind]


def test_a_page_shows_the_business_s_own_words(client: Client, business: Business) -> None:
    survey = make_survey(business, question="Do you like {business} <b>much</b>?", thanks="See you, {x}")
    asked = make_asked(business, survey)
    assert f"Do you like {business.name} &lt;b&gt;much&lt;/b&gt;?" in client.get(asked.path).content.decode()
    assert "See you, {x}" in client.post(asked.path, {"score": "9"}).content.decode()


def test_a_test_letter_s_page_keeps_nothing(client: Client, business: Business) -> None:
    path = trial_path(business.code, trial_token(make_survey(business).id))
    assert "This is a test" in client.get(f"{path}?score=3").content.decode()
    assert client.post(path, {"score": "12"}).status_code == 400
    assert "nothing was kept" in client.post(path, {"score": "3"}).content.decode()
    with acting_for(business):
        assert not Answer.objects.exists()


def test_a_forged_test_link_is_closed(client: Client, business: Business, other_business: Business) -> None:
    assert client.get(trial_path(business.code, "forged:x:y")).status_code == 404
    foreign = trial_token(make_survey(other_business).id)
    assert client.get(trial_path(business.code, foreign)).status_code == 404
