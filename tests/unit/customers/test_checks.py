"""Checking one customer's values."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.checks import check, email_problem, tidy


@pytest.mark.parametrize(
    ("email", "words"),
    [
        ("ann@gmial", "has no ending such as .com"),
        ("ann.gmail.com", "has no @"),
        ("ann@x@y.com", "more than one @"),
        ("@gmail.com", "nothing before the @"),
        ("ann weber@gmail.com", "has a space"),
        ("ann..weber@gmail.com", "not an address"),
        ("ann@-gmail.com", "not an address"),
        ("a" * 250 + "@b.com", "longer than 254"),
        ("a" * 65 + "@b.com", "not an address"),
    ],
)
def test_a_wrong_address_is_told_what_is_wrong(email: str, words: str) -> None:
    assert words in email_problem(email)


@pytest.mark.parametrize("email", ["ann@example.com", "o'neil+news@mail.example.co.uk", "info@bäckerei.de"])
def test_a_good_address_is_left_alone(email: str) -> None:
    assert email_problem(email) == ""


def test_a_row_needs_an_address_or_a_number() -> None:
    assert [problem.field for problem in check({"name": "Ann"}, {})[1]] == ["email"]
    assert check({"external_id": "7"}, {})[1] == []


def test_a_number_that_a_spreadsheet_rounded_is_refused() -> None:
    assert "rounded" in check({"external_id": "4,91512E+11"}, {})[1][0].message


def test_a_language_is_taken_by_code_or_by_name() -> None:
    assert [check({"external_id": "1", "language": text}, {})[0].language for text in ("DE", "Deutsch", "pt_BR")] == [
        "de",
        "de",
        "pt-br",
    ]


@pytest.mark.parametrize("text", ["Arabic", "العربية", "arabski", "árabe", "ARABO"])
def test_a_language_may_be_called_by_the_name_it_has_in_any_of_ours(text: str) -> None:
    assert check({"external_id": "1", "language": text}, {})[0].language == "ar"


def test_an_unknown_language_says_what_to_write_and_another_code_is_kept() -> None:
    _, problems = check({"external_id": "1", "language": "Klingon"}, {})
    assert [problem.message for problem in problems] == [
        "'klingon' is no language code. Write one such as en, de or ar."
    ]
    values, problems = check({"external_id": "1", "language": "TR"}, {})
    assert (values.language, problems) == ("tr", [])


def test_marks_that_hide_are_taken_out() -> None:
    assert check({"email": "\ufeffann@\u200bexample.com\u202e"}, {})[0].email == "ann@example.com"


@given(st.text(max_size=300))
def test_tidying_twice_is_tidying_once(text: str) -> None:
    once = tidy(text)
    assert tidy(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.dictionaries(st.sampled_from(["email", "name", "external_id", "phone", "language"]), st.text()), st.text())
def test_whatever_is_given_is_answered_in_words(values: dict[str, str], text: str) -> None:
    clean, problems = check(values, {"note": text})
    assert all(problem.message and len(problem.message) < 200 for problem in problems)
    assert problems or clean.email or clean.external_id
