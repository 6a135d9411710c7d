"""`recompute` and `metric`: from answers to the reference values."""

import json
from datetime import date
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Business
from surveys.models import Survey
from tests.factories.answers import make_survey
from tests.factories.metrics import give
from tests.reference import reference

FIELDS = ["metric", "from", "to", "segment", "value", "n", "low", "high", "state", "as_of", "version"]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("metric", *arguments)
    return capsys.readouterr().out


def net(survey: Survey, business: Business, promoters: int, detractors: int, n: int, on: date) -> None:
    give(business, survey, [10] * promoters + [0] * detractors + [8] * (n - promoters - detractors), on)


@pytest.mark.parametrize(
    ("promoters", "detractors", "n", "value", "low", "high"),
    [(291, 395, 1162, -8.95, -13.308, -4.546), (40, 30, 100, 10, -6.272, 25.689), (200, 150, 500, 10, 2.687, 17.194)],
)
def test_nps_is_that_of_the_reference(
    business: Business,
    capsys: pytest.CaptureFixture[str],
    promoters: int,
    detractors: int,
    n: int,
    value: float,
    low: float,
    high: float,
) -> None:
    net(make_survey(business), business, promoters, detractors, n, date(2026, 1, 5))
    call_command("recompute", business.slug)
    assert capsys.readouterr().out == "1 day counted.\n"
    (row,) = json.loads(printed(capsys, business.slug, "nps", "--json"))
    assert list(row) == FIELDS
    assert (row["metric"], row["segment"], row["n"], row["state"], row["version"]) == ("nps", None, n, "ok", 1)
    assert (row["from"], row["to"]) == ("2026-01-05", "2026-01-06")
    assert (row["value"], row["low"], row["high"]) == pytest.approx((value, low, high), abs=0.005)


@pytest.mark.parametrize(("satisfied", "n", "low", "high"), [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605)])
def test_satisfaction_is_that_of_the_reference(
    business: Business, capsys: pytest.CaptureFixture[str], satisfied: int, n: int, low: float, high: float
) -> None:
    survey = make_survey(business, "csat")
    give(business, survey, [5] * satisfied + [2] * (n - satisfied), date(2026, 1, 5))
    call_command("recompute", business.slug, "--from-scratch")
    capsys.readouterr()
    (row,) = json.loads(printed(capsys, business.slug, "csat", "--json"))
    assert row["value"] == satisfied / n
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=0.00006)


@pytest.fixture
def two_months(business: Business, capsys: pytest.CaptureFixture[str]) -> Business:
    """January: 48 promoters and 22 detractors of 100; February: 60 and 15."""
    survey = make_survey(business)
    net(survey, business, 48, 22, 100, date(2026, 1, 5))
    net(survey, business, 60, 15, 100, date(2026, 2, 5))
    call_command("recompute", business.slug)
    capsys.readouterr()
    return business


COMPARE = ("--from", "2026-02-01", "--to", "2026-03-01", "--compare", "2026-01-01..2026-02-01")


def test_two_periods_compare_as_in_the_reference(two_months: Business, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, two_months.slug, "nps", *COMPARE, "--json"))
    assert [row["value"] for row in found["periods"]] == [26, 45]
    tested = found["comparison"]
    values = (tested["diff"], tested["se"], tested["z"], tested["p"], tested["low"], tested["high"])
    assert values == pytest.approx((18.4466, 10.7138, 1.7218, 0.0851, -2.5521, 39.4453), abs=0.00006)
    assert (tested["verdict"], tested["smallest"] > 20) == ("no evidence of change", True)


def test_the_literals_here_are_those_of_the_reference_file() -> None:
    kept: dict[str, Any] | None = reference()
    if kept is not None:
        assert [row["adj"] for row in kept["nps_ci"]] == [[-13.308, -4.546], [-6.272, 25.689], [2.687, 17.194]]
        assert kept["nps_compare"][0]["ci"] == [-2.5521, 39.4453]
        assert kept["wilson"] == {"81/263": [0.2553, 0.3662], "15/148": [0.0624, 0.1605]}


def test_periods_and_their_segments_are_listed(two_months: Business, capsys: pytest.CaptureFixture[str]) -> None:
    two_months.dimensions = ["branch"]
    two_months.save()
    call_command("recompute", two_months.slug, "--from-scratch")
    capsys.readouterr()
    rows = json.loads(printed(capsys, two_months.slug, "nps", "--period", "month", "--by", "branch", "--json"))
    assert [(row["segment"], row["from"], row["n"]) for row in rows] == [
        ("", "2026-01-01", 100),
        ("", "2026-02-01", 100),
    ]


def test_a_table_rounds_and_names_the_state(two_months: Business, capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, two_months.slug, "nps", *COMPARE).splitlines()
    assert lines[0].split() == ["from", "to", "segment", "nps", "n", "range", "state"]
    assert lines[2].split() == ["2026-02-01", "2026-03-01", "total", "45", "100", "29", "to", "58", "ok"]
    assert lines[-1] == "no evidence of change"


def test_before_any_answer_all_is_null(business: Business, capsys: pytest.CaptureFixture[str]) -> None:
    (row,) = json.loads(printed(capsys, business.slug, "nps", "--json"))
    assert [row[name] for name in ("value", "n", "low", "high", "state", "as_of")] == [
        None,
        0,
        None,
        None,
        "none",
        None,
    ]


@pytest.mark.parametrize(
    ("arguments", "fault"),
    [
        (["nps", "--from", "1.1.2026"], "--from: '1.1.2026' is no day. One looks like 2026-01-31."),
        (["nps", "--from", "2026-02-01", "--to", "2026-02-01"], "Nothing lies between"),
        (["joy"], "There is no metric 'joy'."),
        (["nps", "--by", "branch"], "There is no segment 'branch'."),
        (["nps", "--compare", "2026-01-01..2026-02-01"], "goes with --from and --to"),
        (["nps", "--compare", "2026-01-01", "--from", "2026-02-01", "--to", "2026-03-01"], "takes two days"),
        (["nps", *COMPARE, "--by", "branch"], "leave out --by"),
    ],
)
def test_a_fault_is_one_clear_line(business: Business, arguments: list[str], fault: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("metric", business.slug, *arguments)
    assert fault in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize("command", [["metric", "nobody", "nps"], ["recompute", "nobody"]])
def test_an_unknown_business_is_named(command: list[str]) -> None:
    with pytest.raises(CommandError, match="No business is called 'nobody'"):
        call_command(*command)
