"""Taking a whole import back."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils.timezone import now

from accounts.models import Business
from customers.actions import change_customer, suppress, undo_import, undoing
from customers.models import Customer, Import, ImportChange, ImportState
from foundation.agenda.runner import drain
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.models import Answer, Survey
from tests.factories.customers import everybody, make_customer
from tests.unit.customers.actions.test_imports import run


def undo(business: Business, row: Import) -> Import:
    undo_import(business=business, import_id=row.id)
    drain()
    with acting_for(business):
        return Import.objects.get(id=row.id)


def addresses(business: Business) -> set[str | None]:
    return {row.email for row in everybody(business).values()}


def answered(business: Business, customer_id: uuid.UUID) -> None:
    with acting_for(business):
        survey = Survey.objects.create(business_id=business.id, name="How was it?", kind="nps")
        Answer.objects.create(
            business_id=business.id,
            survey=survey,
            customer_id=customer_id,
            kind="nps",
            score=9,
            given_at=now(),
            given_on=now().date(),
            salt=bytes(16),
        )


def test_who_came_in_goes_and_who_was_changed_is_as_before(business: Business) -> None:
    kept = make_customer(business, email="old@x.de", name="Old", properties={"shop": "North", "since": "2001"})
    row = run(business, [("new@x.de", "", "New", ""), ("old@x.de", "7", "Newer", "South")])
    done = undo(business, row)
    assert (done.state, done.removed, done.restored, done.kept) == (ImportState.UNDONE, 1, 1, 0)
    (left,) = everybody(business).values()
    assert (left.id, left.email, left.external_id, left.name) == (kept.id, "old@x.de", None, "Old")
    assert (left.properties, left.updated_at) == ({"shop": "North", "since": "2001"}, kept.updated_at)
    with acting_for(business):
        assert not ImportChange.objects.exists()
        line = LedgerLine.objects.get(kind="customers.import_undone")
    assert line.data == {"removed": 1, "restored": 1, "kept": 0}


def test_who_has_answered_since_stays_and_is_counted(business: Business) -> None:
    row = run(business, [("a@x.de", "", "", ""), ("b@x.de", "", "", "")])
    (answerer,) = (one for one in everybody(business).values() if one.email == "a@x.de")
    answered(business, answerer.id)
    done = undo(business, row)
    assert (done.removed, done.kept, addresses(business)) == (1, 1, {"a@x.de"})


def test_who_was_changed_by_hand_since_is_left_alone(business: Business) -> None:
    customer = make_customer(business, email="a@x.de", name="Ann")
    row = run(business, [("a@x.de", "", "Anna", "")])
    change_customer(business=business, customer_id=customer.id, name="Annabel")
    done = undo(business, row)
    assert (done.restored, done.kept) == (0, 1)
    assert everybody(business)[customer.id].name == "Annabel"


def test_an_address_that_is_somebody_elses_by_now_is_not_taken_back(business: Business) -> None:
    first = make_customer(business, email="a@x.de", external_id="1")
    second = make_customer(business, email="b@x.de", external_id="2", name="Ben")
    row = run(business, [("new@x.de", "1", "", ""), ("b@x.de", "2", "Benno", "")])
    make_customer(business, email="a@x.de")
    done = undo(business, row)
    assert (done.restored, done.kept) == (1, 1)
    assert (everybody(business)[first.id].email, everybody(business)[second.id].name) == ("new@x.de", "Ben")


def test_an_address_of_who_asked_to_be_forgotten_does_not_come_back(business: Business) -> None:
    customer = make_customer(business, email="a@x.de", external_id="1")
    row = run(business, [("new@x.de", "1", "", "")])
    suppress(business=business, email="a@x.de", reason="erased")
    assert undo(business, row).kept == 1
    assert everybody(business)[customer.id].email == "new@x.de"


def test_two_imports_are_undone_one_after_the_other(business: Business) -> None:
    customer = make_customer(business, email="a@x.de", name="Ann")
    first = run(business, [("a@x.de", "", "Anna", "")])
    second = run(business, [("a@x.de", "", "Annabel", "")])
    undo(business, second)
    assert everybody(business)[customer.id].name == "Anna"
    undo(business, first)
    assert everybody(business)[customer.id].name == "Ann"


def test_many_are_taken_back_in_slices(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "AT_ONCE", 7)
    make_customer(business, email="p1@x.de", name="Before")
    row = run(business, [(f"p{n}@x.de", "", f"N{n}", "") for n in range(30)])
    done = undo(business, row)
    assert (done.removed, done.restored, addresses(business)) == (29, 1, {"p1@x.de"})


def test_undoing_is_asked_for_once_and_not_after_a_month(business: Business, other_business: Business) -> None:
    row = run(business, [("a@x.de", "", "", "")])
    with pytest.raises(Import.DoesNotExist):
        undo_import(business=other_business, import_id=row.id)
    with time_machine.travel(now() + timedelta(days=31)), pytest.raises(Import.DoesNotExist):
        undo_import(business=business, import_id=row.id)
    undo(business, row)
    with pytest.raises(Import.DoesNotExist):
        undo_import(business=business, import_id=row.id)


def test_what_was_before_is_forgotten_after_a_month(business: Business) -> None:
    make_customer(business, email="a@x.de", name="Ann")
    run(business, [("a@x.de", "", "Anna", "")])
    with time_machine.travel(now() + timedelta(days=31)):
        drain()
    with acting_for(business):
        assert not ImportChange.objects.exists()
        assert Customer.objects.get().name == "Anna"
