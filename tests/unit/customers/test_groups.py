"""Which properties make groups: few values, each shared by several; neither notes, nor numbers, nor days."""

from collections import Counter

import pytest

from customers.groups import Tally, makes_groups

SHOPS = ["Old Town", "Station", "Market"]


def judged(values: list[str]) -> bool:
    tally = Tally()
    for value in values:  # a batch each
        tally.add([value])
    assert tally.makes_groups == makes_groups(Counter(values))
    return tally.makes_groups


@pytest.mark.parametrize(
    "values",
    [
        SHOPS * 2,
        [*SHOPS * 5, "Sation"],
        ["yes", "yes", "", "", ""],
        [str(2019 + n % 5) for n in range(20)],
        [f"2026-03-0{1 + n % 3}" for n in range(12)],
        [f"Shop {n % 12}" for n in range(60)],
        [f"town {n % 50}" for n in range(100)],
    ],
)
def test_few_values_that_several_share_make_groups(values: list[str]) -> None:
    assert judged(values)


@pytest.mark.parametrize(
    "values",
    [
        [],
        ["", ""],
        ["Old Town", "Station"],
        ["Old Town"] * 9,
        [f"note {n}" for n in range(10)],
        [f"customer {n}" for n in range(10_000)],
        [*SHOPS, "a", "b", "c", "d", "Station"],
        [f"town {n % 51}" for n in range(200)],
        [f"{n % 12},50 €" for n in range(60)],
        [f"{1 + n % 28} Mar 2026" for n in range(90)],
        [f"2026-03-{10 + n % 15}T09:00:00Z" for n in range(90)],
        ["Came with her two children and asked for rye without seeds, as always", "regular"] * 4,
    ],
)
def test_anything_else_makes_none(values: list[str]) -> None:
    assert not judged(values)


def test_what_has_too_many_values_is_counted_no_further() -> None:
    tally = Tally()
    for start in range(0, 200, 20):
        tally.add(map(str, range(start, start + 20)))
    assert tally.counts is None
    assert not tally.is_few
