"""Files that grow piece by piece are those that are written whole."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

import pytest
from openpyxl import load_workbook

from dashboards.exports import growing
from dashboards.exports.growing import Grown
from dashboards.exports.report import Cell, Grid, Report, Table
from dashboards.exports.sheets import as_csv, as_xlsx
from tests.security.canaries import FORMULAS

COLUMNS = ["Given", "Score", "Comment"]
ODD = [
    "",
    "a & b < c > d",
    "a\x00\x0b\ud800b",
    "two\nlines",
    "a\r\nb\rc",
    "  spaces  ",
    "x" * 61,
    "x" * 40_000,
    "Łódź 🥖",
]
ROWS: list[Sequence[Cell]] = [
    *(("2026-03-01 12:00", place, text) for place, text in enumerate([*ODD, *FORMULAS])),
    ["", -3.5, None],
    ["last", None, "-1"],
]


def report(rows: Sequence[Sequence[Cell]]) -> Report:
    """A page with one table."""
    grid = Grid(COLUMNS, rows)
    return Report("Kornblume", "Who said what?", "18 answers.", [], [Table("Answers", grid, grid)], "Made today.")


def slices(most: int) -> list[Sequence[Sequence[Cell]]]:
    return [ROWS[at : at + most] for at in range(0, len(ROWS), most)]


def grown_csv(most: int) -> bytes:
    so_far, pieces = Grown(), []
    for rows in slices(most):
        piece, so_far = growing.csv_piece(so_far, rows)
        pieces.append(piece)
    assert (so_far.pieces, so_far.size) == (len(pieces), sum(map(len, pieces)))
    return growing.csv_ends(report([])).first + b"".join(pieces)


def grown_xlsx(most: int) -> bytes:
    so_far, pieces, done = Grown(), [], 0
    for rows in slices(most):
        piece, so_far = growing.xlsx_piece(so_far, Grid(COLUMNS, rows), done)
        pieces.append(piece)
        done += len(rows)
    ends = growing.xlsx_ends(so_far, report([]))
    return ends.first + b"".join(pieces) + ends.last


def cells(book: bytes) -> list[Any]:
    """All that a reader sees of a workbook, but how wide its columns are."""
    return [
        (sheet.title, sheet.freeze_panes, cell.coordinate, cell.value, cell.data_type, *looks(cell))
        for sheet in load_workbook(io.BytesIO(book))
        for row in sheet.iter_rows()
        for cell in row
    ]


def looks(cell: Any) -> tuple[Any, ...]:
    # What stands nowhere in the file of pieces, a cell of nothing, looks like nothing.
    return () if cell.value is None else (cell.font.b, cell.alignment.wrap_text, cell.alignment.vertical)


@pytest.mark.parametrize("most", [1, 4, 1000])
def test_a_csv_of_pieces_is_the_one_written_whole(most: int) -> None:
    assert grown_csv(most) == as_csv(report(ROWS))


@pytest.mark.parametrize("most", [1, 4, 1000])
def test_a_workbook_of_pieces_reads_as_the_one_written_whole(most: int) -> None:
    assert cells(grown_xlsx(most)) == cells(as_xlsx(report(ROWS)))


def test_a_workbook_of_pieces_is_a_sound_archive_with_each_part_once() -> None:
    with zipfile.ZipFile(io.BytesIO(grown_xlsx(4))) as made, zipfile.ZipFile(io.BytesIO(as_xlsx(report(ROWS)))) as one:
        assert made.testzip() is None
        assert sorted(made.namelist()) == sorted(one.namelist())


def test_no_cell_of_a_workbook_of_pieces_is_a_formula() -> None:
    found = [kind for *_, kind, _, _, _ in (one for one in cells(grown_xlsx(4)) if len(one) == 8)]
    assert found
    assert set(found) <= {"s", "inlineStr", "n"}
    assert not [value for _, _, _, value, *_ in cells(grown_xlsx(4)) if str(value).startswith(("=", "+", "@", "\t"))]


def test_columns_are_as_wide_as_the_first_rows_need() -> None:
    made, whole = (load_workbook(io.BytesIO(one))["Answers"] for one in (grown_xlsx(1000), as_xlsx(report(ROWS))))
    assert [made.column_dimensions[letter].width for letter in "ABC"] == [
        whole.column_dimensions[letter].width for letter in "ABC"
    ]


def test_a_sheet_larger_than_the_old_limit_of_archives_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100)
    assert cells(grown_xlsx(4)) == cells(as_xlsx(report(ROWS)))
