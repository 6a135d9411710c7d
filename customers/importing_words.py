"""An import in words: what a file holds, and what became of it. Pure."""

from datetime import datetime
from typing import Any


def counted(preview: Any) -> str:
    """`42 ready · 3 to fix · 2 already here · 1 stopped your letters`."""
    parts = [
        f"{preview.ready:,} ready",
        f"{preview.broken:,} to fix" if preview.broken else "",
        f"{preview.here:,} already here" if preview.here else "",
        f"{preview.stopped:,} stopped your letters" if preview.stopped else "",
        f"{preview.repeated:,} named again further down" if preview.repeated else "",
    ]
    return " · ".join(part for part in parts if part)


def import_button(preview: Any) -> str:
    """The words of the one button: it never waits for the broken rows. Empty where nothing can go in."""
    if preview.problem:
        return ""
    if not preview.whole:
        return "Import all now"
    if preview.ready:
        return f"Import {preview.ready:,} now"
    return f"Bring {preview.here + preview.stopped:,} up to date" if preview.here + preview.stopped else ""


def outcome(row: Any) -> list[str]:
    """What became of an import, a sentence each."""
    said = [
        (row.updated, "brought up to date", "brought up to date"),
        (row.unchanged, "was here already, just the same", "were here already, just the same"),
        (row.repeated, "named somebody whom a later row names too; the later one counts", ""),
        (row.suppressed, "gets no letters: the address was stopped", "get no letters: the addresses were stopped"),
        (row.erased, "asked to be forgotten and stays out", "asked to be forgotten and stay out"),
    ]
    return [f"{count:,} {many if count != 1 and many else one}." for count, one, many in said if count]


def time_left(done: int, total: int, started: datetime | None, now: datetime) -> str:
    """About how long an import still takes, from its pace so far; an empty text before that can be said."""
    if started is None or done <= 0 or total <= done:
        return ""
    seconds = (now - started).total_seconds() / done * (total - done)
    if seconds < 60:
        return "less than a minute left"
    minutes = round(seconds / 60)
    return f"about {minutes} minute{'s' if minutes != 1 else ''} left"
