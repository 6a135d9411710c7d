"""How a round is going, in words. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from foundation import writing

STATE_WORDS = {
    "queued": "Waiting",
    "sent": "Delivered",
    "skipped": "Not asked",
    "failed": "Came back",
    "unknown": "Unknown",
    "cancelled": "Called off",
}
PLACE_WORDS = {  # of the people of a round, by the names of its counts
    "delivered": "delivered",
    "waiting": "waiting",
    "bounced": "bounced",
    "refused": "refused",
    "unknown": "unknown",
    "skipped": "not asked",
    "cancelled": "called off",
    "answered": "answered",
    "silent": "not answered yet",
}
UNDER_WAY = 2  # seconds until a page looks again while letters are under way
AFTERWARDS = ((timedelta(hours=1), 10), (timedelta(days=1), 60))  # and when that long has passed since they went out


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
    @property
    def silent(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Progress:
    """What the page of a round says: its verdict, what became of whom, what can still be done, and when to look again.

    `undo_seconds` are left to undo (0: the time is over), `stoppable` means that some letters have not gone out yet.
    `again` is in how many seconds the page looks again (0: nothing more will come soon), `moving` that letters go out.
    """

    heading: str
    tally: str
    undo_seconds: int
    stoppable: bool
    again: int

    @property
    def moving(self) -> bool:
        """Letters are under way."""
        return self.again == UNDER_WAY


def progress(
    state: str,
    starts_at: datetime,
    undo_until: datetime,
    counts: Counts,
    paused: str,
    now: datetime,
    zone: ZoneInfo,
    out_at: datetime | None = None,
) -> Progress:
    """A round at `now`; its times are told as the clocks in `zone` show them.

    `out_at` is when its letters, or its reminders, went out last (`starts_at` where that is not known).
    """
    left = undo_until - now
    undo = max(0, -(-left // timedelta(seconds=1))) if state in ("scheduled", "sending") else 0
    ahead = state == "scheduled" and starts_at > now
    heading = _heading(state, when(starts_at, zone) if ahead else "", undo, counts, paused)
    stoppable = state in ("scheduled", "sending")
    if stoppable and not ahead and not paused:
        again = UNDER_WAY
    elif ahead or counts.silent + counts.unknown + counts.waiting:
        again = look_again(starts_at - now if ahead else now - (out_at or starts_at))
    else:
        again = 0
    return Progress(heading, tally(counts), 0 if ahead else undo, stoppable, again)


def look_again(apart: timedelta) -> int:
    """In how many seconds an open page looks again, so long before or after the letters go out; 0 from a day on."""
    return next((seconds for most, seconds in AFTERWARDS if apart < most), 0)


def tally(counts: Counts) -> str:
    """What became of whom: "Delivered 41 · 1 bounced · 3 answered"."""
    return " · ".join(words for _, words in tally_parts(counts))


def tally_parts(counts: Counts) -> list[tuple[str, str]]:
    """The tally part by part, each with the name of its count."""
    parts = []
    for place, word in PLACE_WORDS.items():
        n: int = getattr(counts, place)
        if place == "delivered":
            parts.append((place, f"Delivered {writing.count(n)}"))
        elif place == "answered" or (n and place != "silent"):
            parts.append((place, f"{writing.count(n)} {word}"))
    return parts


def when(at: datetime, zone: ZoneInfo) -> str:
    """An instant as the business says it: Tuesday 3 March, 09:00."""
    local = at.astimezone(zone)
    return f"{writing.weekday(local)}, {writing.clock(local)}"


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
        return f"On its way: {writing.count(counts.delivered)} delivered, {writing.count(counts.waiting)} to go."
    if not counts.delivered and not counts.unknown:
        return "Nobody got a letter."
    if not counts.answered:
        return "The letters are out. No answer yet."
    return f"{writing.count(counts.answered)} of {writing.count(counts.delivered + counts.unknown)} have answered."
