"""The pages behind a letter's links, in nine languages."""

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Business
from foundation.languages import LANGUAGES, isolated
from surveys.catalogue import phrases
from surveys.letter import trial_path, trial_token
from surveys.scales import LAYOUT, MIRRORED
from surveys.wordings import standard, wording
from tests.factories.accounts import make_business
from tests.factories.answers import Asked, make_asked, make_survey
from tests.factories.customers import make_customer

OTHERS = [code for code in LANGUAGES if code != "en"]
ENGLISH = ["Thank you", "answer", "letters", "Choose", "problem", "Language", "if you like", "Error"]


def asked_in(business: Business, language: str, **values: Any) -> Asked:
    """A customer who speaks a language, and was asked."""
    return make_asked(business, make_survey(business, **values), customer=make_customer(business, language=language))


def words_of(page: str) -> str:
    """What can be read on a page, its links to other languages left out."""
    page = re.sub(r"(?s)<style.*?</style>|<nav class=.languages.*?</nav>|<head>.*?<title>", "", page)
    return unescape(re.sub(r"<[^>]+>", " ", page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_customer_reads_their_own_language(client: Client, business: Business, language: str) -> None:
    response = client.get(asked_in(business, language).path, headers={"accept-language": "nl"})
    page = unescape(response.content.decode())
    assert f'<html lang="{language}" dir="{LANGUAGES[language].direction}">' in page
    assert (response["Content-Language"], response["Vary"]) == (language, "Accept-Language")
    assert wording("nps", business.name, {}, language).question in page
    assert phrases(language).send in page


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left_on_any_page(client: Client, language: str, db: None) -> None:
    asked = asked_in(make_business(name="Kornblume"), language)
    pages = [
        client.get(asked.path),
        client.post(asked.path, {"score": "11", "comment": "x" * 5_001}),
        client.post(asked.path, {"score": "3", "stamp": "abc"}),
        client.get(asked.path),
        client.get(f"{asked.path}/stop"),
        client.post(f"{asked.path}/stop"),
        client.post(f"{asked.path}/resume"),
        client.get(asked.path + "x", headers={"accept-language": language}),
    ]
    read = [words_of(page.content.decode()) for page in pages]
    left = [(word, page) for page in read for word in ENGLISH if re.search(rf"\b{word}\b", page)]
    assert [found for found in left if found[0] != "Error" or language != "es"] == []
    for page in pages:
        assert f'<html lang="{language}" dir="{LANGUAGES[language].direction}">' in page.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_weighs_fourteen_kilobytes_at_most(client: Client, business: Business, language: str) -> None:
    asked = asked_in(business, language)
    assert len(client.get(f"{asked.path}?lang={language}").content) <= 14_000
    assert len(client.post(asked.path, {"score": "", "comment": ""}).content) <= 14_000


def test_whose_language_is_not_known_reads_the_browsers_then_the_businesss(client: Client, db: None) -> None:
    asked = make_asked(make_business(language="pl"))
    assert client.get(asked.path, headers={"accept-language": "fr-CA"})["Content-Language"] == "fr"
    assert client.get(asked.path, headers={"accept-language": "tr"})["Content-Language"] == "pl"
    assert client.get(asked.path)["Content-Language"] == "pl"


def test_a_language_of_none_of_ours_counts_as_unknown(client: Client, business: Business) -> None:
    asked = asked_in(business, "tr")
    assert client.get(asked.path, headers={"accept-language": "it"})["Content-Language"] == "it"
    assert client.get(f"{asked.path}?lang=<script>")["Content-Language"] == "en"


def test_another_language_can_be_asked_for_and_stays_until_the_end(client: Client, business: Business) -> None:
    asked = asked_in(business, "de")
    page = client.get(f"{asked.path}?score=4").content.decode()
    offered = [unescape(url) for url in re.findall(r'<a href="([^"]*lang=[^"]*)"', page)]
    assert offered == [f"?score=4&lang={code}" for code in LANGUAGES]
    page = client.get(f"{asked.path}?score=4&lang=ar").content.decode()
    assert re.search(r'value="4"\s+required\s+checked', page)
    assert f'action="{asked.path}?lang=ar"' in page
    response = client.post(f"{asked.path}?lang=ar", {"score": "4"})
    assert response["Content-Language"] == "ar"
    assert f"{asked.path}?change=1&amp;lang=ar" in response.content.decode()


def test_asking_for_a_language_counts_and_spends_nothing(client: Client, business: Business) -> None:
    asked = asked_in(business, "de")
    for code in LANGUAGES:
        assert client.get(f"{asked.path}?score=2&lang={code}").status_code == 200
    assert asked.answer() is None
    assert (asked.reload().trapped_at, asked.reload().evidence) == (None, [])


def test_a_language_costs_no_statement_more(client: Client, business: Business) -> None:
    asked = asked_in(business, "ar")
    with CaptureQueriesContext(connection) as seen:
        client.get(f"{asked.path}?lang=de")
    assert len([query for query in seen.captured_queries if "SELECT" in query["sql"]]) == 2


def test_the_scale_that_is_kept_is_kept_for_each_language(client: Client, business: Business) -> None:
    survey = make_survey(business)
    for language in ("de", "ar", "de", "en"):
        asked = make_asked(business, survey, customer=make_customer(business, language=language))
        assert standard("nps", language).high_label in client.get(asked.path).content.decode()


def test_own_words_are_said_in_their_language_alone(client: Client, business: Business) -> None:
    survey = make_survey(business, question="Come again?", translations={"ar": {"question": "هل تعود إلى {business}؟"}})
    pages = {}
    for language in ("en", "de", "ar"):
        asked = make_asked(business, survey, customer=make_customer(business, language=language))
        pages[language] = unescape(client.get(asked.path).content.decode())
    assert "Come again?" in pages["en"]
    assert wording("nps", business.name, {}, "de").question in pages["de"]
    assert f"هل تعود إلى {isolated(business.name, 'ar')}؟" in pages["ar"]


def test_an_answer_on_the_mirrored_scale_is_kept_as_one(client: Client, business: Business) -> None:
    for language, layout in (("ar", MIRRORED), ("de", LAYOUT)):
        asked = asked_in(business, language)
        assert f'name="layout" value="{layout}"' in client.get(asked.path).content.decode()
        thanks = client.post(asked.path, {"score": "9", "layout": str(layout)}).content.decode()
        assert f'name="layout" value="{layout}"' in thanks
        answer = asked.answer()
        assert answer
        assert answer.layout == layout


def test_a_closed_link_tells_nothing_of_its_customers_language(client: Client, business: Business) -> None:
    asked = asked_in(business, "ar", expires_days=1)
    over = client.get(asked.path + "x", headers={"accept-language": "de"})
    assert over["Content-Language"] == "de"
    assert phrases("de").closed_heading in over.content.decode()


def test_a_test_letter_s_page_speaks_the_language_of_its_link(client: Client, business: Business) -> None:
    path = trial_path(business.code, trial_token(make_survey(business).id))
    page = client.get(f"{path}?lang=nl").content.decode()
    assert phrases("nl").test_page in page
    assert f'action="{path}?lang=nl"' in page
    assert phrases("nl").test_thanks in client.post(f"{path}?lang=nl", {"score": "3"}).content.decode()
