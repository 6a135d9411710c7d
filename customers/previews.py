"""Looking at a draft before anything is taken from it: the first rows, what they hold and what is wrong. Reads only."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from accounts.actions import MOST_DIMENSIONS
from accounts.queries import by_id
from customers import uploads
from customers.checking import Checked, Checker, Fault
from customers.checks import LABELS
from customers.columns import Fit, Roles, choices, chosen, fit_said, roles
from customers.models import Import
from customers.queries import match, suppressed
from customers.repeats import Naming, decide
from customers.tables import Batch, TableError, read_table
from foundation.languages import spoken
from foundation.tenancy.context import HasId, business_id_of

EXAMINED = 5_000  # rows that a page checks; an import checks all
SHOWN_ROWS = 10
SHOWN_FAULTS = 20
EXAMPLES = 3
NOBODY = "The file has names of columns and nobody below them. Add a row for each customer."


@dataclass(frozen=True)
class Column:
    """One column of the file: its name, what it is taken for, what it may be, and its first values."""

    name: str
    chosen: str
    choices: list[tuple[str, str]]
    examples: list[str]


@dataclass(frozen=True)
class Broken:
    """A fault and, where a cell can be put right by hand, its column (from 0) and what stands there.

    `rest` is what else the row holds, so that one sees whose it is.
    """

    fault: Fault
    position: int | None = None
    value: str = ""
    rest: Sequence[str] = ()


@dataclass
class Preview:
    """What the first rows of a draft hold. Each counted row is one of: ready, broken, here, stopped, repeated.

    `rows` are the first rows as they stand, with their numbers; `whole` says whether that was all of them; `problem`
    why nothing can be imported like this. `unspoken` are languages that no letters are written in, `crowded_out` the
    properties that would make groups if there were not enough of them.
    """

    columns: list[Column]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    faults: list[Broken] = field(default_factory=list)
    examined: int = 0
    ready: int = 0
    broken: int = 0
    here: int = 0
    stopped: int = 0
    repeated: int = 0
    unspoken: list[str] = field(default_factory=list)
    crowded_out: list[str] = field(default_factory=list)
    whole: bool = True
    problem: str = ""


def checker_of(row: Import) -> Checker:
    """What checks the rows of an import. Raises ValueError where its columns cannot be used."""
    mended = {int(number): {int(at): text for at, text in cells.items()} for number, cells in row.mended.items()}
    stopped = by_id(row.business_id).stopped_dimensions
    return Checker(row.header, roles(row.header, row.mapping), mended, stopped)


def look_at(business: HasId | uuid.UUID, draft: Import) -> Preview:
    """The preview of a draft, whose file is read anew: its first EXAMINED rows. Called inside `acting_for`."""
    try:
        batches = _first(draft)
    except TableError as fault:
        return Preview(columns=_columns(draft, []), problem=str(fault))
    rows = [(number, list(cells)) for batch in batches for number, cells in zip(batch.numbers, batch.rows, strict=True)]
    preview = Preview(columns=_columns(draft, [cells for _, cells in rows[:SHOWN_ROWS]]), rows=rows[:SHOWN_ROWS])
    preview.examined = sum(len(batch.rows) + len(batch.broken) for batch in batches)
    preview.whole = preview.examined < EXAMINED
    if not preview.examined:
        preview.problem = NOBODY
        return preview
    try:
        checker = checker_of(draft)
    except ValueError as fault:
        preview.problem = str(fault)
        return preview
    faults = _count(business, preview, list(checker.check_all(batches)))
    _offer_groups(business, draft, preview, checker)
    cells = dict(rows)
    preview.faults = [_broken(fault, checker.roles, cells.get(fault.row)) for fault in faults[:SHOWN_FAULTS]]
    return preview


def _first(draft: Import) -> list[Batch]:
    """The first batches, at least EXAMINED rows of them where the file has as many."""
    batches: list[Batch] = []
    for batch in read_table(uploads.source(draft.id)).batches():
        batches.append(batch)
        if sum(len(one.rows) + len(one.broken) for one in batches) >= EXAMINED:
            break
    return batches


def _columns(draft: Import, rows: list[list[str]]) -> list[Column]:
    columns = []
    for position, (name, target) in enumerate(zip(draft.header, draft.mapping, strict=True)):
        examples = (row[position].strip() for row in rows)
        offered = choices(draft.header, position, fit_said(target))
        columns.append(Column(name, chosen(target, offered), offered, list(islice(filter(None, examples), EXAMPLES))))
    return columns


def _offer_groups(business: HasId | uuid.UUID, draft: Import, preview: Preview, checker: Checker) -> None:
    """Say of each property whether groups will be compared by it, and let that be changed; so many at most."""
    already = by_id(business_id_of(business)).dimensions
    new = [name for name in checker.groups() if name not in already]
    room = MOST_DIMENSIONS - len(already)
    preview.crowded_out = new[room:]
    for position, name in checker.roles.properties:
        fit = Fit.ALREADY if name in already else checker.fit(name) if room else Fit.NEVER
        if name in preview.crowded_out and fit is Fit.YES:
            fit = Fit.NO
        offered = choices(draft.header, position, fit)
        target = draft.mapping[position]
        preview.columns[position] = replace(preview.columns[position], chosen=chosen(target, offered), choices=offered)


def _count(business: HasId | uuid.UUID, preview: Preview, checked: list[Checked]) -> list[Fault]:
    """Count the rows of each kind into the preview; the faults in the file's order."""
    faults = [fault for batch in checked for fault in batch.faults]
    namings = list(_namings(checked))
    repeated, conflicts = decide(namings)
    faults.extend(
        Fault(row, LABELS["email"], f"stands in row {other} too, with another customer number.", [])
        for row, other in conflicts.items()
    )
    left = [one for one in namings if one.row not in repeated and one.row not in conflicts]
    stopped = suppressed(business, {one.email for one in left})
    known = match(business, [(one.email, one.external_id) for one in left])
    for one, customer_id in zip(left, known, strict=True):
        if one.email in stopped:
            preview.stopped += 1
        elif customer_id is None:
            preview.ready += 1
        else:
            preview.here += 1
    preview.broken, preview.repeated = len(faults), len(repeated)
    languages = {code for batch in checked for code in batch.languages}
    preview.unspoken = sorted(code for code in languages if code and not spoken(code))[:SHOWN_ROWS]
    return sorted(faults, key=lambda fault: fault.row)


def _namings(checked: list[Checked]) -> Iterator[Naming]:
    for batch in checked:
        yield from map(Naming, batch.numbers, batch.emails, batch.external_ids)


def _broken(fault: Fault, which: Roles, cells: list[str] | None) -> Broken:
    places = {LABELS[name]: getattr(which, name) for name in ("email", "external_id", "phone", "language")}
    places |= {name: position for position, name in which.properties}
    if len(which.names) == 1:
        places[LABELS["name"]] = which.names[0]
    position = places.get(fault.column)
    row = fault.cells or cells or ()
    rest = [text for place, text in enumerate(row) if text.strip() and place != position]
    if cells is None or position is None:
        return Broken(fault, rest=rest)
    return Broken(fault, position, row[position], rest)
