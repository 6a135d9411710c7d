"""Telling the requests of mail scanners from those of people. Pure.

Requests are judged, not people: what a scanner sent is set aside with its reason, what a person sends later counts.
A robot that opens one link and presses Send at a person's pace cannot be told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum, StrEnum
from typing import Any

EARLY = timedelta(seconds=10)
MINUTE = timedelta(seconds=60)
BURST_SCORES = 3
TRACES_KEPT = 40
IN_LETTER = "letter"  # the stamp of the hidden link that stands in the letter itself


class Reason(StrEnum):
    """Why a request is taken for a scanner's, as a page shows it."""

    EARLY = "Sent less than 10 seconds after the letter was delivered"
    TRAP = "Sent by something that follows links no person sees"
    BURST = "Three different scores within a minute"


@dataclass(frozen=True, slots=True)
class Trace:
    """One request: a score sent, or (None) the hidden link followed. `stamp` says which opening of the page sent it."""

    at: datetime
    score: int | None
    stamp: str
    taint: Reason | None = None  # why it was taken for a scanner's

    def row(self) -> list[object]:
        """As it is kept: milliseconds, score, stamp, the taint's name."""
        return [round(self.at.timestamp() * 1000), self.score, self.stamp, self.taint.name if self.taint else ""]


def traces_from(rows: Iterable[Sequence[Any]]) -> list[Trace]:
    """What was kept, oldest first."""
    return [
        Trace(datetime.fromtimestamp(at / 1000, UTC), score, stamp, Reason[taint] if taint else None)
        for at, score, stamp, taint in rows
    ]


def rows_with(traces: Sequence[Trace], trace: Trace) -> list[list[object]]:
    """What to keep: the newest traces and this one."""
    return [each.row() for each in [*traces, trace][-TRACES_KEPT:]]


def judge(trace: Trace, delivered_at: datetime | None, on_its_way: bool, earlier: Sequence[Trace]) -> Reason | None:
    """Why this score is a scanner's; None where nothing says so.

    `on_its_way`: the letter is not known to have been delivered yet.
    """
    if on_its_way or (delivered_at is not None and trace.at < delivered_at + EARLY):
        return Reason.EARLY
    if any(each.score is None and traps(each, trace) for each in earlier):
        return Reason.TRAP
    # A page whose hidden link was followed is surely a scanner's: it makes no burst of a person's score.
    others = (each for each in earlier if each.taint is not Reason.TRAP and _near(each, trace))
    lately = {each.score for each in others if each.score is not None}
    return Reason.BURST if len(lately | {trace.score}) >= BURST_SCORES else None


def traps(hidden: Trace, sent: Trace) -> bool:
    """Whether following a hidden link betrays the sender of a score.

    It does from the same opening of the page; and within a minute, where the link stood in the letter or the score came
    without a stamp.
    """
    if hidden.stamp == sent.stamp:
        return True
    return (hidden.stamp == IN_LETTER or not sent.stamp) and _near(hidden, sent)


class Step(Enum):
    """What a score does to the answer that stands."""

    COUNT = "it becomes the answer"
    SET_ASIDE = "it becomes an answer set aside"
    WITHDRAW = "the standing answer is a scanner's too: it gives way to the one before, or is set aside"
    NOTHING = "the standing answer stays"


def step(reason: Reason | None, standing: str | None, since: datetime | None, now: datetime) -> Step:
    """What to do with a score, given the state of the answer that stands (None: there is none) and when it was sent."""
    if reason is None:
        return Step.COUNT
    if standing is None:
        return Step.SET_ASIDE
    in_burst = since is not None and now - since <= MINUTE
    return Step.WITHDRAW if reason is Reason.BURST and standing == "confirmed" and in_burst else Step.NOTHING


def last_counted(traces: Sequence[Trace]) -> Trace | None:
    """The request that sent the answer which stands: the last score that was not a scanner's."""
    return next((each for each in reversed(traces) if each.score is not None and not each.taint), None)


def betrayed(hidden: Trace, earlier: Sequence[Trace]) -> bool:
    """Whether a hidden link followed now betrays the sender of the answer that stands."""
    sent = last_counted(earlier)
    return sent is not None and traps(hidden, sent)


def _near(one: Trace, other: Trace) -> bool:
    return abs(one.at - other.at) <= MINUTE
