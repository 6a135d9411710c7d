"""Which of our languages somebody speaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.languages import LANGUAGES, browsers, first_spoken, isolated, spoken


@pytest.mark.parametrize(
    ("code", "language"),
    [("de", "de"), ("pt-br", "pt"), ("PT_BR", "pt"), (" ar-eg ", "ar"), ("tr", ""), ("", ""), ("deutsch", "")],
)
def test_a_code_means_its_language_whatever_the_country(code: str, language: str) -> None:
    assert spoken(code) == language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-CH,de;q=0.9,en;q=0.8", "de"),
        ("tr, fr-CA;q=0.7, en;q=0.3", "fr"),
        ("en;q=0.2, ar;q=0.9", "ar"),
        ("es, it", "es"),
        ("de;q=0, nl;q=0.1", "nl"),
        ("zh-Hans-CN;q=0.9,*;q=0.5", ""),
        ("en;q=high", ""),
        ("", ""),
        ("x" * 10_000, ""),
        (",".join(["tr"] * 1000) + ",de", ""),
    ],
)
def test_the_browsers_most_wanted_language_is_found(header: str, language: str) -> None:
    assert browsers(header) == language


@given(st.text())
def test_any_header_means_one_of_ours_or_none(header: str) -> None:
    assert browsers(header) in {"", *LANGUAGES}


def test_the_first_that_is_spoken_counts_and_english_at_the_end() -> None:
    assert first_spoken("", "tr", "pl-pl", "de") == "pl"
    assert first_spoken("tr", "") == "en"


def test_only_arabic_is_written_from_right_to_left_and_keeps_names_together() -> None:
    assert [code for code, language in LANGUAGES.items() if language.mirrored] == ["ar"]
    assert isolated("Yahoo!", "ar") == "\u2068Yahoo!\u2069"
    assert isolated("Yahoo!", "de") == "Yahoo!"
