"""Making a file of answers that takes a while, piece by piece: each is one commit with how far the file is.

A worker that dies leaves whole pieces behind, and the next one goes on. No lock is held while a piece is made: if the
file was meanwhile withdrawn, dropped or moved on by somebody else, the piece is thrown away.
"""

import uuid
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from accounts.models import Business
from dashboards import answers_file, files
from dashboards.actions.exports import READY
from dashboards.answers_file import MOST, Wanted
from dashboards.exports.report import Grid, Report
from dashboards.models import Export, ExportPiece, ExportState
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for
from foundation.writing import written_for
from letters.actions import queue
from surveys.queries.answer_lines import AnswerLine

GROWING = "dashboards.exports.growing"  # loaded by who makes a file, see `files`
WAITED_FOR = timedelta(minutes=1)  # so long somebody looks at the page; after that a letter tells
ROWS = 5_000  # in a piece: some half a megabyte of CSV


@dataclass(frozen=True, slots=True)
class Found:
    """What the next piece is made of."""

    lines: Sequence[AnswerLine]
    grid: Grid
    report: Report | None = None  # where the file ends with them: what its first piece says
    count: int = 0  # then, how many answers there are, in the file or not


@dataclass(slots=True)
class Step:
    """What is added to a file, by its number, and what becomes of its row."""

    pieces: dict[int, bytes] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)


def advance_export(*, business: Business, export_id: uuid.UUID, now: datetime) -> bool:
    """Do the next step of a file: count its answers, or make a piece; whether there is more to do."""
    with acting_for(business):
        row = Export.objects.filter(business_id=business.id, id=export_id, state=ExportState.MAKING).first()
        if row is None:
            return False
        wanted = answers_file.wanted(row.form, row.asked, row.dimensions)
        if row.found is None:
            step = Step(values={"found": answers_file.count(business, wanted), "began_at": now})
            return keep(business, row, step, now)
        with written_for(business), files.written_in(row.form):
            found = find(business, row, wanted)
    step = whole(row, found) if row.form == "pdf" else grown(row, found)
    if found.report:
        step.values |= {"state": ExportState.READY, "made_at": now, "found": found.count}
    return keep(business, row, step, now)


def find(business: Business, row: Export, wanted: Wanted) -> Found:
    """The answers below those that are in, and what the file says where these are the last."""
    most, in_one = MOST.get(row.form), row.form == "pdf"
    limit = ROWS if most is None else min(ROWS, most - row.done)
    below = (row.last_at, row.last_id) if row.last_at and row.last_id else None
    read = answers_file.lines(business, wanted, below, limit)
    lines = answers_file.readable(row.form, read)
    grid, done = answers_file.grid(business, wanted, lines), row.done + len(lines)
    is_end = len(lines) == len(read) < limit
    if not (is_end or in_one or done == most):
        return Found(lines, grid)
    count = done if is_end else max(done, row.found or 0)
    rows = grid if in_one else Grid(grid.columns, [])
    report = answers_file.report(business, wanted, rows, (done, count), row.began_at or row.asked_at)
    return Found(lines, grid, report, count)


def grown(row: Export, found: Found) -> Step:
    """A piece with the rows, and both ends of the file where it is the last."""
    growing: Any = import_module(GROWING)
    step, is_csv = Step(), row.form == "csv"
    so_far = growing.Grown(row.pieces, row.size, row.unpacked, row.checksum)
    if found.lines:
        rows = found.grid.rows
        make = growing.csv_piece(so_far, rows) if is_csv else growing.xlsx_piece(so_far, found.grid, row.done)
        piece, so_far = make
        step.pieces[so_far.pieces] = piece
        step.values = {"pieces": so_far.pieces, "unpacked": so_far.unpacked, "checksum": so_far.checksum}
        step.values |= {"size": so_far.size, "done": row.done + len(rows), **place(found.lines[-1])}
    if found.report and so_far.pieces:
        ends = growing.csv_ends(found.report) if is_csv else growing.xlsx_ends(so_far, found.report)
        step.pieces |= {0: ends.first, **({so_far.pieces + 1: ends.last} if ends.last else {})}
        size = so_far.size + len(ends.first) + len(ends.last)
        step.values |= {"pieces": so_far.pieces + 1 + bool(ends.last), "size": size}
    return step if so_far.pieces else whole(row, found)


def whole(row: Export, found: Found) -> Step:
    """A file that does not grow, or has no rows, in one piece."""
    if found.report is None:
        raise ValueError("A file of one piece holds all of its answers.")
    content = files.written(found.report, row.form, row.began_at or row.asked_at)
    return Step({0: content}, {"pieces": 1, "size": len(content), "done": len(found.lines)})


def place(line: AnswerLine) -> dict[str, Any]:
    """Where the next piece begins."""
    return {"last_at": line.given_at, "last_id": line.id}


def keep(business: Business, row: Export, step: Step, now: datetime) -> bool:
    """Store a step, if the file is still as it was when the step was made; whether there is more to do."""
    with acting_for(business):
        same = {"id": row.id, "state": ExportState.MAKING, "found": row.found, "pieces": row.pieces}
        fresh = Export.objects.filter(business_id=business.id, **same).select_for_update().first()
        if fresh is None:
            return True
        ExportPiece.objects.bulk_create(
            ExportPiece(business_id=business.id, of=fresh, number=number, data=packed(row.form, piece))
            for number, piece in step.pieces.items()
        )
        values = step.values | {"moved_at": now, "faults": 0}
        for name, value in values.items():
            setattr(fresh, name, value)
        fresh.save(update_fields=values)
        if fresh.state == ExportState.READY:
            data = {"form": fresh.form, "answers": fresh.done, "bytes": fresh.size}
            record(business=business, kind="export.made", subject=fresh.id, data=data)
            if now - fresh.asked_at > WAITED_FOR:
                queue(business=business, purpose=READY, subjects=[fresh.id])
    return fresh.state == ExportState.MAKING


def packed(form: str, piece: bytes) -> bytes:
    """A piece as the database keeps it: `queries.exports.content` undoes it."""
    return zlib.compress(piece) if form == "csv" else piece
