"""Reading and checking a whole file before any of it counts, into a file of rows that are ready.

A ready row is a line of PostgreSQL's COPY text format with the columns READY, "" standing for what is missing. Rows
that a later row of the file supersedes are not among them. Pure but for the files.
"""

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from customers.checking import Checked, Checker, Fault
from customers.checks import LABELS, quoted
from customers.columns import Roles
from customers.doubles import CONFLICTING, Doubles, Verdict
from customers.tables import Table

READY = ("row", "id", "email", "external_id", "name", "phone", "language", "properties")
MOST_FAULTS = 1_000  # kept with their words; the others are counted
COUNTED = [f"{place:03x}8" for place in range(4096)]


@dataclass
class Findings:
    """What a file holds: rows in all, broken ones with the first MOST_FAULTS faults, repeated ones.

    `dimensions` are the properties to compare groups by, the most wanted first.
    """

    total: int = 0
    broken: int = 0
    repeated: int = 0
    faults: list[Fault] = field(default_factory=list)
    dimensions: list[str] = field(default_factory=list)

    def add(self, fault: Fault) -> None:
        """Count one broken row."""
        self.broken += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)


def prepare(table: Table, checker: Checker, ready: Path, stamp: int) -> Findings:
    """Write the ready rows of a table to a file. `stamp` is the time in milliseconds that their ids are made of.

    Raises TableError, and leaves no file, where the table turns out to be unreadable.
    """
    findings = Findings()
    part = ready.with_suffix(f".{os.getpid()}.part")
    try:
        with Doubles(ready.parent) as doubles:
            last = _write(table, checker, part, stamp, findings, doubles)
            with part.open("rb") as lines:
                verdict = doubles.judge(lines, last, MOST_FAULTS)
        if verdict and any(verdict.flags):
            _leave_out(part, verdict, findings, checker)
        part.replace(ready)
    except BaseException:
        with suppress(FileNotFoundError):
            part.unlink()
        raise
    findings.dimensions = checker.groups()
    return findings


def _write(table: Table, checker: Checker, part: Path, stamp: int, findings: Findings, doubles: Doubles) -> int:
    """Write all good rows; the number of the last one."""
    last = 0
    with part.open("wb") as file:
        for checked in checker.walk(table):
            findings.total += len(checked) + len(checked.faults)
            for fault in checked.faults:
                findings.add(fault)
            file.write(_lines(checked, ids(stamp, len(checked))))
            doubles.see(checked.emails, checked.external_ids)
            last = checked.numbers[-1] if checked.numbers else last
            stamp += 1
    return last


def ids(stamp: int, count: int) -> list[str]:
    """Up to 4096 version 7 UUIDs of one millisecond, as texts. As RFC 9562 allows, the 12 bits after it count."""
    random = os.urandom(8 * count).hex()
    head = f"{stamp:012x}7"
    return [head + middle + random[at : at + 15] for middle, at in zip(COUNTED, range(0, 16 * count, 16), strict=False)]


def read_ready(line: bytes) -> list[str]:
    """The texts of a ready row."""
    return line.decode().rstrip("\n").replace("\\\\", "\\").split("\t")


def cells_of(ready: Sequence[str], roles: Roles, width: int) -> list[str]:
    """The cells of a ready row, in the columns of its file."""
    cells = [""] * width
    for position, place in ((roles.email, 2), (roles.external_id, 3), (roles.phone, 5), (roles.language, 6)):
        if position is not None:
            cells[position] = ready[place]
    if roles.names:
        cells[roles.names[0]] = ready[4]
    properties = json.loads(ready[7])
    for position, name in roles.properties:
        cells[position] = properties.get(name, "")
    return cells


def _lines(checked: Checked, made: Sequence[str]) -> bytes:
    columns = (map(str, checked.numbers), made, *checked.columns())
    text = "\n".join(map("\t".join, zip(*columns, strict=True)))
    return (text.replace("\\", "\\\\") + "\n").encode() if text else b""


def _leave_out(ready: Path, verdict: Verdict, findings: Findings, checker: Checker) -> None:
    """Take the superseded and the conflicting rows out of the file."""
    kept = ready.with_suffix(".kept")
    with ready.open("rb") as source, kept.open("wb") as target:
        for line in source:
            number = int(line[: line.index(b"\t")])
            flag = verdict.flags[number]
            if not flag:
                target.write(line)
            elif flag == CONFLICTING:
                findings.add(_conflict(number, read_ready(line), verdict, checker))
            else:
                findings.repeated += 1
    kept.replace(ready)


def _conflict(number: int, row: list[str], verdict: Verdict, checker: Checker) -> Fault:
    # Beyond those whose words are kept the other row is not known, and not asked for.
    other = verdict.first.get(number, 0)
    message = f"{quoted(row[2])} stands in row {other} with another customer number."
    return Fault(number, LABELS["email"], message, cells_of(row, checker.roles, len(checker.header)))
