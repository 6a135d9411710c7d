"""A customer's answer by mail, read: who it is for, and what they wrote above the letter that they quote. Pure."""

import email
import hashlib
import html
import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

RECIPIENTS = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
AUTOMATIC = {"precedence": {"bulk", "junk", "list", "auto_reply"}}
QUOTED = re.compile(r"^(>|_{10,}$|-{2,}[^-].*-{2,}$)")
UNSEEN = re.compile(r"(?is)<(head|style|script|blockquote)\b.*?</\1\s*>")
BREAK = re.compile(r"(?i)<(br|/p|/div|/li|/tr)\b[^>]*>")
TAG = re.compile(r"(?s)<[^>]*>")


@dataclass(frozen=True, slots=True)
class Incoming:
    """One message: its id, its sender's address, everybody it is for, its words, and whether a machine wrote it."""

    id: str
    sender: str
    recipients: list[str]
    text: str
    automatic: bool


def read(raw: bytes) -> Incoming:
    """The message in RFC 5322 bytes. What is missing or broken in it is empty."""
    message = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 # for mypy: the policy makes it so
    headers = [str(value) for name in RECIPIENTS for value in message.get_all(name, [])]
    return Incoming(
        id=str(message.get("message-id", "")).strip() or hashlib.sha256(raw).hexdigest(),
        sender=parseaddr(str(message.get("from", "")))[1],
        recipients=list(dict.fromkeys(address for _, address in getaddresses(headers) if address)),
        text=_own_words(_body(message)),
        automatic=_is_automatic(message),
    )


def _is_automatic(message: EmailMessage) -> bool:
    # RFC 3834, 5: an answer of a machine says so; an empty return path asks for none.
    submitted = str(message.get("auto-submitted", "no")).split(";")[0].strip().lower()
    bulk = any(str(message.get(name, "")).strip().lower() in words for name, words in AUTOMATIC.items())
    return submitted != "no" or bulk or str(message.get("return-path", "")).strip() == "<>"


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, ValueError):  # a character set nobody knows
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
    if part.get_content_type() == "text/html":
        text = html.unescape(TAG.sub("", BREAK.sub("\n", UNSEEN.sub("", text))))
    return text.replace("\r\n", "\n").replace("\x00", "")


def _own_words(text: str) -> str:
    """What stands above the first quoted line, without the line that announces it ("On … wrote:"), in any language."""
    lines = text.strip().split("\n")
    end = next((number for number, line in enumerate(lines) if QUOTED.match(line.strip())), len(lines))
    above = "\n".join(lines[:end]).rstrip()
    if end < len(lines) and above.endswith(":"):
        above = above.rpartition("\n\n")[0] if "\n\n" in above else above.rpartition("\n")[0]
    return above.strip() or text.strip()
