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
            rows, broken = self._some(self._reader(file), 1, 1)
        if broken:
            raise TableError(f"Row 1 {broken[0].message}")
        if not rows:
            raise TableError(EMPTY)
        return checked_header(rows[0])

    def batches(self, width: int) -> Iterator[Batch]:
        """The rows after the header."""
        with self._file() as file:
            reader = self._reader(file)
            self._some(reader, 1, 1)
            number = 2
            while True:
                rows, broken = self._some(reader, number, BATCH)
                if not rows:
                    return
                batch = sort_widths(number, rows, width)
                batch.broken.extend(broken)
                number += len(rows)
                yield batch

    def _file(self) -> io.TextIOWrapper:
        return self.path.open(encoding=self.encoding, newline="")

    def _reader(self, file: io.TextIOWrapper) -> Any:
        lines = iter(partial(file.readline, LONGEST_LINE), "")
        for _ in range(self.before):
            next(lines, "")
        return csv.reader(lines, delimiter=self.delimiter, strict=True)

    def _some(self, reader: Any, number: int, limit: int) -> tuple[list[Sequence[str]], list[BrokenRow]]:
        """The next `limit` records, the first of which has this number; one that is broken stands as an empty one."""
        rows: list[Sequence[str]] = []
        broken: list[BrokenRow] = []
        while len(rows) < limit:
            try:
                for cells in islice(reader, limit - len(rows)):
                    rows.append(cells)  # noqa: PERF402 # what was read before an error must be kept
                break
            except csv.Error as fault:
                broken.append(_judged(fault, number + len(rows), reader.line_num + self.before))
                rows.append([])
            except UnicodeError as fault:
                raise TableError(
                    f"Near row {number + len(rows)} the file is not written in {self.encoding} as it is elsewhere. "
                    "Save it again as CSV UTF-8."
                ) from fault
        return rows, broken


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
