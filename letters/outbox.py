"""The outbox: letters kept as files where no mail server is named, to be opened and clicked."""

import base64
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import SMTP
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage as DjangoMessage
from django.core.mail.backends.base import BaseEmailBackend

from letters.carriers import SENT, Answer

KEPT = 1000
NAME = re.compile(r"\d{8}T\d{12}-[0-9a-f]{8}")
HEAD_BYTES = 16_384


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter in the outbox, as the list shows it."""

    name: str
    at: datetime
    to: str
    subject: str


class OutboxCarrier:
    """Puts letters into the outbox instead of the post."""

    def offer(self, to: str) -> Answer | None:
        """Every address will do."""
        return None

    def hand_over(self, raw: bytes) -> Answer:
        """Write the file."""
        keep(raw)
        return SENT

    def close(self) -> None:
        """Throw away the oldest."""
        prune()


class OutboxBackend(BaseEmailBackend):
    """Django's own letters (a new account, a forgotten password), put into the outbox too."""

    def send_messages(self, email_messages: Sequence[DjangoMessage]) -> int:
        """Write the files; how many."""
        for message in email_messages:
            keep(message.message().as_bytes())
        prune()
        return len(email_messages)


def folder() -> Path:
    """Where the files are; made when first asked for, for this user's eyes only."""
    place = Path(settings.VAR_DIR) / "outbox"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def keep(raw: bytes) -> str:
    """Write one letter, whole or not at all; its name."""
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{secrets.token_hex(4)}"
    part = folder() / f"{name}.part"
    part.touch(mode=0o600)
    part.write_bytes(raw)
    part.replace(part.with_suffix(".eml"))
    return name


def prune() -> None:
    """Keep the newest `KEPT` letters."""
    for name in names()[KEPT:]:
        (folder() / f"{name}.eml").unlink(missing_ok=True)


def names() -> list[str]:
    """Every letter, newest first."""
    return sorted((file.stem for file in folder().glob("*.eml") if NAME.fullmatch(file.stem)), reverse=True)


def heads(wanted: Iterable[str]) -> list[Kept]:
    """What the list shows of these letters; one that was thrown away meanwhile is left out."""
    parser = BytesHeaderParser(policy=SMTP)
    found = []
    for name in wanted:
        try:
            with (folder() / f"{name}.eml").open("rb") as file:
                head = parser.parsebytes(file.read(HEAD_BYTES))
        except FileNotFoundError:
            continue
        at = datetime.strptime(name.split("-")[0], "%Y%m%dT%H%M%S%f").replace(tzinfo=UTC)
        found.append(Kept(name, at, str(head["To"] or ""), str(head["Subject"] or "")))
    return found


def letter(name: str) -> EmailMessage | None:
    """One letter, or None: unknown, or a name that is none of ours, such as one that leads out of the folder."""
    if not NAME.fullmatch(name):
        return None
    try:
        raw = (folder() / f"{name}.eml").read_bytes()
    except FileNotFoundError:
        return None
    return message_from_bytes(raw, policy=SMTP)


def with_pictures(message: EmailMessage, html: str) -> str:
    """The HTML with the letter's own pictures in it, as a mail program shows them."""
    for part in message.walk():
        name = str(part["Content-ID"] or "").strip("<> ")
        if name and part.get_content_type() == "image/png":
            content = base64.b64encode(part.get_payload(decode=True) or b"").decode()  # type: ignore[arg-type] # bytes
            html = html.replace(f'"cid:{name}"', f'"data:image/png;base64,{content}"')
    return html


def body(message: EmailMessage, kind: str) -> str:
    """The `plain` or `html` text of a letter, empty where it has none."""
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content())
