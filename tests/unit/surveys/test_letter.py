"""The survey letter: what is in it, what cannot get into it."""

import re
import uuid
from html import unescape

import pytest
from pytest_django import Settings

from accounts.models import Business
from foundation.languages import LANGUAGES
from letters.purposes import Mail
from surveys.catalogue import phrases
from surveys.letter import compose, greeting, one_line, trial_survey, trial_token
from surveys.models import Survey
from surveys.scales import SCALES
from surveys.wordings import wording

SCRIPT = "<script>alert(1)</script>"
INJECTION = "Ann\r\nBcc: eve@example.com"


def letter(business: Business, name: str = "Ann", kind: str = "nps", **words: str) -> Mail:
    """A letter to one person, whose token is `TOKEN`."""
    survey = Survey(business_id=business.id, kind=kind, name="About us", **words)
    return compose(business, survey).to("ann@example.com", name, "TOKEN")


@pytest.mark.parametrize("kind", SCALES)
def test_each_score_is_a_link_that_chooses_it(business: Business, settings: Settings, kind: str) -> None:
    settings.BASE_URL = "https://ask.example"
    html = unescape(letter(business, kind=kind).html)
    found = re.findall(rf'href="https://ask\.example/s/{business.code}/TOKEN\?score=(\d+)"', html)
    assert [int(score) for score in found] == list(SCALES[kind].scores)


def test_the_text_has_the_question_the_link_and_the_way_out(business: Business) -> None:
    text = letter(business).text
    assert "How likely is it that you would recommend" in text
    assert f"/s/{business.code}/TOKEN\n" in text
    assert f"/s/{business.code}/TOKEN/stop" in text


def test_one_press_stops_the_letters(business: Business) -> None:
    headers = letter(business).headers
    assert headers["List-Unsubscribe"].endswith(f"/s/{business.code}/TOKEN/stop>")
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_it_holds_a_link_that_no_person_sees(business: Business) -> None:
    link = re.search(r'<a[^>]*href="[^"]*/TOKEN/more/letter"[^>]*>', letter(business).html)
    assert link
    assert "display: none" in link[0]


def test_it_is_at_most_30_kb_with_the_longest_words(business: Business) -> None:
    business.name, business.sender_name = "W" * 120, "S" * 120
    mail = letter(business, "N" * 200, question="ä" * 300, letter_intro="ö" * 1000, letter_subject="ü" * 200)
    assert len(mail.html.encode()) + len(mail.text.encode()) <= 30_000


def test_it_names_the_business_and_the_sender(business: Business) -> None:
    business.sender_name, business.reply_to = "Ann Weber", "ann@weber.example"
    mail = letter(business)
    assert (mail.from_name, mail.reply_to) == ("Ann Weber", "ann@weber.example")
    assert business.name in mail.text
    business.sender_name = ""
    assert letter(business).from_name == business.name


@pytest.mark.parametrize("field", ["name", "sender_name", "colour"])
def test_no_script_in_a_businesss_fields_gets_into_the_html(business: Business, field: str) -> None:
    setattr(business, field, SCRIPT if field != "colour" else "red;}</style><script>alert(1)</script>")
    assert "<script" not in letter(business).html


@pytest.mark.parametrize("field", ["question", "letter_intro", "letter_subject"])
def test_no_script_in_a_surveys_words_gets_into_the_html(business: Business, field: str) -> None:
    assert "<script" not in letter(business, **{field: SCRIPT}).html


def test_no_script_in_a_customers_name_gets_into_the_html(business: Business) -> None:
    mail = letter(business, SCRIPT)
    assert "<script" not in mail.html
    assert f"Hello {SCRIPT}," in mail.text


@pytest.mark.parametrize("field", ["name", "sender_name"])
def test_no_line_break_gets_into_a_header(business: Business, field: str) -> None:
    setattr(business, field, INJECTION)
    mail = letter(business, INJECTION, letter_subject=f"{INJECTION} {{business}}")
    assert not [text for text in (mail.subject, mail.from_name) if "\n" in text or "\r" in text]
    assert "\nBcc" not in mail.text


def test_a_name_cannot_pose_as_a_blank(business: Business) -> None:
    mail = letter(business, "\ue000token\ue001")
    assert "Hello token," in mail.text


def test_a_business_may_write_braces(business: Business) -> None:
    assert "{{ 7|add:1 }} {% now %}" in letter(business, letter_intro="{{ 7|add:1 }} {% now %}").text


def test_addresses_come_from_the_settings_alone(business: Business, settings: Settings) -> None:
    settings.BASE_URL = "https://ask.example"
    mail = letter(business)
    links = re.findall(r"https?://[^/\"\s>]+", mail.html + mail.text + mail.headers["List-Unsubscribe"])
    assert set(links) == {"https://ask.example"}


def test_a_name_that_is_missing_or_endless_is_greeted_all_the_same() -> None:
    assert greeting("", "en") == "Hello,"
    assert len(greeting("x" * 500, "en")) < 100


def test_control_characters_become_spaces() -> None:
    assert one_line("a\x00b\tc\u2028d\u200be") == "a b c d e"


def test_a_trials_token_names_its_survey_and_nothing_else_does() -> None:
    survey_id = uuid.uuid4()
    token = trial_token(survey_id)
    assert trial_survey(token) == survey_id
    assert trial_survey(token[:-1] + ("A" if token[-1] != "A" else "B")) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SCALES)
def test_it_is_written_in_each_language(business: Business, language: str, kind: str) -> None:
    survey = Survey(business_id=business.id, kind=kind, name="About us")
    mail = compose(business, survey, language).to("ann@example.com", "Ann", "TOKEN")
    html, words = unescape(mail.html), wording(kind, business.name, {}, language)
    assert f'<html lang="{language}" dir="{LANGUAGES[language].direction}"' in html
    assert mail.subject == wording(kind, business.name, {}, language, plain=True).letter_subject
    for text in (words.question, words.low_label, words.high_label, phrases(language).own_page):
        assert text in html
    for text in (words.question, words.low_label, words.high_label, phrases(language).answer_here):
        assert text in mail.text
    assert f"{phrases(language).stop}: " in mail.text
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert len(mail.html.encode()) + len(mail.text.encode()) <= 30_000


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_no_english_is_left_in_it(business: Business, language: str) -> None:
    business.name = "Kornblume"
    survey = Survey(business_id=business.id, kind="nps", name="About us")
    for reminder, trial in ((False, False), (True, False), (False, True)):
        mail = compose(business, survey, language, reminder=reminder, trial=trial).to("a@example.com", "Jo", "TOKEN")
        read = unescape(re.sub(r"(?s)<style.*?</style>|<[^>]+>", " ", mail.html)) + mail.text + mail.subject
        assert (
            re.findall(r"\b(?:answer|you|the|letters?|Reminder|Hello|people)\b", re.sub(r"https?://\S+", "", read))
            == []
        )


def test_arabic_runs_from_right_to_left_on_the_sheet_too(business: Business) -> None:
    survey = Survey(business_id=business.id, kind="nps", name="About us")
    html = compose(business, survey, "ar").to("ann@example.com", "Ann", "TOKEN").html
    assert re.search(r'<table[^>]*class="ground"[^>]*dir="rtl"', html)
    assert re.search(r'class="body"[^>]*text-align: right', html)
    assert re.search(r'class="high"[^>]*text-align: left', html)


def test_a_language_that_is_none_of_ours_gets_the_business_s(business: Business) -> None:
    business.language = "it"
    survey = Survey(business_id=business.id, kind="nps", name="About us")
    assert compose(business, survey, "tr").language == "it"
    assert compose(business, survey, "pt-br").language == "pt"
    business.language = "<x>"
    assert compose(business, survey).language == "en"


def test_a_header_holds_no_marks_of_direction(business: Business) -> None:
    survey = Survey(business_id=business.id, kind="nps", name="About us")
    assert business.name in compose(business, survey, "ar").subject
    assert not re.search("[\u2066-\u2069]", compose(business, survey, "ar").subject)
