"""Reading CSV: UTF-8 and others; semicolon, comma or tab. Pure."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from customers.tables.encodings import LONGEST_LINE, SAMPLE, recognise
from customers.tables.table import BATCH, EMPTY, Batch, BrokenRow, Table, TableError, checked_header, sort_widths

DELIMITERS = (";", ",", "\t")
AT_ONCE = 50  # records read between two looks at how much that was
MOST_AT_ONCE = 8 << 20  # characters of so many records
LARGE = 2 << 20  # characters after which a batch is full, however few its records


def read_delimited(path: Path) -> Table:
    """The table in a CSV file. Raises TableError; its rows are read when they are walked through."""
    encoding = recognise(path)
    with path.open(encoding=encoding, newline="", errors="replace") as file:
        start = file.read(SAMPLE)
    # Excel's own first line, which names the delimiter.
    named = start[:4].lower() == "sep=" and start[4:5] in DELIMITERS
    form = _Form(path, encoding, start[4] if named else _delimiter(start), 1 if named else 0)
    header = form.header()
    return Table(header, partial(form.batches, len(header)))


@dataclass(frozen=True)
class _Form:
    """How to read one file: its encoding, its delimiter, and how many lines come before the header."""

    path: Path
    encoding: str
    delimiter: str
    before: int

    def header(self) -> list[str]:
        """The names of the columns."""
        with self._file() as file:
            rows, broken = _Records(self, file).some(1)
        if broken:
            raise TableError(f"Row 1 {broken[0].message}")
        if not rows:
            raise TableError(EMPTY)
        return checked_header(rows[0])

    def batches(self, width: int) -> Iterator[Batch]:
        """The rows after the header."""
        with self._file() as file:
            records = _Records(self, file)
            records.some(1)
            while True:
                first = records.number
                rows, broken = records.some(BATCH)
                if not rows:
                    return
                batch = sort_widths(first, rows, width)
                batch.broken.extend(broken)
                yield batch

    def _file(self) -> io.TextIOWrapper:
        return self.path.open(encoding=self.encoding, newline="")


class _Records:
    """The records of a file, one after the other; never many at once, however long they are."""

    def __init__(self, form: _Form, file: io.TextIOWrapper) -> None:
        self.number = 1  # of the next record
        self._form, self._file, self._read = form, file, 0
        lines = self._lines()
        for _ in range(form.before):
            next(lines, "")
        self._reader: Any = csv.reader(lines, delimiter=form.delimiter, strict=True)

    def some(self, limit: int) -> tuple[list[Sequence[str]], list[BrokenRow]]:
        """At most `limit` further records, none at the end; one that is broken stands as an empty one."""
        rows: list[Sequence[str]] = []
        broken: list[BrokenRow] = []
        first, read = self.number, 0
        while len(rows) < limit and read < LARGE:
            before, self._read = len(rows), 0
            try:
                rows.extend(islice(self._reader, min(AT_ONCE, limit - before)))  # keeps what came before an error
                if len(rows) == before:
                    break
            except csv.Error as fault:
                broken.append(_judged(fault, first + len(rows), self._reader.line_num + self._form.before))
                rows.append([])
            except UnicodeError as fault:
                raise TableError(
                    f"Near row {first + len(rows)} the file is not written in {self._form.encoding} as it is "
                    "elsewhere. Save it again as CSV UTF-8."
                ) from fault
            read += self._read
            self.number = first + len(rows)
        return rows, broken

    def _lines(self) -> Iterator[str]:
        while line := self._file.readline(LONGEST_LINE):
            self._read += len(line)
            if len(line) == LONGEST_LINE and not line.endswith("\n"):
                raise TableError(
                    f"Near row {self.number} a line is longer than 1 MB. Does the file have a line for each customer?"
                )
            if self._read > MOST_AT_ONCE:
                raise TableError(
                    f"Row {self.number} or one of the {AT_ONCE - 1} after it goes on for more than 1 MB. "
                    "Is a quotation mark missing?"
                )
            yield line


def _judged(fault: csv.Error, number: int, line: int) -> BrokenRow:
    """A stray quotation mark breaks its row; one that never closes makes the whole file unreadable."""
    if "limit" in str(fault):
        raise TableError(
            f"Row {number} has a cell of more than {csv.field_size_limit():,} characters. Is a quotation mark missing?"
        ) from fault
    if "end of data" in str(fault):
        raise TableError(
            f"Row {number}: a quotation mark opens a cell and never closes. Close it, or save the file again."
        ) from fault
    return BrokenRow(number, [], f'has a quotation mark out of place (line {line}). In a quoted cell " is written "".')


def _delimiter(start: str) -> str:
    """The delimiter that cuts most of the first records into the same number of cells, the more the better."""
    return max(DELIMITERS, key=partial(_fit, start))


def _fit(start: str, delimiter: str) -> tuple[int, int]:
    lines = start.splitlines(keepends=True)
    if len(start) == SAMPLE and len(lines) > 1:
        lines.pop()
    widths: list[int] = []
    try:
        widths.extend(len(cells) for cells in islice(csv.reader(lines, delimiter=delimiter), 50) if cells)
    except csv.Error:
        return (0, 0)
    if not widths or widths[0] == 1:
        return (0, 0)
    return (sum(width == widths[0] for width in widths), widths[0])
