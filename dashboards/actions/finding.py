"""What the next step of a file is made of: so many answers as one look finds. Called inside `acting_for(business)`."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.models import Business
from dashboards import answers_file
from dashboards.answers_file import MOST, Wanted
from dashboards.exports.report import Grid, Report
from dashboards.models import Export
from surveys.queries.answer_lines import AnswerLine, Place

ROWS = 5_000  # in a piece: some half a megabyte of CSV
OLDEST = uuid.UUID(int=0)  # below every answer of its moment


@dataclass(frozen=True, slots=True)
class Found:
    """What the next piece is made of."""

    lines: Sequence[AnswerLine]
    grid: Grid
    place: Place | None  # where the next one begins
    report: Report | None = None  # where the file ends with them: what its first piece says
    count: int = 0  # then, how many answers there are, in the file or not


def counted(business: Business, row: Export, wanted: Wanted, now: datetime) -> dict[str, Any]:
    """How many answers there are, one look further back; all of them are counted where that reaches the oldest."""
    since = answers_file.look(business, wanted, row.last_at)
    so_far = row.counted + answers_file.count(business, wanted, row.last_at, since)
    ends = {} if since else {"found": so_far, "began_at": now}
    return {"counted": so_far, "last_at": since, **ends}


def find(business: Business, row: Export, wanted: Wanted) -> Found:
    """The answers below those that are in, as far as a look goes, and what the file says where these are the last."""
    most, in_one = MOST.get(row.form), row.form == "pdf"
    limit = ROWS if most is None else min(ROWS, most - row.done)
    read, below = read_below(business, row, wanted, limit)
    lines = answers_file.readable(row.form, read)
    grid, done = answers_file.grid(business, wanted, lines), row.done + len(lines)
    is_end = len(lines) == len(read) and below is None
    if not (is_end or in_one or done == most):
        return Found(lines, grid, below)
    count = done if is_end else max(done, row.found or 0)
    rows = grid if in_one else Grid(grid.columns, [])
    report = answers_file.report(business, wanted, rows, (done, count), row.began_at or row.asked_at)
    return Found(lines, grid, None, report, count)


def read_below(business: Business, row: Export, wanted: Wanted, limit: int) -> tuple[list[AnswerLine], Place | None]:
    """The answers that one look finds below those that are in, and where the next look begins, None where none is left.

    A file of one piece is looked for to the end.
    """
    below: Place | None = (row.last_at, row.last_id or OLDEST) if row.last_at else None
    read: list[AnswerLine] = []
    while True:
        since = answers_file.look(business, wanted, below and below[0])
        read += answers_file.lines(business, wanted, below, limit - len(read), since)
        if len(read) == limit:
            return read, read[-1].place
        below = (since, OLDEST) if since else None
        if below is None or row.form != "pdf":
            return read, below
