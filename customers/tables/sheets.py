"""Reading XLSX: the first sheet, formulas as the text they are, within stated sizes. Pure."""

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from customers.tables.table import BATCH, EMPTY, MOST_COLUMNS, Batch, Table, TableError, checked_header, sort_widths

MOST_SHEET_ROWS = 200_000
LARGEST_SHEET = 400 << 20  # bytes of XML once unpacked
LARGEST_PART = 32 << 20  # of any other part: they are held in memory
MOST_PARTS = 2_000
MOST_SWELLING = 200  # times that a large part may be larger than it is in the file; sheets of rows reach about 20
AS_CSV = "Save the sheet as CSV and import that."
UNREADABLE = "The file cannot be read as an Excel file. Open it in your spreadsheet and save it again as .xlsx or CSV."


def read_sheet(path: Path) -> Table:
    """The table in the first sheet of an XLSX file. Raises TableError; its rows are read on walking through."""
    _check_sizes(path)
    with _rows(path) as rows:
        first = next(rows, None)
    if first is None:
        raise TableError(EMPTY)
    header = checked_header(first)
    return Table(header, partial(_batches, path, len(header)))


def _batches(path: Path, width: int) -> Iterator[Batch]:
    with _rows(path) as rows:
        next(rows, None)
        number = 2
        while some := list(islice(rows, BATCH)):
            if number > MOST_SHEET_ROWS:
                raise TableError(f"The sheet has more than {MOST_SHEET_ROWS:,} rows. {AS_CSV}")
            # A sheet leaves out the empty cells at the end of a row.
            yield sort_widths(number, [[*cells, *[""] * (width - len(cells))] for cells in some], width)
            number += len(some)


@contextmanager
def _rows(path: Path) -> Iterator[Iterator[Sequence[str]]]:
    """The rows of the first sheet as texts; whatever the library stumbles over comes out as a TableError."""
    try:
        with path.open("rb") as file, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions, which are not read
            # Handed over open: by its path the library refuses a file that is not called .xlsx, as no upload is.
            book = load_workbook(file, read_only=True, keep_links=False)
            try:
                if not book.worksheets:
                    raise TableError(f"The file has no sheet with rows. {AS_CSV}")
                sheet: Any = book.worksheets[0]
                sheet.reset_dimensions()  # what a file says about its own size is not to be trusted
                yield (
                    tuple(map(_text, cells)) for cells in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True)
                )
            finally:
                book.close()
    except (TableError, GeneratorExit):
        raise
    except MemoryError as fault:
        raise TableError(f"The file takes more memory than there is. {AS_CSV}") from fault
    except Exception as fault:  # the library raises nearly anything on a malformed file
        raise TableError(UNREADABLE) from fault


def _check_sizes(path: Path) -> None:
    """Refuse what would unpack into more than fits, before it is unpacked: no part yields more than it declares."""
    try:
        with ZipFile(path) as archive:
            parts = archive.infolist()
    except (BadZipFile, OSError, ValueError, NotImplementedError) as fault:
        raise TableError(UNREADABLE) from fault
    if len(parts) > MOST_PARTS:
        raise TableError(f"The file is made of more than {MOST_PARTS:,} parts. {AS_CSV}")
    for part in parts:
        limit = LARGEST_SHEET if part.filename.startswith("xl/worksheets/") else LARGEST_PART
        if part.file_size > limit:
            raise TableError(f"The file unpacks to more than {limit >> 20} MB. {AS_CSV}")
        if part.file_size > max(1 << 20, MOST_SWELLING * part.compress_size):
            raise TableError(f"The file unpacks to far more than a list of customers does. {AS_CSV}")
        if part.flag_bits & 1:
            raise TableError("The file is locked by a password. Save it without one.")
    if not any(part.filename.startswith("xl/") for part in parts):
        raise TableError("This is a ZIP archive and not an Excel file. Unpack it and choose the list itself.")


def _text(value: object) -> str:
    """A cell as text: whole numbers without a point, days and times as ISO 8601 has them."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = getattr(value, "text", value)  # an array formula is an object that carries its text
    return "" if text is None else str(text)
