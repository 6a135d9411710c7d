"""What a reader gives back: a header, and rows in batches. Pure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

MOST_COLUMNS = 200
MOST_ROWS = 2_000_000
BATCH = 2_000
EMPTY = "The file is empty. Choose one with a first row of column names and a row for each customer."


class TableError(ValueError):
    """A file that cannot be read as a table. The text names the place and the remedy; no row of the file counts."""


class Row(NamedTuple):
    """One row: its number as a spreadsheet shows it (the header is row 1), and one text for each column."""

    number: int
    cells: Sequence[str]


class BrokenRow(NamedTuple):
    """A row that does not fit the header: its number, what it holds, and what is wrong with it."""

    number: int
    cells: Sequence[str]
    message: str


@dataclass
class Batch:
    """Up to BATCH rows as wide as the header, their numbers beside them, and the broken ones among them."""

    numbers: Sequence[int] = field(default_factory=list)
    rows: list[Sequence[str]] = field(default_factory=list)
    broken: list[BrokenRow] = field(default_factory=list)


@dataclass
class Table:
    """A table that is read as it is walked through; each walk begins anew.

    Walking raises TableError where the file turns out to be unreadable: nothing of it may count then.
    """

    header: list[str]
    open: Callable[[], Iterator[Batch]]

    def batches(self) -> Iterator[Batch]:
        """The rows in batches, for those who have many."""
        for batch in self.open():
            if (batch.numbers and batch.numbers[-1] > MOST_ROWS) or (
                batch.broken and batch.broken[-1].number > MOST_ROWS
            ):
                raise TableError(f"The file has more than {MOST_ROWS:,} rows. Split it and import the parts.")
            yield batch

    def __iter__(self) -> Iterator[Row | BrokenRow]:
        """The rows one by one, in their order."""
        for batch in self.batches():
            good = [Row(number, cells) for number, cells in zip(batch.numbers, batch.rows, strict=True)]
            both: list[Row | BrokenRow] = [*good, *batch.broken]
            yield from sorted(both, key=lambda row: row.number)


def checked_header(cells: Sequence[str]) -> list[str]:
    """The names of the columns, tidied. Raises TableError where the row cannot be a header."""
    names = [" ".join(cell.split()) for cell in cells]
    while names and not names[-1]:
        names.pop()
    if not names:
        raise TableError("The first row is empty. Put the names of the columns there, such as email and name.")
    if len(names) > MOST_COLUMNS:
        raise TableError(f"The table has more than {MOST_COLUMNS} columns. Leave out those that you do not need.")
    if any("@" in name for name in names):
        raise TableError(
            "The first row holds an e-mail address, so the names of the columns are missing. "
            "Add a first row such as email, name."
        )
    long = next((name for name in names if len(name) > 120), None)
    if long is not None:
        raise TableError(f"Row 1: the column name '{long[:30]}…' is longer than 120 characters. Shorten it.")
    seen: dict[str, int] = {}
    for position, name in enumerate(names, 1):
        if name and name.casefold() in seen:
            raise TableError(
                f"Row 1: columns {seen[name.casefold()]} and {position} are both called '{name}'. Rename one of them."
            )
        seen[name.casefold()] = position
    return [name or f"Column {position}" for position, name in enumerate(names, 1)]


def sort_widths(first: int, rows: list[Sequence[str]], width: int) -> Batch:
    """Part the rows as wide as the header from the others; `first` is the number of the first one.

    Empty rows are passed over, and empty cells beyond the header are cut.
    """
    if rows and set(map(len, rows)) == {width} and all(map(any, rows)):
        return Batch(range(first, first + len(rows)), rows)
    numbers: list[int] = []
    batch = Batch(numbers)
    for number, cells in enumerate(rows, first):
        if not any(cells):
            continue
        if len(cells) > width and not any(cells[width:]):
            cells = cells[:width]
        if len(cells) == width:
            numbers.append(number)
            batch.rows.append(cells)
        else:
            count = f"{len(cells)} cell" + ("" if len(cells) == 1 else "s")
            batch.broken.append(
                BrokenRow(number, cells, f"has {count} where the first row has {width}. Is a separator missing?")
            )
    return batch
