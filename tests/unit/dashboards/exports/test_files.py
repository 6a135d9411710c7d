"""A report as CSV, XLSX and PDF."""

import csv
import io
import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from dashboards.exports.pdf import as_pdf, is_joined, parts
from dashboards.exports.report import Grid, Report, Table
from dashboards.exports.sheets import as_csv, as_xlsx
from tests.factories.charts import make_chart
from tests.security.canaries import FORMULAS

NOW = datetime(2026, 11, 18, 11, 30, tzinfo=UTC)


def make_report(*names: str, rows: int = 1) -> Report:
    """A table of segments with these names."""
    segments = [*names] + [f"Shop {number}" for number in range(rows)]
    words = Grid(["Branch", "Score"], [[name, "−3"] for name in segments])
    figures = Grid(["Branch", "Score", "Range from"], [[name, -3.0, None] for name in segments])
    chart = make_chart()
    return Report(
        business="Kornblume",
        title="Recommend us",
        lead="37 from 118 answers.",
        lines=["Shown: 24 September to 18 November 2026, the line in months."],
        tables=[Table("Where it differs: all/most", words, figures)],
        made="Made on 18 November 2026 at 12:30 (Europe/Berlin).",
        chart=chart["spec"],
        caption=chart["caption"],
    )


def test_a_csv_says_what_it_is_and_keeps_numbers_as_numbers() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(make_report()).decode("utf-8-sig"), newline="")))
    assert rows[0] == ["Kornblume: Recommend us"]
    assert ["Shown: 24 September to 18 November 2026, the line in months."] in rows
    assert rows[-2:] == [["Branch", "Score", "Range from"], ["Shop 0", "-3.0", ""]]


def test_a_workbook_holds_the_same_with_numbers_in_its_cells() -> None:
    book = load_workbook(io.BytesIO(as_xlsx(make_report())))
    assert book.sheetnames == ["About", "Where it differs  all most"]
    assert [cell.value for cell in book.worksheets[1][2]] == ["Shop 0", -3, None]
    assert "Made on 18 November 2026" in str(book["About"]["A4"].value)


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula(formula: str) -> None:
    report = make_report(formula)
    cells = [cell for row in csv.reader(io.StringIO(as_csv(report).decode(), newline="")) for cell in row]
    assert f"'{formula}" in cells
    book = load_workbook(io.BytesIO(as_xlsx(report)))
    found = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in found if cell.data_type == "f"]
    assert not [cell.value for cell in found if str(cell.value).startswith(("=", "+", "@", "\t", "\r", "\n"))]


def test_what_no_workbook_can_hold_becomes_a_space() -> None:
    book = load_workbook(io.BytesIO(as_xlsx(make_report("a\x00\x0b\ud800b"))))
    assert book.worksheets[1]["A2"].value == "a   b"


def streams(pdf: bytes) -> bytes:
    """All of a PDF's streams, unpacked."""
    found = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return b"\n".join(zlib.decompress(one) if one[:1] == b"x" else one for one in found)


def test_a_pdf_draws_the_chart_as_lines_and_its_words_can_be_found() -> None:
    pdf = as_pdf(make_report(), NOW)
    assert pdf.startswith(b"%PDF-")
    assert b"/Subtype /Image" not in pdf
    assert b"/ToUnicode" in pdf
    assert streams(pdf).count(b" l\n") > 12
    assert len(pdf) < 80_000


def test_a_long_table_goes_over_several_pages() -> None:
    assert as_pdf(make_report(rows=120), NOW).count(b"/Type /Page\n") >= 3


def test_a_text_longer_than_a_page_goes_on_below() -> None:
    words = " ".join(f"word{number}" for number in range(800))
    report = make_report(words, "W" * 5_000)
    assert as_pdf(report, NOW).startswith(b"%PDF-")
    rows = list(parts([words, "3"], [500, 500]))
    assert " ".join(row[0] for row in rows) == words
    assert [row[1] for row in rows] == ["3", *[" "] * (len(rows) - 1)]


@pytest.mark.parametrize(
    ("text", "joined"),
    [("Rye & honey – 3 €", False), ("Łódź", False), ("مخبز", True), ("קפה", True), ("a\u0301", True)],
)
def test_letters_are_joined_where_their_script_asks_for_it(text: str, *, joined: bool) -> None:
    assert is_joined(text) is joined


@pytest.mark.parametrize("name", ["مخبز القمح", "Łódź", "Αθήνα", "קפה", "面包店", "a\x00\u202eb\n=1", ""])
def test_names_in_any_script_are_written(name: str) -> None:
    assert as_pdf(make_report(name), NOW).startswith(b"%PDF-")


def test_many_columns_lie_on_their_side_and_all_fit() -> None:
    report = make_report()
    grid = Grid([f"Column with a long name {number}" for number in range(16)], [["W" * 90] * 16])
    assert as_pdf(replace(report, tables=[Table("Wide", grid, grid)]), NOW).startswith(b"%PDF-")
