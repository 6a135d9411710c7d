"""Every language says everything, with the same blanks, and nothing in English."""

import re
from dataclasses import asdict, fields

import pytest

from foundation.languages import LANGUAGES
from surveys.catalogue import FOLDER, Phrases, fill, phrases, tables
from surveys.models import Survey
from surveys.scales import SCALES
from surveys.wordings import WORDS, standard

OTHERS = [code for code in LANGUAGES if code != "en"]
SAME = {"error", "thousands", "test_subject"}  # a word or a mark that languages share
ENGLISH = re.compile(r"\b(the|you|your|our|with|from|this|and|answer|letters?|what|how)\b", re.IGNORECASE)
ARABIC = re.compile(r"[\u0600-\u06ff]")


def said(language: str) -> dict[str, str]:
    """Every text of a language, by table and key."""
    return {f"{table}.{key}": text for table, words in tables(language).items() for key, text in words.items()}


def blanks(text: str) -> list[str]:
    return sorted(set(re.findall(r"{\w+}", text)))


def test_there_is_a_file_for_each_language_and_no_other() -> None:
    assert {file.stem for file in FOLDER.glob("*.toml")} == set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_key_and_no_other(language: str) -> None:
    assert list(said(language)) == list(said("en"))
    assert {field.name for field in fields(Phrases)} == set(tables(language)["phrases"])
    assert set(tables(language)) == {"phrases", "thanks", *SCALES}
    assert all(text.strip() or key == "phrases.thousands" for key, text in said(language).items())


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_blanks_of_the_english_one(language: str) -> None:
    english, other = said("en"), said(language)
    assert {key: blanks(text) for key, text in other.items()} == {key: blanks(text) for key, text in english.items()}


@pytest.mark.parametrize("language", OTHERS)
def test_no_english_is_left_over(language: str) -> None:
    english, other = said("en"), said(language)
    same = {key for key, text in other.items() if text == english[key]}
    assert {key.partition(".")[2] for key in same} <= SAME
    assert [text for text in other.values() if ENGLISH.search(re.sub(r"{\w+}", "", text))] == []


def test_arabic_is_written_in_arabic_and_nothing_else_is() -> None:
    for language in OTHERS:
        for key, text in said(language).items():
            bare = re.sub(r"{\w+}", "", text)
            if key != "phrases.thousands":
                assert bool(ARABIC.search(bare)) == (language == "ar"), key
                assert language != "ar" or not re.search(r"[A-Za-z]", bare), key


def test_french_marks_stand_behind_a_space_that_does_not_break() -> None:
    assert [text for text in said("fr").values() if re.search(r"[^\u00a0][?!:;»](?!\S)|«(?!\u00a0)", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SCALES)
def test_standard_words_fit_the_fields_in_which_they_can_be_changed(language: str, kind: str) -> None:
    words = asdict(standard(kind, language))
    for name in set(WORDS) - {"thanks"}:
        assert len(words[name]) <= (Survey._meta.get_field(name).max_length or 0)  # type: ignore[union-attr] # a text's


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SCALES)
def test_a_scales_two_ends_and_a_questions_three_bands_differ(language: str, kind: str) -> None:
    words = standard(kind, language)
    assert words.low_label != words.high_label
    assert len({words.low_follow_up, words.middle_follow_up, words.high_follow_up}) == 3


def test_a_phrase_names_the_business_and_numbers_are_written_the_language_s_way() -> None:
    assert phrases("de", "Bäcker & Co").stop_heading == "Keine E-Mails mehr von Bäcker & Co?"
    assert [phrases(code).number(12345) for code in ("en", "de", "pl")] == ["12,345", "12.345", "12\u00a0345"]


def test_braces_that_are_no_blanks_stay() -> None:
    assert fill("{a} {b} {a.c}", a="{b}x") == "{b}x {b} {a.c}"
