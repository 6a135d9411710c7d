"""Reading rows of earlier answers."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from surveys.importing import ColumnsError, Fault, Given, columns_of, read_row

NOW = datetime(2026, 6, 1, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")
PLAIN = ["email", "external_id", "kind", "score", "at", "comment", "City"]
GOOD = {"email": "ann@example.com", "kind": "nps", "score": "9", "at": "2026-03-01T12:00:00Z"}


def row(**values: str) -> Given | Fault:
    cells = [{**GOOD, **values}.get(name, "") for name in PLAIN]
    return read_row(17, cells, columns_of(PLAIN), BERLIN, NOW)


def fault(**values: str) -> tuple[str, str]:
    found = row(**values)
    assert isinstance(found, Fault)
    return found.column, str(found)


def test_a_good_row_is_read() -> None:
    found = row(comment=" Two\r\nlines ", City="Bonn", external_id="A7")
    assert isinstance(found, Given)
    assert (found.email, found.external_id, found.kind, found.score) == ("ann@example.com", "A7", "nps", 9)
    assert (found.comment, found.properties) == ("Two\nlines", {"City": "Bonn"})


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-03-01", "2026-02-28T23:00:00+00:00"),
        ("2026-03-01 12:30", "2026-03-01T11:30:00+00:00"),
        ("2026-03-01T12:30:00Z", "2026-03-01T12:30:00+00:00"),
        ("2026-03-01T12:30:00.5-05:00", "2026-03-01T17:30:00.500000+00:00"),
    ],
)
def test_a_time_without_a_zone_is_the_business_s(text: str, instant: str) -> None:
    found = row(at=text)
    assert isinstance(found, Given)
    assert found.at.astimezone(UTC).isoformat() == instant


@pytest.mark.parametrize("score", ["9", "9.0", "09"])
def test_a_spreadsheet_s_whole_number_is_one(score: str) -> None:
    found = row(score=score)
    assert isinstance(found, Given)
    assert found.score == 9


@pytest.mark.parametrize(
    ("column", "text", "said"),
    [
        ("score", "11", "'11' is not on the scale of nps: a whole number from 0 to 10"),
        ("score", "9.5", "is not on the scale"),
        ("score", "", "is not on the scale"),
        ("kind", "stars", "is none of nps, csat, ces, ces2"),
        ("at", "01.03.2026", "Write it as 2026-03-01"),
        ("at", "20260301", "Write it as 2026-03-01"),
        ("at", "2026-02-30", "Write it as 2026-03-01"),
        ("at", "2027-01-01", "still to come"),
        ("email", "ann@example", "has no ending such as .com"),
        ("email", "", "is missing"),
        ("comment", "x" * 5_001, "5,000 are allowed"),
    ],
)
def test_a_broken_row_names_its_place_and_the_remedy(column: str, text: str, said: str) -> None:
    where, message = fault(**{column: text})
    assert (where, message.startswith(f"Row 17, {column}: ")) == (column, True)
    assert said in message


def test_a_number_is_enough_to_know_a_person() -> None:
    assert isinstance(row(email="", external_id="A7"), Given)


def test_columns_are_found_whatever_their_capitals() -> None:
    assert columns_of(["EMAIL", "External ID", "kind", "Score", "AT", "Shop"]).properties == {"Shop": 5}


@pytest.mark.parametrize(
    ("header", "missing"),
    [(["email", "score", "at"], "kind"), (["kind", "score", "at"], "email or external_id"), (["a"], "kind, score, at")],
)
def test_a_table_without_a_needed_column_says_which(header: list[str], missing: str) -> None:
    with pytest.raises(ColumnsError, match=missing):
        columns_of(header)
