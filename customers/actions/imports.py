"""Importing a file: uploaded, looked at, agreed to, read and checked whole, then brought in slice by slice."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from io import SEEK_END
from itertools import islice
from pathlib import Path

from django.utils.timezone import now

from accounts.actions import add_dimensions
from accounts.queries import by_id
from customers import uploads
from customers.actions.slices import Slice, bring_in, commit_without_waiting, hold
from customers.checking import Fault
from customers.columns import grouped, guess, roles
from customers.importing_words import KEPT as FAULTS_KEPT
from customers.models import Customer, Import, ImportChange, ImportFault, ImportState
from customers.prepare import MOST_FAULTS, cells_of, prepare
from customers.previews import checker_of
from customers.tables import MOST_COLUMNS, TableError, read_table
from foundation.agenda.actions import add
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for, business_id_of

WORK = "customers.import"
FORGET = "customers.forget_import"
DRAFT_KEPT = timedelta(days=1)
SAMPLE = 50  # rows that columns are guessed from
SLICE = 2 << 20  # bytes of ready rows, some 15,000, brought in in one transaction
BLOCK = 1 << 20
LONGEST_CELL = 1_000  # characters of a broken row's cell that are kept
UNDER_WAY = (ImportState.WAITING, ImportState.RUNNING)
COUNTS = ("total", "added", "updated", "unchanged", "repeated", "broken", "erased", "suppressed")
CUT_OFF = "The import was cut off. Import the file again: rows that are in already are recognised."


def start_import(
    *,
    business: HasId | uuid.UUID,
    blocks: Iterable[bytes],
    filename: str,
    by: uuid.UUID | None = None,
    most: int | None = None,
) -> Import:
    """Keep a file and guess its columns: a draft that nothing has been taken from.

    `most` is the size allowed, in bytes. Raises TableError and TooLargeError, leaving nothing behind.
    """
    draft = Import(business_id=business_id_of(business), kind="customers", filename=Path(filename).name[-200:])
    path = uploads.keep(draft.id, blocks, most)
    try:
        table = read_table(path)
        draft.header = table.header
        draft.mapping = guess(table.header, [row.cells for row in islice(table, SAMPLE)])
        draft.path, draft.state, draft.created_by = str(path), ImportState.DRAFT, by
        with acting_for(business):
            draft.save(force_insert=True)
            record(business=business, kind="import.started", subject=draft.id, actor=by)
            add(business=business, kind=FORGET, key=str(draft.id), due_at=now() + DRAFT_KEPT)
    except BaseException:
        uploads.forget(draft.id)
        raise
    return draft


def arrange_import(
    *,
    business: HasId | uuid.UUID,
    import_id: uuid.UUID,
    mapping: Sequence[str] | None = None,
    mended: Mapping[int, Mapping[int, str]] | None = None,
) -> Import:
    """Say what the columns of a draft hold, or put cells right: `{row: {column: text}}`, added to those before.

    Raises Import.DoesNotExist where there is no such draft, ValueError in words for a page for impossible columns.
    """
    with acting_for(business):
        draft = _locked(business, import_id, ImportState.DRAFT)
        if mapping is not None:
            roles(draft.header, mapping)
            draft.mapping = list(mapping)
        for row, cells in (mended or {}).items():
            kept = draft.mended.setdefault(str(row), {})
            kept.update({str(column): text for column, text in cells.items() if 0 <= column < len(draft.header)})
        draft.save(update_fields=["mapping", "mended"])
    return draft


def confirm_import(*, business: HasId | uuid.UUID, import_id: uuid.UUID, by: uuid.UUID | None = None) -> Import:
    """Let a draft be brought in by the workers. Raises Import.DoesNotExist, and ValueError as `arrange_import` does."""
    with acting_for(business):
        row = _confirm(business, import_id, by)
        add(business=business, kind=WORK, key=str(row.id), due_at=now())
    return row


def import_file(
    *,
    business: HasId | uuid.UUID,
    path: Path,
    by: uuid.UUID | None = None,
    groups: Sequence[str] = (),
    progress: Callable[[Import], None] | None = None,
) -> Import:
    """Import a file here and now; `groups` are properties to compare by, whatever their values.

    `progress` is called after each slice. Raises TableError and ValueError in words.
    """
    try:
        with path.open("rb") as file:
            row = start_import(
                business=business, blocks=iter(partial(file.read, BLOCK), b""), filename=path.name, by=by
            )
    except OSError as fault:
        raise TableError(f"The file cannot be opened: {fault.strerror}.") from fault
    try:
        if groups:
            mapping = grouped(row.mapping, groups)
            arrange_import(business=business, import_id=row.id, mapping=mapping)
        with acting_for(business):
            row = _confirm(business, row.id, by)
        while (row := advance_import(business=business, import_id=row.id)).state in UNDER_WAY:
            if progress:
                progress(row)
    except BaseException as fault:
        refused = row.state == ImportState.DRAFT and isinstance(fault, ValueError)
        _fail(business, row.id, str(fault) if refused else CUT_OFF)
        raise
    if row.state == ImportState.FAILED:
        raise TableError(row.error)
    return row


def advance_import(*, business: HasId | uuid.UUID, import_id: uuid.UUID) -> Import:
    """Do the next piece of an import, reading and checking or one slice, and say how far it is.

    Raises Import.DoesNotExist. A piece cut off leaves nothing behind, and is done again.
    """
    with acting_for(business):
        row = Import.objects.get(business_id=business_id_of(business), id=import_id)
    if row.state == ImportState.WAITING:
        row = _prepare(business, row)
    elif row.state == ImportState.RUNNING:
        row = _slice(business, row)
    if row.state not in UNDER_WAY:
        uploads.forget(row.id)
    return row


def discard_import(*, business: HasId | uuid.UUID, import_id: uuid.UUID, by: uuid.UUID | None = None) -> None:
    """Throw a draft away. Raises Import.DoesNotExist where there is no such draft."""
    with acting_for(business):
        _locked(business, import_id, ImportState.DRAFT).delete()
        record(business=business, kind="import.discarded", subject=import_id, actor=by)
    uploads.forget(import_id)


def forget_import(*, business: HasId | uuid.UUID, import_id: uuid.UUID) -> datetime | None:
    """Delete what an import keeps of people: a draft nobody agreed to, later the broken rows; when to look again."""
    with acting_for(business):
        row = Import.objects.select_for_update().filter(business_id=business_id_of(business), id=import_id).first()
        if row is None:
            return None
        if row.state == ImportState.DRAFT:
            row.delete()
        elif row.state in UNDER_WAY:
            _fail(business, row.id, CUT_OFF)
            return now() + FAULTS_KEPT
        elif row.finished_at and now() < row.finished_at + FAULTS_KEPT:
            return row.finished_at + FAULTS_KEPT
        else:
            ImportFault.objects.filter(business_id=row.business_id, of=row).delete()
            ImportChange.objects.filter(business_id=row.business_id, of=row).delete()
        record(business=business, kind="import.forgotten", subject=row.id)
    uploads.forget(import_id)
    return None


def _confirm(business: HasId | uuid.UUID, import_id: uuid.UUID, by: uuid.UUID | None) -> Import:
    row = _locked(business, import_id, ImportState.DRAFT)
    roles(row.header, row.mapping)
    row.state = ImportState.WAITING
    row.save(update_fields=["state"])
    record(business=business, kind="import.confirmed", subject=row.id, actor=by)
    return row


def _prepare(business: HasId | uuid.UUID, row: Import) -> Import:
    """Read and check the whole file, outside of any transaction, and keep what was found."""
    try:
        findings = prepare(read_table(uploads.source(row.id)), checker_of(row), uploads.ready(row.id), _stamp())
    except (TableError, ValueError) as fault:
        return _fail(business, row.id, str(fault))
    with acting_for(business):
        row = _locked(business, row.id, ImportState.WAITING)
        row.total, row.broken, row.repeated = findings.total, findings.broken, findings.repeated
        row.done, row.dimensions = row.broken + row.repeated, findings.dimensions
        row.state, row.started_at = ImportState.RUNNING, now()
        row.save()
        _keep_faults(row, findings.faults)
    return row


def _slice(business: HasId | uuid.UUID, row: Import) -> Import:
    """Bring in the next rows. They, the counts and the place reached are committed together."""
    with acting_for(business):
        hold(row.business_id)
        row = _locked(business, row.id, ImportState.RUNNING)
        try:
            with uploads.ready(row.id).open("rb") as file:
                file.seek(row.position)
                data = file.read(SLICE) + file.readline()
                size = file.seek(0, SEEK_END)
        except FileNotFoundError:
            return _fail(business, row.id, CUT_OFF)
        if data:
            fresh = row.position == row.added == 0 and not Customer.objects.exists()
            fresh = fresh or (row.added > 0 and not row.updated + row.unchanged)
            _count(row, bring_in(row.business_id, data, of=row.id, fresh=fresh, now=now()))
        if row.position == size:
            _finish(business, row)
        else:
            commit_without_waiting()
        row.save()
    return row


def _count(row: Import, done: Slice) -> None:
    """Add what became of a slice to the counts of its import."""
    row.position += done.size
    row.done += done.rows
    row.added += done.added
    row.updated += done.updated
    row.unchanged += done.unchanged
    row.erased += done.erased
    row.suppressed += done.suppressed
    row.broken += len(done.broken)
    if done.broken:
        which, width = roles(row.header, row.mapping), len(row.header)
        _keep_faults(
            row,
            [
                Fault(number, column, words, cells_of(ready, which, width))
                for number, column, words, ready in done.broken
            ],
        )


def _finish(business: HasId | uuid.UUID, row: Import) -> None:
    row.state, row.finished_at, row.path, row.mended = ImportState.DONE, now(), "", {}
    if row.dimensions:
        whose = by_id(row.business_id)
        add_dimensions(business=whose, names=row.dimensions)
        row.dimensions = [name for name in row.dimensions if name in whose.dimensions]
    counts = {name: getattr(row, name) for name in COUNTS}
    record(business=business, kind="customers.imported", subject=row.id, actor=row.created_by, data=counts)
    add(business=business, kind=FORGET, key=str(row.id), due_at=row.finished_at + FAULTS_KEPT)


def _fail(business: HasId | uuid.UUID, import_id: uuid.UUID, error: str) -> Import:
    with acting_for(business):
        row = Import.objects.select_for_update().get(business_id=business_id_of(business), id=import_id)
        if row.state in (ImportState.DRAFT, *UNDER_WAY):
            row.state, row.error, row.path, row.mended = ImportState.FAILED, error[:400], "", {}
            row.finished_at = now()
            row.save(update_fields=["state", "error", "path", "mended", "finished_at"])
            record(business=business, kind="import.failed", subject=row.id, actor=row.created_by)
    uploads.forget(import_id)
    return row


def _keep_faults(row: Import, faults: Sequence[Fault]) -> None:
    """Store the first MOST_FAULTS broken rows of an import; the others are in its count only."""
    room = MOST_FAULTS - ImportFault.objects.filter(business_id=row.business_id, of=row).count()
    ImportFault.objects.bulk_create(
        ImportFault(
            business_id=row.business_id,
            of=row,
            row=fault.row,
            column=fault.column[:120],
            message=fault.message[:300],
            cells=[cell[:LONGEST_CELL].replace("\0", " ") for cell in fault.cells[:MOST_COLUMNS]],
        )
        for fault in faults[: max(room, 0)]
    )


def _locked(business: HasId | uuid.UUID, import_id: uuid.UUID, state: ImportState) -> Import:
    return Import.objects.select_for_update().get(business_id=business_id_of(business), id=import_id, state=state)


def _stamp() -> int:
    return int(now().timestamp() * 1000)
