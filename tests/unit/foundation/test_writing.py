"""How days, times and numbers are written."""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from foundation import writing

NBSP = "\u00a0"
DAY = date(2026, 3, 31)


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("day_first", "31 March 2026, 17:00; 1,234.5; 45%"),
        ("half_days", f"31 March 2026, 5:00{NBSP}pm; 1,234.5; 45%"),
        ("month_first", f"March 31, 2026, 5:00{NBSP}pm; 1,234.5; 45%"),
        ("comma", f"31 March 2026, 17:00; 1.234,5; 45{NBSP}%"),
        ("comma_close", "31 March 2026, 17:00; 1.234,5; 45%"),
        ("space", f"31 March 2026, 17:00; 1{NBSP}234,5; 45{NBSP}%"),
        ("space_close", f"31 March 2026, 17:00; 1{NBSP}234,5; 45%"),
        ("apostrophe", "31 March 2026, 17:00; 1’234.5; 45%"),
    ],
)
def test_each_way_is_shown_by_its_example(key: str, says: str) -> None:
    assert writing.example(key) == says


def test_every_way_looks_different() -> None:
    assert len({writing.example(key) for key in writing.WRITINGS}) == len(writing.WRITINGS)


def test_outside_a_business_things_are_written_in_the_standard_way() -> None:
    assert writing.full_day(DAY) == "31 March 2026"
    with writing.written_as("month_first"):
        assert writing.full_day(DAY) == "March 31, 2026"
    assert writing.full_day(DAY) == "31 March 2026"


def test_an_unknown_way_is_the_standard_one() -> None:
    with writing.written_as("runes"):
        assert writing.count(1204) == "1,204"


def test_a_weekday_stands_before_its_day() -> None:
    assert writing.weekday(DAY) == "Tuesday 31 March"
    with writing.written_as("month_first"):
        assert writing.weekday(DAY) == "Tuesday, March 31"
        assert writing.short_day(DAY) == "Mar 31"


@pytest.mark.parametrize(("at", "says"), [(0, "12:00 am"), (9, "9:00 am"), (12, "12:00 pm"), (23, "11:00 pm")])
def test_half_days_begin_at_twelve(at: int, says: str) -> None:
    with writing.written_as("half_days"):
        assert writing.clock(time(at)).replace(NBSP, " ") == says


def test_templates_take_the_businesss_way_and_zone() -> None:
    page = Template(
        "{% load written %}{{ at|day }}, {{ at|clock }}; {{ day|full_day }}; {{ n|count }}; {{ 45|percent }}"
    )
    context = {"at": datetime(2026, 3, 31, 22, 30, tzinfo=UTC), "day": DAY, "n": 1204}
    with writing.written_for(SimpleNamespace(writing="comma", timezone="Europe/Berlin")):
        assert page.render(Context(context)) == "1 April, 00:30; 31 March 2026; 1.204; 45\u00a0%"


def test_templates_write_nothing_for_nothing() -> None:
    page = Template(
        "{% load written %}{{ x|day }}{{ x|full_day }}{{ x|weekday }}{{ x|clock }}{{ x|count }}{{ x|percent }}"
    )
    assert page.render(Context({"x": None})) == ""
