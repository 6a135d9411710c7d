"""A tiny day of an internet-size customer; the full one is `manage.py bench --load`."""

from pathlib import Path

import pytest

from bench.load.checks import faults
from bench.load.day import run
from bench.load.town import Size, build

TINY = Size(seconds=10, rate=8, letters=60, businesses=6, kills=0, reads=1)


@pytest.mark.django_db(transaction=True)
def test_a_tiny_day_loses_nothing() -> None:
    report = run(TINY)
    assert report.faults == []
    assert (report.answers["count"], report.dashboards["count"], report.unknown) == (80, 10, 0)


@pytest.mark.django_db
def test_a_day_on_which_nothing_arrived_is_not_called_well(tmp_path: Path) -> None:
    town = build(TINY)
    found, _ = faults(TINY, town, tmp_path / "letters")
    assert "business-1: 0 answers, not" in found[0]
    assert found[-1] == "0 people were asked, not 60"


@pytest.mark.django_db
def test_letters_that_came_twice_or_not_at_all_are_named(tmp_path: Path) -> None:
    town, book = build(TINY), tmp_path / "letters"
    book.write_text("guest1@example.com\nguest1@example.com\nowner1@example.com\n")
    found, _ = faults(TINY, town, book)
    assert "1 letters came twice" in found
    assert "1 letters went to nobody that was asked" in found
