"""Letters as bytes: RFC 5322 and MIME, made by hand because `EmailMessage` is most of the cost of a round. Pure.

Bodies are quoted-printable, so that lines are at most 76 long; `=_` never occurs in it, which makes a fixed boundary
safe. What strangers typed cannot start a header: names and subjects lose their control characters, addresses and other
headers that have any are not written at all.
"""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime, parseaddr
from functools import lru_cache

from letters.purposes import Mail, Picture

LONGEST_WORDS = 400  # characters of a subject or a name
LONGEST_HEADER = 990  # RFC 5322, 2.1.1: a line is at most 998 long
BOUNDARY = "=_trustapp"
OWN = {"from", "to", "cc", "bcc", "reply-to", "subject", "date", "message-id", "mime-version", "sender", "return-path"}
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
HEADER_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{0,70}")
PICTURE_NAME = re.compile(r"[A-Za-z0-9.-]{1,80}@[A-Za-z0-9.-]{1,80}")
HEADER_VALUE = re.compile(r"[\x20-\x7e]*")

QUOTED = "; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
SINGLE = f"MIME-Version: 1.0\r\nContent-Type: text/plain{QUOTED}".encode()
MULTIPART = f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{BOUNDARY}"\r\n'.encode()
BEFORE_TEXT = f"\r\n--{BOUNDARY}\r\nContent-Type: text/plain{QUOTED}".encode()
BEFORE_HTML = f"\r\n--{BOUNDARY}\r\nContent-Type: text/html{QUOTED}".encode()
RELATED = "=_pictures"
BEFORE_RELATED = (
    f'\r\n--{BOUNDARY}\r\nContent-Type: multipart/related; boundary="{RELATED}"; type="text/html"\r\n'.encode()
)
BEFORE_ITS_HTML = f"\r\n--{RELATED}\r\nContent-Type: text/html{QUOTED}".encode()
END_OF_RELATED = f"\r\n--{RELATED}--\r\n".encode()
END = f"\r\n--{BOUNDARY}--\r\n".encode()


class UnwritableError(ValueError):
    """The letter cannot be written; the text says why, without saying to whom."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The product's own name and address, from `DEFAULT_FROM_EMAIL`."""

    name: str
    address: str

    @classmethod
    def parse(cls, value: str) -> "Sender":
        """Read `Name <address>` or an address. Raises UnwritableError."""
        name, address = parseaddr(value)
        return cls(name, mailbox(address))

    @property
    def host(self) -> str:
        """What stands behind the @."""
        return self.address.rpartition("@")[2]


def compose(
    mail: Mail, *, sender: Sender, message_id: str, at: datetime, marks: Mapping[str, str] | None = None
) -> bytes:
    """The whole letter, lines ended by CRLF; `marks` are headers by which it is known again. Raises UnwritableError."""
    headers = [
        f"From: {_named(mail.from_name or sender.name, sender.address)}",
        f"To: {mailbox(mail.to)}",
        f"Subject: {words(mail.subject)}",
        f"Date: {format_datetime(at)}",
        f"Message-ID: {message_id}",
    ]
    if mail.reply_to:
        headers.append(f"Reply-To: {mailbox(mail.reply_to)}")
    headers += [_header(name, value) for name, value in {**mail.headers, **(marks or {})}.items()]
    head = ("\r\n".join(headers) + "\r\n").encode("ascii")
    if not mail.html:
        return head + SINGLE + _body(mail.text)
    html = [BEFORE_HTML, _body(mail.html)]
    if mail.pictures:
        pictures = [_picture(picture) for picture in mail.pictures]
        html = [BEFORE_RELATED, BEFORE_ITS_HTML, _body(mail.html), *pictures, END_OF_RELATED]
    return b"".join([head, MULTIPART, BEFORE_TEXT, _body(mail.text), *html, END])


def mailbox(address: str) -> str:
    """An address as it stands in an envelope, its domain in ASCII. Raises UnwritableError."""
    local, at, domain = address.strip().rpartition("@")
    try:
        written = local + at + (domain if domain.isascii() else domain.encode("idna").decode())
    except UnicodeError:
        written = ""
    if not ADDRESS.fullmatch(written):
        raise UnwritableError("this is not an address that mail can be sent to")
    return written


@lru_cache(maxsize=256)
def words(value: str) -> str:
    """Words in a header, RFC 2047 where they are not ASCII; what could end the header becomes a space."""
    clean = _clean(value)
    if clean.isascii() and "=?" not in clean:
        return clean
    return Header(clean, "utf-8", maxlinelen=75, header_name="Subject").encode(linesep="\r\n")


@lru_cache(maxsize=256)
def _named(name: str, address: str) -> str:
    clean = _clean(name)
    if not clean:
        return address
    if not clean.isascii() or "=?" in clean:
        return f"{words(clean)} <{address}>"
    quoted = clean.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" <{address}>'


def _clean(value: str) -> str:
    return " ".join(CONTROL.sub(" ", value).encode("utf-8", "replace").decode().split())[:LONGEST_WORDS]


def _header(name: str, value: str) -> str:
    line = f"{name}: {value}"
    known = name.lower() in OWN or name.lower().startswith("content-")
    if known or not HEADER_NAME.fullmatch(name) or not HEADER_VALUE.fullmatch(value) or len(line) > LONGEST_HEADER:
        raise UnwritableError("a header of this letter is not one that can be written")
    return line


def _picture(picture: Picture) -> bytes:
    if not PICTURE_NAME.fullmatch(picture.name):
        raise UnwritableError("a picture of this letter has a name that cannot be written")
    file = f"{picture.name.partition('@')[0]}.png"
    head = (
        f"\r\n--{RELATED}\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
        f'Content-ID: <{picture.name}>\r\nContent-Disposition: inline; filename="{file}"\r\n\r\n'
    )
    return head.encode("ascii") + encodebytes(picture.png).replace(b"\n", b"\r\n")


def _body(text: str) -> bytes:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").rstrip("\n").replace("\n", "\r\n")
    return b2a_qp((lines + "\r\n").encode("utf-8", "replace"), istext=True)
