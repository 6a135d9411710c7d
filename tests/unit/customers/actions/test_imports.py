"""Importing: by COPY and slice by slice, and yet as if row after row."""

import random
import uuid
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.utils.timezone import now
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.actions import add_dimensions, stop_dimension
from accounts.models import Business
from customers import uploads
from customers.actions import (
    add_customer,
    advance_import,
    arrange_import,
    confirm_import,
    import_file,
    imports,
    start_import,
    suppress,
)
from customers.models import Customer, Import, ImportChange, ImportFault, ImportState
from customers.queries import faults
from customers.tables import TableError
from foundation.agenda.runner import drain
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from tests.factories.customers import everybody, make_customer
from tests.factories.tables import HEADER, SlowImport, csv_bytes

COUNTED = ("added", "updated", "unchanged", "repeated", "broken", "erased")
Rows = Sequence[Sequence[str]]


def begin(business: Business, rows: Rows, header: Sequence[str] = HEADER) -> uuid.UUID:
    draft = start_import(business=business, blocks=[csv_bytes(rows, header)], filename="list.csv")
    return confirm_import(business=business, import_id=draft.id).id


def run(business: Business, rows: Rows, header: Sequence[str] = HEADER) -> Import:
    import_id = begin(business, rows, header)
    while (row := advance_import(business=business, import_id=import_id)).state in imports.UNDER_WAY:
        pass
    return row


def counts(row: Import) -> dict[str, int]:
    return {name: getattr(row, name) for name in COUNTED}


def stored(business: Business) -> list[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
    return sorted(
        (row.email or "", row.external_id or "", row.name, tuple(sorted(row.properties.items())))
        for row in everybody(business).values()
    )


cells = st.tuples(
    st.sampled_from(["", "a@x.de", "B@x.de", "b@x.de", "c@x.de", "bad@x"]),
    st.sampled_from(["", "", "1", "2", "3"]),
    st.sampled_from(["", "Ann", "Ben"]),
    st.sampled_from(["", "North", "South"]),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(cells, min_size=1, max_size=10), min_size=1, max_size=3), st.sampled_from([150, 4 << 20]))
def test_it_comes_out_as_if_row_after_row(business: Business, files: list[Rows], size: int) -> None:
    with pytest.MonkeyPatch.context() as patch, acting_for(business):
        ImportChange.objects.all().delete()
        Customer.objects.all().delete()
        patch.setattr(imports, "SLICE", size)
        slow = SlowImport()
        for rows in files:
            slow.run(rows)
            row = run(business, rows)
            assert counts(row) == slow.counts
            assert stored(business) == sorted(person.key() for person in slow.people)
            assert row.total == row.done == sum(slow.counts.values())


def test_thousands_of_rows_come_out_as_if_row_after_row(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "SLICE", 20_000)
    dice = random.Random(7)  # made-up rows
    slow = SlowImport()
    for _ in range(2):
        rows = [
            (f"p{dice.randrange(900)}@x.de", str(dice.randrange(900)) if dice.random() < 0.3 else "", f"N{n % 50}", "S")
            for n in range(1500)
        ]
        slow.run(rows)
        assert counts(run(business, rows)) == slow.counts
    assert stored(business) == sorted(person.key() for person in slow.people)


def test_an_address_freed_by_one_row_is_taken_by_a_later_one(business: Business) -> None:
    make_customer(business, email="a@x.de", external_id="1", name="Ann")
    row = run(business, [("new@x.de", "1", "", ""), ("a@x.de", "2", "Ben", "")])
    assert (row.added, row.updated, row.broken) == (1, 1, 0)
    assert [person[:3] for person in stored(business)] == [("a@x.de", "2", "Ben"), ("new@x.de", "1", "Ann")]


def test_unchanged_rows_are_not_touched(business: Business) -> None:
    rows = [(f"p{n}@x.de", "", f"N{n}", "North") for n in range(30)]
    run(business, rows)
    before = {row.id: row.updated_at for row in everybody(business).values()}
    assert run(business, rows).unchanged == 30
    assert {row.id: row.updated_at for row in everybody(business).values()} == before


def test_broken_rows_are_named_and_the_good_ones_go_in(business: Business) -> None:
    row = run(business, [("ann@gmial", "", "Ann", ""), ("ben@x.de", "", "Ben", "")])
    with acting_for(business):
        (fault,) = faults(business, row.id)
    assert fault.words == "Row 2, E-mail: 'ann@gmial' has no ending such as .com."
    assert fault.cells == ["ann@gmial", "", "Ann", ""]
    assert (row.added, row.broken) == (1, 1)


def test_a_conflict_with_who_is_known_is_a_fault_of_its_row(business: Business) -> None:
    make_customer(business, email="a@x.de", external_id="1")
    make_customer(business, email="b@x.de", external_id="2")
    row = run(business, [("a@x.de", "2", "", "S"), ("b@x.de", "9", "", "S")])
    with acting_for(business):
        words = [fault.words for fault in faults(business, row.id)]
    assert "Row 2, E-mail: 'a@x.de' is one customer's address and '2' is another customer's number." in words
    assert "Row 3, E-mail: 'b@x.de' is the address of a customer with another number than '9'." in words


def test_who_asked_to_be_forgotten_is_not_brought_back(business: Business) -> None:
    suppress(business=business, email="a@x.de", reason="erased")
    suppress(business=business, email="b@x.de", reason="stopped")
    row = run(business, [("A@x.de", "1", "Ann", ""), ("b@x.de", "", "Ben", "")])
    assert (row.added, row.erased, row.suppressed) == (1, 1, 1)
    assert [person[0] for person in stored(business)] == ["b@x.de"]


def test_who_is_erased_between_checking_and_importing_stays_erased(business: Business) -> None:
    import_id = begin(business, [("a@x.de", "1", "Ann", "")])
    advance_import(business=business, import_id=import_id)
    suppress(business=business, email="a@x.de", reason="erased")
    assert advance_import(business=business, import_id=import_id).erased == 1
    assert not everybody(business)


def test_a_worker_killed_between_slices_leaves_nothing_double(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "SLICE", 400)
    rows = [(f"p{n}@x.de", "", f"N{n}", "") for n in range(20)]
    import_id = begin(business, rows)
    for _ in range(3):
        advance_import(business=business, import_id=import_id)

    class Killed(BaseException):
        pass

    def die(*args: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(imports, "_count", die)  # the slice is in, its counts are not yet
        with pytest.raises(Killed):
            advance_import(business=business, import_id=import_id)
    with acting_for(business):
        half = Import.objects.get(id=import_id)
        assert 0 < half.added == Customer.objects.count() < 20
    drain()
    with acting_for(business):
        done = Import.objects.get(id=import_id)
    assert (done.state, done.added, done.done, len(everybody(business))) == (ImportState.DONE, 20, 20, 20)


def test_an_import_that_is_done_is_not_done_again(business: Business) -> None:
    row = run(business, [("a@x.de", "", "Ann", "")])
    assert advance_import(business=business, import_id=row.id).added == 1
    drain()
    assert len(everybody(business)) == 1


def test_an_unreadable_file_imports_nothing(business: Business) -> None:
    rows = csv_bytes([(f"p{n}@x.de", "", "", "") for n in range(5000)]) + b'"never closed,,,\n'
    draft = start_import(business=business, blocks=[rows], filename="list.csv")
    confirm_import(business=business, import_id=draft.id)
    drain()
    with acting_for(business):
        row = Import.objects.get(id=draft.id)
    assert (row.state, row.added) == (ImportState.FAILED, 0)
    assert "Row 5002: a quotation mark opens" in row.error
    assert not everybody(business)


def test_a_file_that_is_no_table_leaves_nothing_behind(business: Business) -> None:
    with pytest.raises(TableError):
        start_import(business=business, blocks=[b"\x1f\x8b"], filename="x.csv")
    with acting_for(business):
        assert not Import.objects.exists()


def test_the_file_is_deleted_afterwards(business: Business) -> None:
    import_id = begin(business, [("a@x.de", "", "Ann", "")])
    assert uploads.source(import_id).exists()
    drain()
    assert not list(uploads.folder().glob(f"{import_id.hex}*"))


def test_a_file_over_the_size_is_refused_and_deleted(business: Business) -> None:
    before = set(uploads.folder().iterdir())
    with pytest.raises(uploads.TooLargeError, match="larger than 1 MB"):
        start_import(business=business, blocks=[b"email\n", b"x" * (1 << 20)], filename="x.csv", most=1 << 20)
    assert set(uploads.folder().iterdir()) == before


def test_cells_put_right_by_hand_count(business: Business) -> None:
    draft = start_import(business=business, blocks=[csv_bytes([("ann@gmial", "", "Ann", "")])], filename="x.csv")
    arrange_import(business=business, import_id=draft.id, mended={2: {0: "ann@gmail.com", 99: "nothing"}})
    confirm_import(business=business, import_id=draft.id)
    drain()
    assert [person[0] for person in stored(business)] == ["ann@gmail.com"]


def test_properties_with_few_values_become_dimensions(business: Business) -> None:
    rows = [(f"p{n}@x.de", ["North", "South"][n % 2], f"note {n}") for n in range(60)]
    row = run(business, rows, ["email", "region", "note"])
    business.refresh_from_db()
    assert row.dimensions == business.dimensions == ["region"]


def test_a_dimension_that_was_stopped_comes_back_where_somebody_chooses_it(business: Business, tmp_path: Path) -> None:
    add_dimensions(business=business, names=["region"])
    stop_dimension(business=business, name="region", by=None)
    rows = [(f"p{n}@x.de", ["North", "South"][n % 2]) for n in range(60)]
    assert run(business, rows, ["email", "region"]).dimensions == []
    path = tmp_path / "region.csv"
    path.write_bytes(csv_bytes(rows, ["email", "region"]))
    assert import_file(business=business, path=path, groups=["region"]).dimensions == ["region"]


def test_at_most_a_thousand_faults_are_kept_and_all_are_counted(business: Business) -> None:
    row = run(business, [(f"p{n}", "", "", "") for n in range(1200)])
    with acting_for(business):
        assert ImportFault.objects.count() == 1000
    assert row.broken == 1200


def test_a_line_in_the_ledger_holds_counts_and_nobody(business: Business) -> None:
    row = run(business, [("a@x.de", "", "Ann", "")])
    with acting_for(business):
        line = LedgerLine.objects.get(subject=row.id, kind="customers.imported")
    assert line.data["added"] == 1
    assert "a@x.de" not in str(line.data)


def test_two_businesses_import_the_same_people_apart(business: Business, other_business: Business) -> None:
    rows = [("a@x.de", "1", "Ann", "North")]
    assert run(business, rows).added == run(other_business, rows).added == 1
    ours, theirs = everybody(business), everybody(other_business)
    assert len(ours) == len(theirs) == 1
    assert not set(ours) & set(theirs)


def test_another_business_cannot_confirm_a_draft(business: Business, other_business: Business) -> None:
    draft = start_import(business=business, blocks=[csv_bytes([])], filename="x.csv")
    with pytest.raises(Import.DoesNotExist):
        confirm_import(business=other_business, import_id=draft.id)


def test_a_draft_nobody_agrees_to_is_forgotten(business: Business) -> None:
    draft = start_import(business=business, blocks=[csv_bytes([])], filename="x.csv")
    drain(until=now() + timedelta(days=2))
    with acting_for(business):
        assert not Import.objects.exists()
    assert not uploads.source(draft.id).exists()


def test_broken_rows_are_forgotten_after_a_month(business: Business) -> None:
    run(business, [("bad", "", "", "")])
    with time_machine.travel(now() + timedelta(days=31)):
        drain()
    with acting_for(business):
        assert not ImportFault.objects.exists()
        assert Import.objects.get().broken == 1


def test_a_vanished_file_fails_the_import_with_its_remedy(business: Business) -> None:
    import_id = begin(business, [("a@x.de", "", "", "")])
    advance_import(business=business, import_id=import_id)
    uploads.forget(import_id)
    row = advance_import(business=business, import_id=import_id)
    assert (row.state, row.error) == (ImportState.FAILED, imports.CUT_OFF)


def test_a_customer_added_by_hand_meanwhile_is_recognised(business: Business, tmp_path: Path) -> None:
    import_id = begin(business, [("a@x.de", "", "Ann", ""), ("b@x.de", "", "Ben", "")])
    advance_import(business=business, import_id=import_id)
    add_customer(business=business, email="a@x.de", name="Ann")
    row = advance_import(business=business, import_id=import_id)
    assert (row.added, row.unchanged) == (1, 1)
