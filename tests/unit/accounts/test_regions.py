"""What is usual where a business is."""

from pathlib import Path

import pytest

from accounts import regions
from accounts.actions import create_business
from accounts.regions import BEGINS, MONDAY, SATURDAY, SUNDAY, WRITTEN, Usual, countries, usual
from foundation.writing import STANDARD, WRITINGS
from tests.factories.accounts import make_user


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        ("America/Chicago", Usual("month_first", SUNDAY)),
        ("Europe/London", Usual(STANDARD, MONDAY)),
        ("Europe/Berlin", Usual("comma", MONDAY)),
        ("Europe/Paris", Usual("space", MONDAY)),
        ("Europe/Zurich", Usual("apostrophe", MONDAY)),
        ("America/Sao_Paulo", Usual("comma", SUNDAY)),
        ("Asia/Kuwait", Usual("half_days", SATURDAY)),
        ("UTC", Usual(STANDARD, MONDAY)),
        ("Mars/Olympus", Usual(STANDARD, MONDAY)),
    ],
)
def test_a_time_zone_tells_what_is_usual(zone: str, found: Usual) -> None:
    assert usual(zone) == found


def test_no_country_writes_in_two_ways_and_every_way_is_known() -> None:
    codes = [code for group in WRITTEN.values() for code in group.split()]
    assert len(codes) == len(set(codes))
    assert set(WRITTEN) <= set(WRITINGS)
    days = [code for group in BEGINS.values() for code in group.split()]
    assert len(days) == len(set(days))


def test_a_system_without_the_table_has_the_standard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(regions, "TZPATH", (str(tmp_path),))
    countries.cache_clear()
    assert usual("America/Chicago") == Usual(STANDARD, MONDAY)
    countries.cache_clear()


@pytest.mark.django_db
def test_a_new_business_begins_with_what_is_usual_in_its_zone() -> None:
    business = create_business(name="Corner Bakery", owner=make_user(), timezone="America/New_York")
    assert (business.writing, business.week_start) == ("month_first", SUNDAY)
