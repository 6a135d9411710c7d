"""CSV and XLSX files that grow piece by piece: of any length, in as much memory as a piece takes. Pure.

A piece is made of its rows alone and of how far the file is, so that whoever makes the next one needs none of those
before. What can be said only at the end, how many rows there are, stands in a first piece that is made last.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.utils import get_column_letter

from dashboards.exports.report import Cell, Grid, Report
from dashboards.exports.sheets import as_csv, as_xlsx, begin, csv_lines, new_book, saved, style_of, text_of

SHEET = "xl/worksheets/sheet2.xml"  # the one after "About"
ROWS_END = b"</sheetData>"
PLAIN = -15  # zlib: no header of its own, as within a ZIP file


@dataclass(frozen=True, slots=True)
class Grown:
    """How far a file is: pieces of rows, bytes, and of a sheet's XML how many bytes, with their checksum."""

    pieces: int = 0
    size: int = 0
    unpacked: int = 0
    checksum: int = 0


@dataclass(frozen=True, slots=True)
class Ends:
    """What stands before the pieces of a file and after them."""

    first: bytes
    last: bytes


def csv_piece(so_far: Grown, rows: Sequence[Sequence[Cell]]) -> tuple[bytes, Grown]:
    """Some more rows, and how far the file is with them."""
    piece = csv_lines(rows)
    return piece, Grown(so_far.pieces + 1, so_far.size + len(piece))


def csv_ends(report: Report) -> Ends:
    """The ends of a file whose report has a table without its rows."""
    return Ends(as_csv(report), b"")


def xlsx_piece(so_far: Grown, grid: Grid, done: int) -> tuple[bytes, Grown]:
    """Some more rows of a sheet that holds `done`; columns are as wide as the first ones need."""
    beginning = b"" if so_far.pieces else sheet_start(grid)
    xml = beginning + "".join(rows_xml(grid.rows, done + 2)).encode()
    piece = deflated(xml, zlib.Z_FULL_FLUSH)
    checksum = zlib.crc32(xml, so_far.checksum)
    return piece, Grown(so_far.pieces + 1, so_far.size + len(piece), so_far.unpacked + len(xml), checksum)


def xlsx_ends(so_far: Grown, report: Report) -> Ends:
    """The ends of a workbook whose report has a table without its rows: all of it but the rows."""
    with ZipFile(BytesIO(as_xlsx(report))) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    end = ROWS_END + parts.pop(SHEET).partition(ROWS_END)[2]
    last = deflated(end, zlib.Z_FINISH)
    large = ZipInfo(SHEET)
    large.compress_type, large.header_offset = ZIP_DEFLATED, 0
    large.CRC = zlib.crc32(end, so_far.checksum)
    large.file_size, large.compress_size = so_far.unpacked + len(end), so_far.size + len(last)
    first = large.FileHeader()
    behind = Behind(len(first) + large.compress_size)
    with ZipFile(behind, "w", ZIP_DEFLATED) as rest:
        rest.filelist.append(large)
        for name, content in parts.items():
            rest.writestr(name, content)
    return Ends(first, last + behind.getvalue())


def sheet_start(grid: Grid) -> bytes:
    """The XML of a sheet before its rows, its headings among it."""
    book, _ = new_book()
    begin(book.create_sheet("Rows"), grid)
    with ZipFile(BytesIO(saved(book))) as made:
        return made.read(SHEET).partition(ROWS_END)[0]


def rows_xml(rows: Sequence[Sequence[Cell]], first: int) -> Iterator[str]:
    """Rows as `sheets.as_xlsx` has them, without an object for each cell."""
    letters = [get_column_letter(place + 1) for place in range(max(map(len, rows), default=0))]
    for number, row in enumerate(rows, first):
        cells = (cell_xml(f"{letter}{number}", cell) for letter, cell in zip(letters, row, strict=False))
        yield f'<row r="{number}">{"".join(cells)}</row>'


def cell_xml(place: str, cell: Cell) -> str:
    """A cell; a text is a text, whatever it begins with."""
    if not isinstance(cell, str):
        return "" if cell is None else f'<c r="{place}"><v>{cell!r}</v></c>'
    text = text_of(cell)
    words = f'<is><t xml:space="preserve">{escape(text, quote=False)}</t></is>' if text else ""
    return f'<c r="{place}" s="{style_of(text)}" t="inlineStr">{words}</c>'


def deflated(data: bytes, end: int) -> bytes:
    """Packed so that another piece can follow (`Z_FULL_FLUSH`) or none (`Z_FINISH`)."""
    packer = zlib.compressobj(wbits=PLAIN)
    return packer.compress(data) + packer.flush(end)


class Behind(BytesIO):
    """What is written into it will stand behind so many bytes that are elsewhere; `ZipFile` asks where it is."""

    def __init__(self, offset: int) -> None:
        super().__init__()
        self.offset = offset

    def tell(self) -> int:
        """Where the next byte will stand."""
        return self.offset + super().tell()

    def seekable(self) -> bool:
        """Nobody goes back."""
        return False

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """Nobody goes back."""
        raise OSError("What is written is written.")
