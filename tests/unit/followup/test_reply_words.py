"""What the braces of a reply text stand for."""

import pytest

from followup.reply_words import About, fill, general, tidy, unknown

ANN = About("Ann Weber", "Waited\n40 minutes.", "Kornblume", "Mia")
NOBODY = About("", " ", "Kornblume", "Mia")


def test_each_placeholder_stands_for_its_own() -> None:
    text = "{first name}, {name}, “{words}”, {business}, {me}"
    assert fill(text, ANN) == "Ann, Ann Weber, “Waited 40 minutes.”, Kornblume, Mia"


@pytest.mark.parametrize(
    ("name", "first"),
    [("Ann Weber", "Ann"), ("Weber, Ann", "Ann"), ("Dr. Ann Weber", "Ann"), ("Ann", "Ann"), ("Dr.", ""), ("", "")],
)
def test_a_first_name_is_found_however_a_name_is_written(name: str, first: str) -> None:
    assert About(name, "", "", "").first_name == first


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Hello {first name},", "Hello,"),
        ("Hello, {name}.", "Hello."),
        ("{first name}, we are sorry.", "We are sorry."),
        ("Thank you, {first name}, for telling us.", "Thank you, for telling us."),
    ],
)
def test_nobody_is_greeted_by_a_gap(text: str, reads: str) -> None:
    assert fill(text, NOBODY) == reads


@pytest.mark.parametrize(
    ("text", "reads"),
    [
        ("Hello.\n\nYou wrote: “{words}”\n\nI am sorry.", "Hello.\n\nI am sorry."),
        ("Thank you. You wrote: “{words}” I am sorry.", "Thank you. I am sorry."),
        ("Thank you. That “{words}” is not right, we know! Bye.", "Thank you. Bye."),
        ("“{words}”", ""),
    ],
)
def test_nothing_is_quoted_of_somebody_who_wrote_nothing(text: str, reads: str) -> None:
    assert fill(text, NOBODY) == reads


def test_what_a_customer_wrote_is_never_filled_itself() -> None:
    assert fill("“{words}” {me}", About("{me}", "{business} {0}", "Kornblume", "Mia")) == "“{business} {0}” Mia"


def test_placeholders_may_be_written_as_people_write_them() -> None:
    assert tidy("  {First_Name} { name }\r\n{ME}  ") == "{first name} {name}\n{me}"


def test_what_stands_for_nothing_is_named_once() -> None:
    assert unknown("{first name} {surname} {surname} {0} {} { \n }") == ["{surname}", "{0}"]


def test_a_sent_reply_becomes_a_text_for_others() -> None:
    sent = "Hello Ann,\n\nMs Ann Weber, you wrote: “Waited 40 minutes.” Annual bread.\n\nMia\nKornblume"
    text = "Hello {first name},\n\nMs {name}, you wrote: “{words}” Annual bread.\n\n{me}\n{business}"
    assert general(sent, ANN) == text
    assert fill(text, ANN) == sent


def test_a_reply_about_nobody_known_stays_as_it_is() -> None:
    assert general("Hello.", About("", "", "", "")) == "Hello."
