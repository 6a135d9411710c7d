"""What is usual where a business is."""

from pathlib import Path

import pytest

from accounts import regions
from accounts.actions import create_business
from accounts.regions import BEGINS, MONDAY, SATURDAY, SUNDAY, WRITTEN, Usual, countries, usual
from foundation.writing import STANDARD, WRITINGS, percent, written_as
from tests.factories.accounts import make_user


@pytest.mark.parametrize(
    ("zone", "found"),
    [
        ("America/Chicago", Usual("month_first", SUNDAY)),
        ("Europe/London", Usual(STANDARD, MONDAY)),
        ("Europe/Berlin", Usual("comma", MONDAY)),
        ("Europe/Paris", Usual("space", MONDAY)),
        ("Europe/Zurich", Usual("apostrophe", MONDAY)),
        ("America/Sao_Paulo", Usual("comma_close", SUNDAY)),
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


@pytest.mark.parametrize(
    ("zone", "shares"),
    [
        ("Europe/London", "45%"),
        ("America/New_York", "45%"),
        ("Europe/Berlin", "45\u00a0%"),
        ("Europe/Paris", "45\u00a0%"),
        ("Europe/Madrid", "45\u00a0%"),
        ("Europe/Rome", "45%"),
        ("Europe/Lisbon", "45%"),
        ("America/Sao_Paulo", "45%"),
        ("Europe/Warsaw", "45%"),
        ("Europe/Amsterdam", "45%"),
        ("Europe/Zurich", "45%"),
        ("Africa/Cairo", "45%"),
    ],
)
def test_the_percent_sign_keeps_the_distance_that_is_usual(zone: str, shares: str) -> None:
    with written_as(usual(zone).writing):
        assert percent(45) == shares


def test_a_system_without_the_table_has_the_standard(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(regions, "TZPATH", (str(tmp_path),))
    countries.cache_clear()
    assert usual("America/Chicago") == Usual(STANDARD, MONDAY)
    countries.cache_clear()


@pytest.mark.django_db
def test_a_new_business_begins_with_what_is_usual_in_its_zone() -> None:
    business = create_business(name="Corner Bakery", owner=make_user(), timezone="America/New_York")
    assert (business.writing, business.week_start) == ("month_first", SUNDAY)
