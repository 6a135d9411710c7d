"""Standard words, and the business's own in their place."""

import pytest

from surveys.scales import SCALES, Band
from surveys.wordings import standard, wording


@pytest.mark.parametrize("kind", SCALES)
def test_every_kind_has_all_its_words(kind: str) -> None:
    words = wording(kind, "Bakery", {})
    said = [words.question, words.letter_subject, words.letter_intro, words.low_label, words.high_label]
    assert all(said)
    assert all(words.follow_up(band) and words.thanks(band) for band in Band)
    assert "{business}" not in " ".join(said)


def test_the_nps_question_is_asked_in_its_author_s_words() -> None:
    question = "How likely is it that you would recommend Bakery to a friend or colleague?"
    assert wording("nps", "Bakery", {}).question == question


def test_own_words_take_the_place_of_the_standard_ones_and_empty_ones_do_not() -> None:
    words = wording("csat", "Bakery", {"en": {"question": " Happy with {business}? ", "low_follow_up": " "}})
    assert words.question == "Happy with Bakery?"
    assert words.low_follow_up == standard("csat").low_follow_up


def test_own_thanks_are_said_to_everybody() -> None:
    words = wording("nps", "Bakery", {"en": {"thanks": "See you"}})
    assert {words.thanks(band) for band in Band} == {"See you"}


def test_braces_in_own_words_are_only_braces() -> None:
    question = "{x} {business.__class__}?"
    assert wording("nps", "Bakery", {"en": {"question": question}}).question == question


def test_without_a_score_the_follow_up_fits_any() -> None:
    assert wording("nps", "Bakery", {}).follow_up(None) == "What is the main reason for your answer?"
