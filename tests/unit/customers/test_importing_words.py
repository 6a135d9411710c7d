"""An import in words."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from customers.importing_words import counted, crowded_out, import_button, not_grouped, outcome, time_left

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def preview(**values: object) -> SimpleNamespace:
    usual = {"ready": 0, "broken": 0, "here": 0, "stopped": 0, "repeated": 0, "whole": True, "problem": ""}
    return SimpleNamespace(**{**usual, **values})


def test_the_counts_read_as_one_line() -> None:
    assert counted(preview(ready=42, broken=3, here=2, stopped=1)) == (
        "42 ready · 3 to fix · 2 already here · 1 stopped your letters"
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"ready": 1042, "broken": 3}, "Import 1,042 now"),
        ({"here": 2}, "Bring 2 up to date"),
        ({"ready": 5000, "whole": False}, "Import all now"),
        ({"broken": 3}, ""),
        ({"ready": 3, "problem": "No column holds an e-mail address."}, ""),
    ],
)
def test_the_button_says_what_it_does(values: dict[str, object], words: str) -> None:
    assert import_button(preview(**values)) == words


def test_the_outcome_says_what_is_not_none() -> None:
    row = SimpleNamespace(updated=1, unchanged=0, repeated=0, suppressed=2, erased=0, dimensions=[])
    assert outcome(row) == ["1 brought up to date.", "2 get no letters: the addresses were stopped."]
    row.dimensions = ["shop", "home_town", "size"]
    assert outcome(row)[2:] == ["You can compare groups by shop, home town and size."]


@pytest.mark.parametrize(
    ("names", "words"),
    [([], ""), (["home_town"], "home town is kept,"), (["shop", "size"], "shop and size are kept,")],
)
def test_properties_beyond_the_eighth_are_named(names: list[str], words: str) -> None:
    assert words in crowded_out(names)
    assert bool(crowded_out(names)) == bool(names)


@pytest.mark.parametrize(
    ("done", "seconds", "words"),
    [(0, 5, ""), (100, 5, ""), (50, 5, "less than a minute left"), (10, 20, "about 3 minutes left")],
)
def test_the_time_left_follows_from_the_pace(done: int, seconds: int, words: str) -> None:
    assert time_left(done, 100, NOW - timedelta(seconds=seconds), NOW) == words


def test_the_pace_of_a_few_broken_rows_says_nothing_of_the_time() -> None:
    assert time_left(4, 100_000, NOW - timedelta(seconds=1), NOW) == ""


def test_before_it_begins_nothing_is_said_of_the_time() -> None:
    assert time_left(10, 100, None, NOW) == ""


def test_groups_that_were_asked_for_and_not_made_are_told_with_their_reason() -> None:
    assert not_grouped(["shop", "home_town"], ["shop"]) == (
        "No groups by home town: none or more than 50 values, or eight properties are compared already."
    )
    assert not_grouped(["shop"], ["shop"]) == ""
