"""Tables that open in a spreadsheet without running anything."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.checks import tidy
from customers.exports import lines, rows_to_fix, safe


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_what_starts_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert safe(cell) == f"'{cell}"


@given(st.text())
def test_no_cell_starts_a_formula_and_an_import_reads_the_same(cell: str) -> None:
    assert not safe(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert tidy(safe(cell)) == tidy(cell) or cell[:1] in "\t\r\n"


def test_a_broken_row_comes_with_what_to_fix() -> None:
    text = "".join(lines(rows_to_fix(["email", "name"], [(["bad"], "has no @."), (["a", "b", "c"], "too many")])))
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        ["email", "name", "What to fix"],
        ["bad", "", "has no @."],
        ["a", "b", "too many"],
    ]
