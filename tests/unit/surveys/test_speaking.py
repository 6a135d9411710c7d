"""The language of a page: asked for, the customer's, the browser's, the business's."""

import pytest

from surveys.speaking import Reader, Voice, other_languages


@pytest.mark.parametrize(
    ("asked", "customer", "browser", "default", "language"),
    [
        ("it", "de", "fr", "nl", "it"),
        ("", "de-at", "fr", "nl", "de"),
        ("", "tr", "fr-BE,fr", "nl", "fr"),
        ("", "", "tr", "nl", "nl"),
        ("xx", "", "", "", "en"),
    ],
)
def test_the_first_that_is_known_decides(asked: str, customer: str, browser: str, default: str, language: str) -> None:
    assert Reader.of(asked, browser).voice(customer, default).language == language


def test_links_keep_a_language_that_was_asked_for_and_no_other() -> None:
    assert Reader.of("ar", "").voice("de").keep("/s/a/b?change=1") == "/s/a/b?change=1&lang=ar"
    assert Reader.of("", "ar").voice().keep("/s/a/b") == "/s/a/b"


def test_a_page_is_offered_in_every_language() -> None:
    links = {each["code"]: each for each in other_languages("?score=3", "de")}
    assert (links["ar"]["url"], links["ar"]["direction"]) == ("?score=3&lang=ar", "rtl")
    assert [code for code, each in links.items() if each["current"]] == ["de"]


def test_a_name_in_a_sentence_from_right_to_left_is_kept_together() -> None:
    assert "\u2068Yahoo!\u2069" in Voice("ar").phrases("Yahoo!").named
    assert "\u2068" not in Voice("de").phrases("Yahoo!").named
