"""Purposes: what letters are for, who writes them, and who hears of their fate. Pure.

A room registers its purposes in its `tasks.py`, which every process loads:

    register("survey.invitation", write=write_invitations, settled=note_invitations)
"""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

REFUSED = "the address was refused"
BOUNCED, COMPLAINED = "bounced", "complained"


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG in a letter; its HTML shows it as `<img src="cid:NAME">`. A name is like `nps.2026-11-18@trustapp`."""

    name: str
    png: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter ready to be sent. `headers` are more of them, ASCII, such as `List-Unsubscribe`."""

    to: str
    subject: str
    text: str
    html: str = ""
    from_name: str = ""
    reply_to: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    pictures: Sequence[Picture] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A letter that shall not go out after all, and why: it becomes `cancelled`; with `until`, it waits until then."""

    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a letter: `state` is `sent`, `failed`, `unknown` or `cancelled`, `at` when that was known."""

    subject: uuid.UUID
    state: str
    at: datetime
    reason: str = ""

    @property
    def bounced(self) -> bool:
        """Whether the mail server said that nobody lives at this address."""
        return self.state == "failed" and self.reason.startswith(REFUSED)


@dataclass(frozen=True, slots=True)
class Returned:
    """What was heard of a letter after it was sent: it `bounced` (nobody lives there), or its reader `complained`."""

    subject: uuid.UUID
    kind: str
    at: datetime


Written = Mapping[uuid.UUID, Mail | Held]
Writer = Callable[[uuid.UUID, Sequence[uuid.UUID]], Written]
Listener = Callable[[uuid.UUID, Sequence[Outcome]], None]
ReturnListener = Callable[[uuid.UUID, Sequence[Returned]], None]


@dataclass(frozen=True, slots=True)
class Purpose:
    """A name, the function that writes its letters, and the one that hears what became of them.

    `write(business_id, subjects)` runs for some 100 subjects at a time, inside `acting_for`, before anything is sent.
    What it stores (the hash of a link) commits together with the claim. It is asked again for a letter that surely did
    not go out, and then makes a new link. A subject it leaves out is held.

    `settled(business_id, outcomes)` runs in the transaction that settles these letters: once for each letter, shortly
    after its fate is known.

    `returned(business_id, returns)` runs in the transaction that notes what was heard afterwards: at most once for each
    letter and kind, and after `settled`.
    """

    name: str
    write: Writer
    settled: Listener | None = None
    returned: ReturnListener | None = None


purposes: dict[str, Purpose] = {}


def register(
    purpose: str, write: Writer, settled: Listener | None = None, returned: ReturnListener | None = None
) -> None:
    """Make a purpose known. Registering it again replaces it."""
    purposes[purpose] = Purpose(purpose, write, settled, returned)
