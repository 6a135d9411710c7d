"""Checking rows by the column comes to what checking them one by one comes to."""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from customers.checking import Checker
from customers.checks import check
from customers.columns import Roles
from customers.tables import Batch, BrokenRow

HEADER = ["email", "first", "last", "number", "phone", "language", "shop", 'say "so"']
ROLES = Roles(0, (1, 2), 3, 4, 5, ((6, "shop"), (7, 'say "so"')))

words = st.text(max_size=12) | st.text("aé'\\\t\n\u200b=-", max_size=6)
rows = st.tuples(
    st.sampled_from(["", "a@x.de", "A@X.de ", "ü@x.de", "a@x", "'=a@x.de", "a" * 250 + "@x.de"]) | words,
    words,
    words | st.just("N" * 201),
    words | st.sampled_from(["1,5E+11", "1" * 121, "e5"]),
    words | st.sampled_from(["4.9e11", "1" * 41]),
    st.sampled_from(["", "de", "Deutsch", "klingon", "pt_BR"]) | words,
    words,
    words | st.just("x" * 501),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(rows, max_size=8))
def test_by_the_column_as_one_by_one(table: list[tuple[str, ...]]) -> None:
    good, faults = [], []
    for number, cells in enumerate(table, 2):
        fields = {"email": cells[0], "external_id": cells[3], "phone": cells[4], "language": cells[5]}
        # Names are tidied before they are joined, so that an empty one leaves no space.
        names = [check({"external_id": "1", "name": name}, {})[0].name for name in cells[1:3]]
        values, problems = check(
            {**fields, "name": " ".join(filter(None, names))}, {"shop": cells[6], HEADER[7]: cells[7]}
        )
        if problems:
            faults.append((number, problems[0].message))
        else:
            good.append(
                (number, values.email or "", values.external_id or "", values.name, values.phone, values.language)
            )
            good[-1] += (values.properties,)  # type: ignore[assignment] # one item more
    checked = Checker(HEADER, ROLES).check(Batch(range(2, 2 + len(table)), list(table)))
    found = zip(checked.numbers, *checked.columns()[:-1], map(json.loads, checked.properties), strict=True)
    assert list(found) == good
    assert [(fault.row, fault.message) for fault in checked.faults] == faults


def test_a_row_that_does_not_fit_stays_a_fault() -> None:
    batch = Batch([], [], [BrokenRow(5, ["x"], "has 1 cell.")])
    (fault,) = Checker(HEADER, ROLES).check(batch).faults
    assert fault == (5, "", "has 1 cell.", ["x"])


@pytest.mark.parametrize(
    ("said", "groups"),
    [
        ((), ["shop", "size"]),
        ((("shop", False),), ["size"]),
        ((("age", True),), ["age", "shop", "size"]),
        ((("note", True),), ["shop", "size"]),
    ],
)
def test_who_says_so_changes_what_makes_groups(said: tuple[tuple[str, bool], ...], groups: list[str]) -> None:
    names = ((1, "shop"), (2, "note"), (3, "age"), (4, "size"))
    checker = Checker(["id", "shop", "note", "age", "size"], Roles(None, (), 0, None, None, names, said))
    for first in (2, 32):
        rows: list[Sequence[str]] = [
            (str(n), f"Shop {n % 3}", f"note {n + first}", str(20 + n % 15), "SML"[n % 3]) for n in range(30)
        ]
        checker.check(Batch(range(first, first + 30), rows))
    assert checker.groups() == groups
