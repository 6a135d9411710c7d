"""How a round is going, in words. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

STATE_WORDS = {"skipped": "Not asked", "failed": "Came back", "unknown": "Unknown", "cancelled": "Called off"}


class Counts(Protocol):
    """What `queries.rounds.RoundCounts` holds."""

    @property
    def waiting(self) -> int: ...
    @property
    def delivered(self) -> int: ...
    @property
    def bounced(self) -> int: ...
    @property
    def refused(self) -> int: ...
    @property
    def unknown(self) -> int: ...
    @property
    def skipped(self) -> int: ...
    @property
    def cancelled(self) -> int: ...
    @property
    def answered(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """What the page of a round says: its verdict, what became of whom, what can still be done, and when to look again.

    `undo_seconds` are left to undo (0: the time is over), `stoppable` means that some letters have not gone out yet.
    """

    heading: str
    tally: str
    undo_seconds: int
    stoppable: bool
    moving: bool


def progress(
    state: str, starts_at: datetime, undo_until: datetime, counts: Counts, paused: str, now: datetime, zone: ZoneInfo
) -> Progress:
    """A round at `now`; its times are told as the clocks in `zone` show them."""
    left = undo_until - now
    undo = max(0, -(-left // timedelta(seconds=1))) if state in ("scheduled", "sending") else 0
    ahead = state == "scheduled" and starts_at > now
    heading = _heading(state, when(starts_at, zone) if ahead else "", undo, counts, paused)
    moving = state in ("scheduled", "sending") and not ahead and not paused
    return Progress(heading, tally(counts), 0 if ahead else undo, state in ("scheduled", "sending"), moving)


def tally(counts: Counts) -> str:
    """What became of whom: "Delivered 41 · 1 bounced · 3 answered"."""
    rest = [
        (counts.waiting, "waiting"),
        (counts.bounced, "bounced"),
        (counts.refused, "refused"),
        (counts.unknown, "unknown"),
        (counts.skipped, "not asked"),
        (counts.cancelled, "called off"),
    ]
    words = [f"{n:,} {word}" for n, word in rest if n]
    return " · ".join([f"Delivered {counts.delivered:,}", *words, f"{counts.answered:,} answered"])


def when(at: datetime, zone: ZoneInfo) -> str:
    """An instant as the business says it: Tuesday 3 March, 09:00."""
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B}, {local:%H:%M}"


def _heading(state: str, starts: str, undo: int, counts: Counts, paused: str) -> str:
    if state == "cancelled":
        return "This round was called off."
    if starts:
        return f"Goes out on {starts}."
    if paused and state in ("scheduled", "sending"):
        return f"Sending is paused: {paused}."
    if undo:
        return "Goes out within a minute. You can still undo it."
    if state in ("scheduled", "sending") and not counts.delivered:
        return "The letters are on their way."
    if state in ("scheduled", "sending"):
        return f"On its way: {counts.delivered:,} delivered, {counts.waiting:,} to go."
    if not counts.delivered and not counts.unknown:
        return "Nobody got a letter."
    if not counts.answered:
        return "The letters are out. No answer yet."
    return f"{counts.answered:,} of {counts.delivered + counts.unknown:,} have answered."
