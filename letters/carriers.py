"""Who carries a letter away, and what they can answer. Pure."""

from dataclasses import dataclass
from typing import Protocol

from letters.purposes import REFUSED


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of trying: `sent`, `failed` for good, `unknown`, or `queued` to be tried again later."""

    state: str
    reason: str = ""


class UnreachableError(RuntimeError):
    """The mail server cannot be reached or does not let us in; the text says what to do."""


class Carrier(Protocol):
    """Takes letters one at a time. Before `hand_over` nothing has left the house."""

    def offer(self, to: str) -> Answer | None:
        """Announce a letter to a mailbox; None: hand it over. Raises UnreachableError."""

    def hand_over(self, raw: bytes) -> Answer:
        """Deliver the announced letter."""

    def close(self) -> None:
        """Nothing more to carry."""


SENT = Answer("sent")
CUT_OFF = Answer("unknown", "the line was cut before the mail server confirmed it")


def refusal(step: str, code: int, text: bytes) -> Answer:
    """What a reply other than 2xx means: `step` is `address` or `letter` (RFC 5321, 4.2; RFC 3463).

    A server's words may hold the address, so that only its numbers are kept.
    """
    first = text.split(b" ", 1)[0].decode("ascii", "replace")
    detail = first if first.count(".") == 2 and first.replace(".", "").isdigit() else ""
    numbers = f"{code} {detail}".strip()
    if 500 <= code < 600:
        if step == "address" and nobody_there(code, detail):
            return Answer("failed", f"{REFUSED} ({numbers})")
        return Answer("failed", f"the mail server refused the {step} ({numbers})")
    return Answer("queued", f"the mail server said to come back later ({numbers})")


def nobody_there(code: int, detail: str) -> bool:
    """Whether a reply's numbers say that nobody lives at an address."""
    # 5.1 is about the address and 5.2 about the mailbox; 5.7 is policy, which says nothing of the person.
    return detail.startswith(("5.1.", "5.2.1")) if detail else code in {550, 551, 553}
