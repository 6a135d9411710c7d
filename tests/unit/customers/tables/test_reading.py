"""Reading CSV and XLSX: what is taken, and what is refused with a remedy."""

import codecs
import csv
import io
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from customers.tables import BrokenRow, Row, TableError, read_table


def rows(path: Path) -> list[Row | BrokenRow]:
    return list(read_table(path))


def written(folder: Path, content: bytes | str, encoding: str = "utf-8") -> Path:
    path = folder / "list.csv"
    path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
    return path


def sheet(folder: Path, *lines: list[object]) -> Path:
    book = Workbook()
    for line in lines:
        book.active.append(line)  # type: ignore[union-attr]
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_each_delimiter_is_recognised(tmp_path: Path, delimiter: str) -> None:
    text = f'email{delimiter}note\nann@example.com{delimiter}"a{delimiter}b"\n'
    table = read_table(written(tmp_path, text))
    assert (table.header, list(table)) == (["email", "note"], [(2, ["ann@example.com", f"a{delimiter}b"])])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "latin-1"]
)
def test_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    text = "email,name\nann@example.com,Jörg Müller\nben@example.com,François Peña\n"
    assert [row.cells[1] for row in rows(written(tmp_path, text, encoding))] == ["Jörg Müller", "François Peña"]


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("cp1250", ["Łukasz Żółć", "Paweł Świątek", "Michał Dąbrowski"]),
        ("cp1251", ["Иван Петров", "Анна Кузнецова", "Сергей Смирнов"]),
        ("shift_jis", ["山田太郎", "佐藤花子", "鈴木一郎"]),
    ],
)
def test_far_encodings_are_recognised_too(tmp_path: Path, encoding: str, names: list[str]) -> None:
    text = "email,name\n" + "".join(f"a@example.com,{name}\n" for name in names)
    assert [row.cells[1] for row in rows(written(tmp_path, text, encoding))] == names


def test_a_foreign_letter_far_down_decides_the_encoding(tmp_path: Path) -> None:
    text = "email,name\n" + "ann@example.com,Ann\n" * 120_000 + "ben@example.com,Jörg\n"
    assert rows(written(tmp_path, text, "cp1252"))[-1] == (120_002, ["ben@example.com", "Jörg"])


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_ending_is_read(tmp_path: Path, ending: str) -> None:
    assert len(rows(written(tmp_path, ending.join(["email", "a", "b", ""])))) == 2


def test_excels_own_first_line_names_the_delimiter(tmp_path: Path) -> None:
    assert rows(written(tmp_path, "sep=;\nemail;name\na,b;c\n")) == [(2, ["a,b", "c"])]


def test_rows_that_do_not_fit_are_named_and_the_others_read(tmp_path: Path) -> None:
    found = rows(written(tmp_path, 'email,name\na,b,c\n\nd\n"e"f,g\nh,i,,\n'))
    assert [(row.number, isinstance(row, BrokenRow)) for row in found] == [(2, True), (4, True), (5, True), (6, False)]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\nx\n", "first row is empty"),
        (b"ann@example.com,Ann\n", "names of the columns are missing"),
        (b"email\0,x\n", "Line 1: the file is not text"),
        (b"email\n" + b"x" * (3 << 20), "longer than 1 MB"),
        (b"email,n\na," + b"x" * 200_000 + b"\n", "Row 2 has a cell of more than"),
        (b'email,n\na,"b\nc,d\n', "Row 2: a quotation mark opens"),
        (b"email,Email\n", "both called"),
        (b"x," * 300 + b"\n", "more than 200 columns"),
        (b"email,name\n" + b'"\n",' * 3_000_000, "goes on for more than 1 MB"),
        (("email\n" + "x" * (3 << 20)).encode("utf-16"), "longer than 1 MB"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0", "old Excel"),
        (b"PK\x03\x04junk", "cannot be read as an Excel file"),
        (codecs.BOM_UTF8 + b"email\n\xff\xff\n", "says that it is UTF-8"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(TableError, match=words):
        rows(written(tmp_path, content))


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="cannot be opened"):
        read_table(tmp_path / "none.csv")


def test_a_sheet_comes_as_texts_and_a_formula_as_itself(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["email", "number", "sum"], ["ann@example.com", 17.0, "=1+1"], [], ["ben@example.com"])
    assert rows(path) == [(2, ["ann@example.com", "17", "=1+1"]), (4, ["ben@example.com", "", ""])]


def test_a_sheet_is_read_whatever_the_file_is_called(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["email"], ["ann@example.com"])
    assert rows(path.rename(tmp_path / "0123.source")) == [(2, ["ann@example.com"])]


def test_a_nought_in_a_sheet_is_not_an_empty_cell(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["email", "visits"], ["ann@example.com", 0], ["ben@example.com", 0.0])
    assert [row.cells[1] for row in rows(path)] == ["0", "0"]


def test_a_sheet_that_would_unpack_too_far_is_refused(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["email"], ["ann@example.com"])
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", b"\0" * (33 << 20))
    with pytest.raises(TableError, match="unpacks to more than"):
        read_table(path)


def test_an_archive_that_is_no_sheet_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("list.csv", "email\n")
    with pytest.raises(TableError, match="ZIP archive"):
        read_table(tmp_path / "x.xlsx")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8), min_size=3, max_size=3),
        max_size=5,
    )
)
def test_what_a_spreadsheet_writes_comes_back(tmp_path: Path, cells: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["a", "b", "c"], *cells])
    assert [list(row.cells) for row in rows(written(tmp_path, out.getvalue()))] == [row for row in cells if any(row)]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = written(tmp_path, content)
    try:
        found = rows(path)
    except TableError as fault:
        words = str(fault)
    else:
        words = "".join(row.message for row in found if isinstance(row, BrokenRow))
    assert not words or words[-1] in ".?"
