"""From a customer's file to the reference values, by commands alone."""

import csv
import json
from pathlib import Path

import pytest
from django.core.management import call_command


def answers(path: Path) -> None:
    """NPS of two months, 48-22 and 60-15 of 100, and 81 of 263 satisfied."""
    rows = [("nps", score, "2026-01-10") for score in [10] * 48 + [0] * 22 + [8] * 30]
    rows += [("nps", score, "2026-02-10") for score in [10] * 60 + [0] * 15 + [8] * 25]
    rows += [("csat", score, "2026-03-10") for score in [5] * 81 + [2] * 182]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["email", "kind", "score", "at", "branch"])
        writer.writerows(
            (f"p{n}@example.com", kind, score, at, ("Nord", "Süd")[n % 2]) for n, (kind, score, at) in enumerate(rows)
        )


@pytest.mark.django_db
def test_a_file_of_answers_gives_the_reference_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answers(tmp_path / "answers.csv")
    call_command("create_business", "Bakery", "--slug=shop", "--owner=a@example.com", "--timezone=Europe/Berlin")
    call_command("import_answers", "shop", str(tmp_path / "answers.csv"))
    call_command("recompute", "shop")
    capsys.readouterr()
    call_command("metric", "shop", "csat", "--json")
    (csat,) = json.loads(capsys.readouterr().out)
    assert (csat["n"], csat["low"], csat["high"]) == pytest.approx((263, 0.2553, 0.3662), abs=0.00006)
    days = ("--from", "2026-02-01", "--to", "2026-03-01", "--compare", "2026-01-01..2026-02-01")
    call_command("metric", "shop", "nps", *days, "--json")
    tested = json.loads(capsys.readouterr().out)["comparison"]
    assert (tested["diff"], tested["z"], tested["p"]) == pytest.approx((18.4466, 1.7218, 0.0851), abs=0.00006)
    call_command("metric", "shop", "nps", "--by", "branch", "--json")
    parts = json.loads(capsys.readouterr().out)
    assert [(part["segment"], part["n"]) for part in parts] == [("Nord", 100), ("Süd", 100)]
