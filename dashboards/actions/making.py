"""Making a file of answers that takes a while, piece by piece: each is one commit with how far the file is.

A worker that dies leaves whole pieces behind, and the next one goes on. No lock is held while a piece is made: if the
file was meanwhile withdrawn, dropped or moved on by somebody else, the piece is thrown away.
"""

import uuid
import zlib
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from accounts.models import Business
from dashboards import answers_file, files
from dashboards.actions.exports import READY
from dashboards.actions.finding import Found, counted, find
from dashboards.models import Export, ExportPiece, ExportState
from foundation.ledger.actions import record
from foundation.tenancy.context import acting_for
from foundation.writing import written_for
from letters.actions import queue
from surveys.queries.answer_lines import Place

GROWING = "dashboards.exports.growing"  # loaded by who makes a file, see `files`
WAITED_FOR = timedelta(minutes=1)  # so long somebody looks at the page; after that a letter tells


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
            return keep(business, row, Step(values=counted(business, row, wanted, now)), now)
        with written_for(business), files.written_in(row.form):
            found = find(business, row, wanted)
    step = whole(row, found) if row.form == "pdf" else grown(row, found)
    if found.report:
        step.values |= {"state": ExportState.READY, "made_at": now, "found": found.count}
    return keep(business, row, step, now)


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
        step.values |= {"size": so_far.size, "done": row.done + len(rows)}
    if found.place:
        step.values |= place(found.place)
    if found.report and so_far.pieces:
        ends = growing.csv_ends(found.report) if is_csv else growing.xlsx_ends(so_far, found.report)
        step.pieces |= {0: ends.first, **({so_far.pieces + 1: ends.last} if ends.last else {})}
        size = so_far.size + len(ends.first) + len(ends.last)
        step.values |= {"pieces": so_far.pieces + 1 + bool(ends.last), "size": size}
    return step if so_far.pieces or found.place else whole(row, found)


def whole(row: Export, found: Found) -> Step:
    """A file that does not grow, or has no rows, in one piece."""
    if found.report is None:
        raise ValueError("A file of one piece holds all of its answers.")
    content = files.written(found.report, row.form, row.began_at or row.asked_at)
    return Step({0: content}, {"pieces": 1, "size": len(content), "done": len(found.lines)})


def place(below: Place) -> dict[str, Any]:
    """Where the next piece begins."""
    at, last = below
    return {"last_at": at, "last_id": last}


def keep(business: Business, row: Export, step: Step, now: datetime) -> bool:
    """Store a step, if the file is still as it was when the step was made; whether there is more to do."""
    with acting_for(business):
        same = {
            "id": row.id,
            "state": ExportState.MAKING,
            "found": row.found,
            "last_at": row.last_at,
            "pieces": row.pieces,
        }
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
