"""Letters as bytes, compared with the standard library's reading of them."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from letters.mime import Sender, UnwritableError, compose, mailbox
from letters.purposes import Mail, Picture

SENDER = Sender("Trustapp", "hello@trustapp.example")
AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
CANARIES = [
    "\r\nBcc: eve@example.com",
    "\nBcc: eve@example.com",
    "\r\rX: y",
    "\x0bBcc: e\x00",
    "\x85X: y",
    "\u2028X: y",
]


def read(mail: Mail) -> tuple[EmailMessage, bytes]:
    raw = compose(mail, sender=SENDER, message_id="<1.2@trustapp.example>", at=AT)
    return message_from_bytes(raw, policy=SMTP), raw


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return lines(str(body.get_content()))


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n") + "\n"


def test_every_header_is_read_as_it_was_meant() -> None:
    unsubscribe = {
        "List-Unsubscribe": "<https://a.example/s/1/2/stop>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    mail = Mail(
        "ann@example.com", "How was it?", "Hi", "<p>Hi</p>", 'Jo "Bread" \\ Lind', "jo@bakery.example", unsubscribe
    )
    message, _ = read(mail)
    assert message["From"].addresses[0].display_name == 'Jo "Bread" \\ Lind'
    assert message["From"].addresses[0].addr_spec == "hello@trustapp.example"
    assert (message["To"], message["Reply-To"]) == ("ann@example.com", "jo@bakery.example")
    assert (message["Subject"], message["Message-ID"]) == ("How was it?", "<1.2@trustapp.example>")
    assert message["Date"].datetime == AT
    assert {name: message[name] for name in unsubscribe} == unsubscribe


@given(
    subject=st.text(max_size=300),
    name=st.text(max_size=100),
    text=st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=3000),
    html=st.text(
        alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=3000
    ),
)
def test_any_text_arrives_whole(subject: str, name: str, text: str, html: str) -> None:
    message, raw = read(Mail("ann@example.com", subject, text, html, name))
    assert part(message, "plain") == lines(text)
    assert part(message, "html") == lines(html)
    assert message.keys() == ["From", "To", "Subject", "Date", "Message-ID", "MIME-Version", "Content-Type"]
    assert not message.defects
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")


@given(
    st.text(alphabet=st.characters(min_codepoint=33, exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]), max_size=300)
)
def test_a_subject_in_any_script_arrives(subject: str) -> None:
    assert read(Mail("ann@example.com", subject, "Hi"))[0]["Subject"] == subject


def test_a_letter_without_html_is_one_plain_part() -> None:
    message, _ = read(Mail("ann@example.com", "Hi", "Grüße\n.\nFrom here"))
    assert message.get_content_type() == "text/plain"
    assert part(message, "plain") == "Grüße\n.\nFrom here\n"


@pytest.mark.parametrize("canary", CANARIES)
def test_a_stranger_cannot_add_a_header(canary: str) -> None:
    plain = read(Mail("ann@example.com", "Hi", "Hi", "", "Jo"))[0]
    message, raw = read(Mail("ann@example.com", f"Hi{canary}", "Hi", "", f"Jo{canary}"))
    assert message.keys() == plain.keys()
    assert b"\nBcc" not in raw
    assert b"\nX:" not in raw


@pytest.mark.parametrize("mark", ["\x00", "\x07", "\x1b[31m", "\x7f", "\x9b"])
def test_a_mark_that_steers_a_screen_leaves_the_head_of_a_letter(mark: str) -> None:
    message, _ = read(Mail("ann@example.com", f"Hi{mark}there", "Hi", "", f"Jo{mark}Ann"))
    assert not set(mark[:1]) & set(str(message["Subject"]) + str(message["From"]))


@pytest.mark.parametrize("canary", CANARIES)
def test_an_address_or_header_that_breaks_the_line_is_not_written(canary: str) -> None:
    for mail in (
        Mail(f"ann@example.com{canary}", "Hi", "Hi"),
        Mail(f"ann{canary}@example.com", "Hi", "Hi"),
        Mail("ann@example.com", "Hi", "Hi", reply_to=f"jo@example.com{canary}x"),
        Mail("ann@example.com", "Hi", "Hi", headers={"X-Round": f"1{canary}"}),
        Mail("ann@example.com", "Hi", "Hi", headers={f"X-Round{canary}": "1"}),
    ):
        with pytest.raises(UnwritableError) as error:
            read(mail)
        assert "example.com" not in str(error.value)


@pytest.mark.parametrize("name", ["Bcc", "from", "Content-Type", "Message-ID"])
def test_extra_headers_cannot_replace_the_letters_own(name: str) -> None:
    with pytest.raises(UnwritableError):
        read(Mail("ann@example.com", "Hi", "Hi", headers={name: "x"}))


@pytest.mark.parametrize(
    "address", ["", "ann", "@example.com", "ann@", "a b@example.com", "<ann@example.com>", "a,b@x.de"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(UnwritableError):
        mailbox(address)


def test_a_domain_in_another_script_is_written_in_ascii() -> None:
    assert mailbox("jo@bäckerei.example") == "jo@xn--bckerei-5wa.example"


def test_the_senders_name_stands_where_a_letter_has_none() -> None:
    assert Sender.parse("Trustapp <hello@trustapp.example>") == SENDER
    assert read(Mail("ann@example.com", "Hi", "Hi"))[0]["From"] == "Trustapp <hello@trustapp.example>"


def test_a_picture_stands_beside_the_html_that_names_it() -> None:
    png = b"\x89PNG" + bytes(range(256)) * 20
    named = Picture("nps.2026-11-18@trustapp", png)
    message, raw = read(Mail("ann@example.com", "S", "Hi", '<img src="cid:nps.2026-11-18@trustapp">', pictures=[named]))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    (picture,) = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert picture["Content-ID"] == "<nps.2026-11-18@trustapp>"
    assert picture.get_payload(decode=True) == png
    assert part(message, "html") == '<img src="cid:nps.2026-11-18@trustapp">\n'
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_a_picture_s_name_starts_no_header() -> None:
    with pytest.raises(UnwritableError):
        read(Mail("ann@example.com", "S", "Hi", "<p>Hi</p>", pictures=[Picture("a@b>\r\nBcc: eve@example.com", b"")]))
