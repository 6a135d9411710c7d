"""Finding out what kind of file it is. Pure."""

from importlib import import_module
from pathlib import Path

from customers.tables.delimited import read_delimited
from customers.tables.table import EMPTY, Table, TableError

# Loaded when first needed: an import of CSV does not carry what openpyxl brings.
SHEETS = "customers.tables.sheets"
NOT_TABLES = {
    b"\xd0\xcf\x11\xe0": "This is an old Excel file (.xls) or a locked one. Save it as .xlsx without a password.",
    b"%PDF": "This is a PDF. Open the list in your spreadsheet and save it as CSV or .xlsx.",
    b"\x1f\x8b": "This file is compressed (gzip). Unpack it first.",
    b"7z\xbc\xaf": "This file is compressed (7z). Unpack it first.",
    b"Rar!": "This file is compressed (RAR). Unpack it first.",
    b"\x89PNG": "This is a picture. Choose a CSV or .xlsx file.",
    b"\xff\xd8\xff": "This is a picture. Choose a CSV or .xlsx file.",
}


def read_table(path: Path) -> Table:
    """The table in a file, CSV or XLSX by its content. Raises TableError, whose text names the remedy."""
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as fault:
        raise TableError(f"The file cannot be opened: {fault.strerror}.") from fault
    if not start:
        raise TableError(EMPTY)
    for mark, message in NOT_TABLES.items():
        if start.startswith(mark):
            raise TableError(message)
    if start.startswith(b"PK"):
        table: Table = import_module(SHEETS).read_sheet(path)
        return table
    return read_delimited(path)
