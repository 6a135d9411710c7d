"""Reading a customer's mail."""

from email.message import EmailMessage

import pytest

from followup.incoming import read


def message(text: str = "Thank you.", subtype: str = "plain", **headers: str) -> bytes:
    made = EmailMessage()
    made["From"], made["To"], made["Message-ID"] = "Ann <ann@example.com>", "answers+x@mail.example", "<1@example.com>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text, subtype=subtype)
    return made.as_bytes()


def test_the_sender_the_recipients_and_the_words() -> None:
    found = read(message("Thank you.\n", Cc="Bob <bob@example.com>", Delivered_To="answers+y@mail.example"))
    assert (found.id, found.sender, found.text) == ("<1@example.com>", "ann@example.com", "Thank you.")
    assert found.recipients == ["answers+y@mail.example", "answers+x@mail.example", "bob@example.com"]


@pytest.mark.parametrize(
    ("written", "own"),
    [
        ("Thank you.\n\nOn 3 May the bakery wrote:\n> Sorry\n> indeed", "Thank you."),
        ("Danke.\n\nAm 3. Mai schrieb\nBäckerei <a@example.com>:\n> Es tut uns leid", "Danke."),
        ("Merci.\n-----Original Message-----\nFrom: the bakery", "Merci."),
        ("Gracias.\n________________________________\nDe: la panadería", "Gracias."),
        ("> only a quote", "> only a quote"),
        ("5 > 3, I know:\nfive is more", "5 > 3, I know:\nfive is more"),
    ],
)
def test_the_letter_that_they_quote_is_left_out(written: str, own: str) -> None:
    assert read(message(written)).text == own


def test_words_without_a_plain_part_come_from_the_page() -> None:
    page = "<head><style>p{}</style></head><p>Caf&eacute; &lt;3<br>yes</p><blockquote>Sorry</blockquote>"
    assert read(message(page, "html")).text == "Café <3\nyes"


@pytest.mark.parametrize(
    "headers", [{"Auto_Submitted": "auto-replied"}, {"Precedence": "bulk"}, {"Return_Path": "<>"}], ids=str
)
def test_a_machines_answer_is_known(headers: dict[str, str]) -> None:
    assert read(message(**headers)).automatic
    assert not read(message(Auto_Submitted="no")).automatic


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00 nonsense",
        b"Content-Type: text/plain; charset=nobody-knows\n\n\xe4\x00b",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n",
    ],
    ids=range(4),
)
def test_a_broken_message_is_read_as_far_as_it_goes(raw: bytes) -> None:
    found = read(raw)
    assert found.id
    assert "\x00" not in found.text
