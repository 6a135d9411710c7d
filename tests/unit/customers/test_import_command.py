"""`import_customers SLUG FILE`."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Business
from customers import uploads
from customers.models import Import, ImportState
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from tests.factories.customers import everybody
from tests.factories.tables import csv_bytes


def run(business: Business, path: Path, **options: object) -> str:
    out = io.StringIO()
    call_command("import_customers", business.slug, path, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """One good row and one broken one."""
    path = tmp_path / "list.csv"
    path.write_bytes(csv_bytes([("ann@x.de", "1", "Ann", "North"), ("bad", "", "", "")]))
    return path


def test_counts_and_faults_are_printed(business: Business, path: Path) -> None:
    printed = run(business, path)
    assert "2 rows: 1 added, 0 updated, 0 unchanged, 0 repeated, 1 to fix" in printed
    assert "Row 3, E-mail: 'bad' has no @." in printed
    assert len(everybody(business)) == 1


def test_json_holds_the_counts_and_every_fault(business: Business, path: Path) -> None:
    printed = json.loads(run(business, path, json=True))
    assert (printed["total"], printed["added"], printed["broken"]) == (2, 1, 1)
    assert printed["faults"] == [{"row": 3, "column": "E-mail", "message": "'bad' has no @."}]
    assert printed["dimensions"] == []


def test_a_column_is_compared_by_where_the_command_says_so(business: Business, path: Path) -> None:
    assert json.loads(run(business, path, json=True, group=["shop"]))["dimensions"] == ["shop"]
    business.refresh_from_db()
    assert business.dimensions == ["shop"]
    with pytest.raises(CommandError, match="No column 'Shop' is kept as a property"):
        run(business, path, group=["Shop"])


def test_what_is_refused_is_no_draft_to_look_at(business: Business, path: Path) -> None:
    with pytest.raises(CommandError):
        run(business, path, group=["Shop"])
    with acting_for(business):
        row = Import.objects.get()
        assert LedgerLine.objects.filter(kind="import.failed", subject=row.id).exists()
    assert row.state == ImportState.FAILED
    assert "No column 'Shop'" in row.error


def test_the_operators_file_stays_and_ours_goes(business: Business, path: Path) -> None:
    run(business, path)
    assert path.exists()
    with acting_for(business):
        (line,) = LedgerLine.objects.filter(kind="customers.imported")
    assert not list(uploads.folder().glob(f"{line.subject.hex}*"))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"name\nAnn\n", "No column holds an e-mail address"),
        (b"a@x.de\n", "names of the columns"),
    ],
)
def test_what_cannot_be_imported_is_one_clear_line(
    business: Business, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words) as fault:
        run(business, path)
    assert "\n" not in str(fault.value)
    assert not everybody(business)


def test_a_missing_file_or_business_is_named(business: Business, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be opened"):
        run(business, tmp_path / "none.csv")
    with pytest.raises(CommandError, match="No business is called 'nobody'"):
        call_command("import_customers", "nobody", tmp_path)
