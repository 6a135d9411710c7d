"""`import_answers`."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Business

TABLE = "email,kind,score,at\nann@example.com,nps,9,2026-03-01\nbob@example.com,nps,eleven,2026-03-01\n"


def test_importing_says_what_became_of_the_rows(
    business: Business, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "answers.csv"
    path.write_text(TABLE)
    call_command("import_answers", business.slug, str(path))
    said = capsys.readouterr().out
    assert "1 answers added, 0 already here, 1 rows broken. 1 new customers." in said
    assert "Row 3, score: 'eleven' is not on the scale" in said
    call_command("import_answers", business.slug, str(path), "--json")
    found = json.loads(capsys.readouterr().out)
    assert (found["rows"], found["added"], found["unchanged"], found["broken"]) == (2, 0, 1, 1)


def test_an_unknown_business_is_named(db: None) -> None:
    with pytest.raises(CommandError, match="No business is called 'nobody'"):
        call_command("import_answers", "nobody", "x.csv")


def test_a_missing_file_is_named(business: Business, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be opened"):
        call_command("import_answers", business.slug, str(tmp_path / "none.csv"))
