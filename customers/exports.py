"""Writing tables that open in a spreadsheet without running anything. Pure."""

import csv
from collections.abc import Iterable, Iterator, Sequence

from customers.columns import TO_FIX

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


class _Line:
    """A file that hands back what is written into it."""

    def write(self, text: str) -> str:
        return text


def safe(cell: str) -> str:
    """The cell, with an apostrophe in front where a spreadsheet would take it for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(STARTS_A_FORMULA) else cell


def lines(rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Rows as lines of CSV, each cell safe. The first line starts with the mark that Excel knows UTF-8 by."""
    yield "\ufeff"
    writer = csv.writer(_Line())
    for row in rows:
        yield writer.writerow([safe(cell) for cell in row])


def rows_to_fix(header: Sequence[str], broken: Iterable[tuple[Sequence[str], str]]) -> Iterator[list[str]]:
    """A header and broken rows as a table with one column more, which says what to fix; the import leaves it out."""
    header = [name for name in header if name != TO_FIX]
    yield [*header, TO_FIX]
    for cells, words in broken:
        padded = [*cells, *[""] * len(header)]
        yield [*padded[: len(header)], words]
