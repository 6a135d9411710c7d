"""What the pages show of a case: plain values, times in words. Pure."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from customers.properties import labels
from followup.due import due, lapse, moment
from followup.queries import CaseView

VERBS = {
    "reply": "replied by e-mail",
    "call": "called",
    "heard": "wrote back",
    "note": "noted",
    "answer": "heard of the answer",
    "taken": "took the case",
    "assigned": "gave the case to",
    "released": "gave the case back",
    "closed": "closed the case",
    "reopened": "reopened the case",
}
MARKS = {"low": "detractor", "middle": "passive", "high": "promoter"}


@dataclass(frozen=True, slots=True)
class Clock:
    """The moment a page is made, and the business's zone."""

    now: datetime
    zone: ZoneInfo

    def moment(self, at: datetime) -> str:
        """A moment in words."""
        return moment(at, self.now, self.zone)


@dataclass(frozen=True, slots=True)
class Names:
    """What to call users; `me` is the reader."""

    by_id: Mapping[uuid.UUID, str]
    me: uuid.UUID

    def of(self, user: uuid.UUID | None, system: str = "") -> str:
        """ "you", a colleague's name, "a former colleague", or `system` for nobody."""
        if user is None:
            return system
        return "you" if user == self.me else self.by_id.get(user, "a former colleague")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stands: words, and the tone of their badge (`bad`, `warn`, `good` or none)."""

    words: str
    tone: str


def standing(case: CaseView, clock: Clock) -> Standing:
    """Closed, answered, late or due; and whether the customer wrote back."""
    if not case.is_open:
        return Standing(f"closed: {case.outcome.lower()}", "good")
    if case.answered:
        return Standing("answered, still open", "")
    words = due(case.due_at, clock.now, clock.zone)
    said = f"wrote back, {words}" if case.heard_at else words
    if case.due_at < clock.now:
        return Standing(said, "bad")
    return Standing(said, "warn" if words.startswith("due today") or case.heard_at else "")


def last_answered(case: CaseView, names: Names, clock: Clock) -> str:
    """When a case was answered last and by whom: "Answered today 09:15 by you"; "" where it never was."""
    if case.last_answered is None:
        return ""
    who = names.of(case.answered_by)
    return f"Answered {clock.moment(case.last_answered)}" + (f" by {who}" if who else "")


def so_far(case: CaseView, names: Names, clock: Clock) -> str:
    """How far a case is: who closed it and why it came; who answered, and who has it in hand where that differs."""
    if case.closed_at and not case.is_open:
        who = names.of(case.closed_by)
        closed = f"Closed {clock.moment(case.closed_at)}" + (f" by {who}" if who else "")
        return f"{closed}: {case.cause}" if case.cause else closed
    holder = names.of(case.assignee)
    if not case.answered:
        return f"In hand: {holder}" if holder else "Nobody has it yet"
    answered = last_answered(case, names, clock)
    if case.assignee == case.answered_by:
        return answered
    return f"{answered}; in hand: {holder}" if holder else f"{answered}; nobody has it yet"


def handling(opened_at: datetime, replied_at: datetime | None, closed_at: datetime | None) -> str:
    """How long the first answer took, and closing: "answered in 2 hours, closed in 5 hours"; "" while neither."""
    parts = [
        f"{what} in {lapse(at - opened_at)}" for what, at in (("answered", replied_at), ("closed", closed_at)) if at
    ]
    return ", ".join(parts)


def in_time(answered: int, due_ones: int) -> str:
    """The share answered in time, in counts; "" where nothing fell due."""
    if not due_ones:
        return ""
    cases, were = ("case", "was") if due_ones == 1 else ("cases", "were")
    return f"{answered} of {due_ones} {cases} due in the last 30 days {were} answered in time."


def did(kind: str, author: str, target: str) -> str:
    """One entry of the timeline as a sentence's beginning: "Jonas gave the case to you"."""
    who = author or ("the customer" if kind == "heard" else "Trustapp")
    words = f"{who} {VERBS[kind]}" + (f" {target}" if target else "")
    return words[0].upper() + words[1:]


def scale_words(score: int, minimum: int, maximum: int, direction: str) -> str:
    """A score on its scale: "6, from 1 to 7; lower is better"."""
    return f"{score}, from {minimum} to {maximum}; {direction} is better"


def summary(survey: str, score: str, direction: str, place: str, given: str) -> str:
    """Happy with your visit: 1 of 5. Station kiosk, Sunday 08:17."""
    lower = " (lower is better)" if direction == "lower" else ""
    where = f"{place}, {given}" if place else f"{given[:1].upper()}{given[1:]}"
    return f"{survey}: {score}{lower}. {where}."


def dial(phone: str) -> str:
    """A telephone number as an address takes it: +49301234 of "+49 30 / 12-34"."""
    abroad = phone.strip().startswith("+")
    kept = phone.replace("(0)", "") if abroad else phone  # the 0 is for calls within the country
    digits = "".join(mark for mark in kept if mark.isdecimal() and mark.isascii())
    return f"+{digits}" if abroad and digits else digits


def facts(survey: str, score: str, given: str, segments: Mapping[str, str]) -> Sequence[tuple[str, str]]:
    """What is known of an answer, as label and value."""
    named = labels(segments)
    return [
        ("Survey", survey),
        ("Score", score),
        ("Given", given),
        *((named[name], value) for name, value in sorted(segments.items()) if value),
    ]
