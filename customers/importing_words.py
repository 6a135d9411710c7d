"""An import in words: what a file holds, and what became of it. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from customers.groups import MOST_VALUES
from customers.presenting import joined
from customers.properties import all_in_words
from foundation import writing

KEPT = timedelta(days=30)  # that an import can be undone


def counted(preview: Any) -> str:
    """`42 ready · 3 to fix · 2 already here · 1 stopped your letters`."""
    parts = [
        f"{writing.count(preview.ready)} ready",
        f"{writing.count(preview.broken)} to fix" if preview.broken else "",
        f"{writing.count(preview.here)} already here" if preview.here else "",
        f"{writing.count(preview.stopped)} stopped your letters" if preview.stopped else "",
        f"{writing.count(preview.repeated)} named again further down" if preview.repeated else "",
    ]
    return " · ".join(part for part in parts if part)


def import_button(preview: Any) -> str:
    """The words of the one button: it never waits for the broken rows. Empty where nothing can go in."""
    if preview.problem:
        return ""
    if not preview.whole:
        return "Import all now"
    if preview.ready:
        return f"Import {writing.count(preview.ready)} now"
    return f"Bring {writing.count(preview.here + preview.stopped)} up to date" if preview.here + preview.stopped else ""


def outcome(row: Any) -> list[str]:
    """What became of an import, a sentence each."""
    said = [
        (row.updated, "brought up to date", "brought up to date"),
        (row.unchanged, "was here already, just the same", "were here already, just the same"),
        (row.repeated, "named somebody whom a later row names too; the later one counts", ""),
        (row.suppressed, "gets no letters: the address was stopped", "get no letters: the addresses were stopped"),
        (row.erased, "asked to be forgotten and stays out", "asked to be forgotten and stay out"),
    ]
    told = [f"{writing.count(count)} {many if count != 1 and many else one}." for count, one, many in said if count]
    return [*told, f"You can compare groups by {listed(row.dimensions)}."] if row.dimensions else told


def crowded_out(names: Sequence[str]) -> str:
    """Why some properties make no groups; empty where there are none."""
    if not names:
        return ""
    are = "is" if len(names) == 1 else "are"
    return f"Groups can be compared by eight properties at most: {listed(names)} {are} kept, without groups."


def not_grouped(asked: Sequence[str], compared: Sequence[str]) -> str:
    """Why properties make no groups though somebody asked for it; empty where all do."""
    left = [name for name in asked if name not in compared]
    why = f"none or more than {MOST_VALUES} values, or eight properties are compared already"
    return f"No groups by {listed(left)}: {why}." if left else ""


def listed(names: Sequence[str]) -> str:
    """Properties in a sentence: "shop, town and favourite roll"."""
    return joined([*all_in_words(names).values()])


def time_left(done: int, total: int, started: datetime | None, now: datetime) -> str:
    """About how long an import still takes, from its pace so far; an empty text before that can be said.

    The broken rows are done first, all at once: before a hundredth of all is, their pace would say hours.
    """
    if started is None or done <= 0 or total <= done or done * 100 < total:
        return ""
    seconds = (now - started).total_seconds() / done * (total - done)
    if seconds < 60:
        return "less than a minute left"
    minutes = round(seconds / 60)
    return f"about {minutes} minute{'s' if minutes != 1 else ''} left"


def may_undo(row: Any, now: datetime) -> bool:
    """Whether there is something to take back, and it is not too late."""
    return bool(row.state == "done" and row.added + row.updated and now < row.finished_at + KEPT)


def undone(row: Any) -> list[str]:
    """What an undo did and could not do, a sentence each."""
    said = [
        (row.removed, "customer was taken off your list", "customers were taken off your list"),
        (row.restored, "customer is as before the import", "customers are as before the import"),
        (
            row.kept,
            "stayed: they had a letter or an answer, or were changed since",
            "stayed: they had a letter or an answer, or were changed since",
        ),
    ]
    return [f"{writing.count(count)} {one if count == 1 else many}." for count, one, many in said if count]


def how_far(row: Any) -> str:
    """One import in a line of the list: "not imported yet", "1,200 of 5,000 rows", "42 came in, 3 to fix"."""
    if row.state == "done":
        fix = f", {writing.count(row.broken)} to fix" if row.broken else ""
        return f"{writing.count(row.added)} came in{fix}"
    fixed = {
        "draft": "looked at, not imported yet",
        "waiting": "being read",
        "failed": "could not be imported",
        "undoing": "being undone",
        "undone": "undone",
    }
    return fixed.get(row.state) or f"{writing.count(row.done)} of {writing.count(row.total)} rows are in"
