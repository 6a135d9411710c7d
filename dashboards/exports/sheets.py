"""A report as CSV and as XLSX. No cell runs: a text that a spreadsheet would take for a formula is disarmed. Pure."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from customers.exports import safe
from dashboards.exports.report import Cell, Grid, Report

BEGINS = "\ufeff"  # the mark that Excel knows UTF-8 by
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_IN_A_NAME = re.compile(r"[\\*?:/\[\]]")
LONGEST_CELL, LONGEST_NAME = 32_000, 31  # what the format allows
NARROWEST, WIDEST = 10, 60


def as_csv(report: Report) -> bytes:
    """The sentences, then each table under its title."""
    return BEGINS.encode() + csv_lines(rows_of(report))


def csv_lines(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Rows as lines of a CSV."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    for row in rows:
        writer.writerow([disarmed(cell) for cell in row])
    return file.getvalue().encode("utf-8", "replace")


def rows_of(report: Report) -> Iterator[Sequence[Cell]]:
    """Every line of the CSV."""
    for sentence in report.sentences:
        yield [sentence]
    for table in report.tables:
        yield []
        yield [table.title]
        yield table.figures.columns
        yield from table.figures.rows


def as_xlsx(report: Report) -> bytes:
    """One sheet for the sentences, and one for each table."""
    book, about = new_book()
    about.column_dimensions["A"].width = 100
    for place, sentence in enumerate(report.sentences):
        about.append([written(about, sentence, bold=place == 0)])
    for table in report.tables:
        sheet = book.create_sheet(NOT_IN_A_NAME.sub(" ", table.title)[:LONGEST_NAME])
        begin(sheet, table.figures)
        for row in table.figures.rows:
            sheet.append([written(sheet, cell) for cell in row])
    return saved(book)


def new_book() -> tuple[Workbook, Any]:  # openpyxl's types do not know what its sheets have
    """A workbook with its first sheet. Its styles have the same numbers in each book: see `style_of`."""
    book = Workbook(write_only=True)
    about = book.create_sheet("About")
    for bold in (False, True):
        for text in ("", "x" * (WIDEST + 1)):
            written(about, text, bold=bold).style_id  # noqa: B018 # to ask for a style's number is to give it one
    return book, about


def style_of(text: str) -> int:
    """The number of the style that `written` gives a text."""
    return 2 if len(text) > WIDEST else 1


def saved(book: Workbook) -> bytes:
    """The file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def begin(sheet: Any, grid: Grid) -> None:
    """A table's headings, fixed above it, and columns as wide as what is in them."""
    for place, name in enumerate(grid.columns):
        longest = max([len(name), *(len(str(row[place] or "")) for row in grid.rows)])
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(longest + 2, NARROWEST), WIDEST)
    sheet.freeze_panes = "A2"
    sheet.append([written(sheet, name, bold=True) for name in grid.columns])


def written(sheet: Any, cell: Cell, *, bold: bool = False) -> SheetCell:
    """A cell; a text is a text, whatever it begins with."""
    if isinstance(cell, str):
        text = text_of(cell)
        made = WriteOnlyCell(sheet, text)
        made.data_type = "s"
        made.alignment = Alignment(wrap_text=len(text) > WIDEST, vertical="top")
    else:
        made = WriteOnlyCell(sheet, cell)
    if bold:
        made.font = Font(bold=True)
    return made


def text_of(cell: str) -> str:
    """A text as a sheet holds it."""
    return safe(NOT_IN_XML.sub(" ", cell))[:LONGEST_CELL]


def disarmed(cell: Cell) -> Cell:
    """A text made safe; a number as it is, the minus of a negative one too."""
    return safe(cell) if isinstance(cell, str) else cell
