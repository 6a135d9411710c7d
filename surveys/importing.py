"""Reading the rows of a table of earlier answers. Pure: `now` and the time zone are passed in.

Columns: `email` or `external_id`, `kind`, `score`, `at`, optional `comment`; any other one is a property.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from customers.checks import LIMITS, email_problem, normal_email, quoted, tidy
from surveys.answering import LONGEST_COMMENT
from surveys.scales import SCALES

NEEDED = ("kind", "score", "at")
PEOPLE = ("email", "external_id")
FIELDS = frozenset([*PEOPLE, *NEEDED, "comment"])
LONGEST_VALUE = 200


class ColumnsError(ValueError):
    """A table that lacks a column it needs; the text names it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row: its number as a spreadsheet shows it, the column, and words with the remedy."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = f"Row {self.row}" + (f", {self.column}" if self.column else "")
        return f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Given:
    """One earlier answer. `email` and `external_id` are None where there is none."""

    row: int
    email: str | None
    external_id: str | None
    kind: str
    score: int
    at: datetime
    comment: str
    properties: dict[str, str]


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands in a row, and each property."""

    fields: Mapping[str, int]
    properties: Mapping[str, int]


def columns_of(header: Sequence[str], groups: Sequence[str] = ()) -> Columns:
    """Find the columns by name; capitals, spaces and hyphens do not matter, but they do in those of `groups`.

    Raises ColumnsError for a column that is missing.
    """
    plain = [re.sub(r"[\s-]+", "_", name.strip().lower()) for name in header]
    fields = {name: place for place, name in enumerate(plain) if name in FIELDS}
    missing = [name for name in NEEDED if name not in fields]
    if not any(name in fields for name in PEOPLE):
        missing.insert(0, "email or external_id")
    if missing:
        raise ColumnsError(f"The first row names no column {', '.join(missing)}. Add what is missing and try again.")
    properties = {name: place for place, name in enumerate(header) if place not in fields.values()}
    if unknown := [name for name in groups if name not in properties]:
        raise ColumnsError(f"No column '{unknown[0]}' is kept as a property. Name one as the file does.")
    return Columns(fields, properties)


def read_row(number: int, cells: Sequence[str], columns: Columns, zone: ZoneInfo, now: datetime) -> Given | Fault:
    """One row, or the first thing that is wrong with it. A time without a zone is read in `zone`."""
    text = {name: tidy(cells[place]) for name, place in columns.fields.items()}
    email, external_id = normal_email(text.get("email", "")), text.get("external_id", "")
    fault = _person_fault(email, external_id) or _answer_fault(text)
    if fault:
        return Fault(number, *fault)
    comment = tidy_lines(cells[columns.fields["comment"]]) if "comment" in columns.fields else ""
    if len(comment) > LONGEST_COMMENT:
        return Fault(number, "comment", f"has {len(comment):,} characters; {LONGEST_COMMENT:,} are allowed.")
    at = _instant(text["at"], zone)
    if at is None:
        return Fault(number, "at", f"{quoted(text['at'])} is no time. Write it as 2026-03-01 or 2026-03-01T14:30.")
    if at > now:
        return Fault(number, "at", f"{quoted(text['at'])} is still to come. Put in when the answer was given.")
    properties = {name: tidy(cells[place])[:LONGEST_VALUE] for name, place in columns.properties.items()}
    return Given(
        row=number,
        email=email or None,
        external_id=external_id or None,
        kind=text["kind"].lower(),
        score=int(float(text["score"])),
        at=at,
        comment=comment,
        properties={name: value for name, value in properties.items() if value},
    )


def tidy_lines(text: str) -> str:
    """A comment with its line breaks, and no control marks."""
    return "\n".join(tidy(line) for line in text.splitlines()).strip()


def _person_fault(email: str, external_id: str) -> tuple[str, str] | None:
    if not email and not external_id:
        return "email", "is missing. An answer needs the e-mail address or the number of who gave it."
    if email and (problem := email_problem(email)):
        return "email", problem
    if len(external_id) > LIMITS["external_id"]:
        return "external_id", f"{quoted(external_id)} is longer than {LIMITS['external_id']} characters."
    return None


def _answer_fault(text: Mapping[str, str]) -> tuple[str, str] | None:
    scale = SCALES.get(text["kind"].lower())
    if scale is None:
        return "kind", f"{quoted(text['kind'])} is none of {', '.join(SCALES)}."
    # A spreadsheet may write 9 as 9.0.
    whole = re.fullmatch(r"([0-9]{1,2})(?:\.0+)?", text["score"])
    if whole is None or int(whole[1]) not in scale.scores:
        allowed = f"{scale.minimum} to {scale.maximum}"
        return "score", f"{quoted(text['score'])} is not on the scale of {scale.kind}: a whole number from {allowed}."
    return None


def _instant(text: str, zone: ZoneInfo) -> datetime | None:
    """ISO 8601, a day or a day and a time, with or without a zone; a day alone is its first moment."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        return None
    if not re.match(r"\d{4}-\d{2}-\d{2}(?!\d)", text):
        return None  # basic and week forms are read by Python too, and are too easily something else
    # In UTC: Python calls a time that comes twice in its zone unequal to every other zone's.
    return (read if read.tzinfo else read.replace(tzinfo=zone)).astimezone(UTC)
