"""Mail that tells of a letter: it came back (RFC 3464), or its reader reported it as spam (RFC 5965). Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string
from email.message import Message

from letters.carriers import nobody_there
from letters.marks import HEADER, Marked, marked_in
from letters.purposes import BOUNCED, COMPLAINED

ORIGINAL = ("message/rfc822", "message/rfc822-headers", "text/rfc822-headers")


@dataclass(frozen=True, slots=True)
class Report:
    """Which letter, and what about it: `bounced` or `complained`."""

    letter: Marked
    kind: str


def read(raw: bytes) -> Report | None:
    """What a message tells; None for any other mail, for a delay, and for a letter refused for another reason."""
    message = message_from_bytes(raw)
    if message.get_content_type() != "multipart/report" or not message.is_multipart():
        return None
    kind = _kind(message)
    letter = _letter(message) if kind else None
    return Report(letter, kind) if kind and letter else None


def _kind(message: Message) -> str | None:
    about = str(message.get_param("report-type") or "").lower()
    if about == "delivery-status":
        found = any(_gone(block) for block in _blocks(message, "message/delivery-status"))
        return BOUNCED if found else None
    if about == "feedback-report":
        blocks = _blocks(message, "message/feedback-report")
        return COMPLAINED if any(_word(block, "Feedback-Type") == "abuse" for block in blocks) else None
    return None


def _gone(block: Message) -> bool:
    """Whether one recipient's part says that nobody lives at the address: failed for good, and for that reason."""
    if _word(block, "Action") != "failed":
        return False
    status = _word(block, "Status")
    said = str(block.get("Diagnostic-Code", "")).partition(";")[2].split()
    code = int(said[0][:3]) if said and said[0][:3].isdecimal() else 0
    # 5.0.0 says nothing more than "failed": then the server's own reply tells.
    return status.startswith("5.") and nobody_there(code, "" if status.startswith("5.0.") else status)


def _word(block: Message, name: str) -> str:
    words = str(block.get(name, "")).split()
    return words[0].lower() if words else ""


def _blocks(message: Message, kind: str) -> Iterator[Message]:
    """The groups of fields in the parts of a kind."""
    for part in message.walk():
        payload = part.get_payload() if part.get_content_type() == kind else None
        if isinstance(payload, list):
            yield from (block for block in payload if isinstance(block, Message))
        elif isinstance(payload, str):
            yield message_from_string(payload)


def _letter(message: Message) -> Marked | None:
    """The letter that was returned with it, whole or its head alone."""
    for part in message.walk():
        if part.get_content_type() not in ORIGINAL:
            continue
        payload = part.get_payload()
        returned = payload[0] if isinstance(payload, list) and payload else message_from_string(str(payload))
        if isinstance(returned, Message):
            found = marked_in(f"{returned.get(HEADER, '')} {returned.get('Message-ID', '')}")
            if found:
                return found
    return None
