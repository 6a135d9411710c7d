"""Lines, the sealer, consumers, and what verifying finds."""

from uuid import UUID

import pytest
from django.db import ProgrammingError, connection

from accounts.models import Business
from foundation import tasks
from foundation.agenda.models import Due
from foundation.ids import uuid7
from foundation.ledger.actions import record, record_many, seal
from foundation.ledger.feed import consumers, consumes, feed
from foundation.ledger.models import LedgerLine
from foundation.ledger.queries import verify
from foundation.postgres.owner import as_owner
from foundation.tenancy.context import acting_for


def write(business: Business, count: int = 3) -> None:
    with acting_for(business):
        record_many(business=business, lines=[("answer.given", uuid7(), {"n": n}) for n in range(count)])


def edit(business: Business, statements: str) -> None:
    """Change the ledger behind the product's back, as the owner of the database can."""
    with as_owner(connection), acting_for(business), connection.cursor() as cursor:
        cursor.execute(statements)


def test_a_line_leaves_a_due_row_for_the_sealer(business: Business) -> None:
    with acting_for(business):
        record(business=business, kind="goal.set", subject=uuid7())
    assert Due.objects.get().kind == "ledger.seal"


def test_the_sealer_numbers_without_gaps(business: Business) -> None:
    write(business, 5)
    assert len(seal(business=business, limit=3)) == 3
    assert len(seal(business=business, limit=3)) == 2
    with acting_for(business):
        assert list(LedgerLine.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_an_untouched_ledger_verifies(business: Business) -> None:
    write(business)
    seal(business=business)
    found = verify(business=business)
    assert (found.lines, found.faults) == (3, [])


def test_an_empty_ledger_verifies(business: Business) -> None:
    assert verify(business=business).faults == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "statement",
    [
        """UPDATE ledger_line SET data = '{"n": 9}' WHERE number = 2""",
        "UPDATE ledger_line SET kind = 'answer.erased' WHERE number = 2",
        "DELETE FROM ledger_line WHERE number = 1",
        "DELETE FROM ledger_line WHERE number = 2",
        "DELETE FROM ledger_line WHERE number = 3",
        """UPDATE ledger_line SET number = -1 WHERE number = 2; UPDATE ledger_line SET number = 2 WHERE number = 3;
        UPDATE ledger_line SET number = 3 WHERE number = -1""",
        "UPDATE ledger_line SET at = at + interval '1 second' WHERE number = 1",
    ],
)
def test_any_edit_deletion_or_reordering_shows(business: Business, statement: str) -> None:
    write(business)
    seal(business=business)
    edit(business, statement)
    assert verify(business=business).faults


def test_a_consumer_hears_each_line_of_its_kinds_once(business: Business) -> None:
    heard: list[UUID] = []

    @consumes("test", ["answer.given"])
    def hear(business_id: UUID, lines: list[LedgerLine]) -> None:
        heard.extend(line.subject for line in lines)

    try:
        write(business)
        with acting_for(business):
            record(business=business, kind="goal.set", subject=uuid7())
        seal(business=business)
        assert feed(business.id, "test", batch=2)
        while feed(business.id, "test", batch=2):
            pass
        feed(business.id, "test")
    finally:
        del consumers["test"]
    assert len(heard) == len(set(heard)) == 3


@pytest.mark.parametrize(("kind", "told"), [("answer.given", ["test"]), ("goal.set", [])])
def test_a_batch_is_told_to_those_who_hear_of_its_kinds(business: Business, kind: str, told: list[str]) -> None:
    @consumes("test", ["answer.given"])
    def hear(business_id: UUID, lines: list[LedgerLine]) -> None:
        pass

    try:
        with acting_for(business):
            record(business=business, kind=kind, subject=uuid7())
        tasks.seal_ledger(business.id, "")
    finally:
        del consumers["test"]
    assert list(Due.objects.filter(kind=tasks.FEED, key="test").values_list("key", flat=True)) == told


def test_a_full_batch_is_told_to_everybody(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.tasks.BATCH", 1)
    with acting_for(business):
        record(business=business, kind="goal.set", subject=uuid7())
    tasks.seal_ledger(business.id, "")
    assert set(Due.objects.filter(kind=tasks.FEED).values_list("key", flat=True)) == set(consumers)


def test_a_consumer_that_fails_hears_again(business: Business) -> None:
    heard: list[int] = []

    @consumes("test", ["answer.given"])
    def hear(business_id: UUID, lines: list[LedgerLine]) -> None:
        heard.append(len(lines))
        if len(heard) == 1:
            raise ZeroDivisionError

    try:
        write(business)
        seal(business=business)
        with pytest.raises(ZeroDivisionError):
            feed(business.id, "test")
        feed(business.id, "test")
    finally:
        del consumers["test"]
    assert heard == [3, 3]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["UPDATE ledger_line SET kind = 'x'", "DELETE FROM ledger_line"])
def test_the_app_itself_may_not_change_a_line(business: Business, statement: str) -> None:
    write(business)
    with pytest.raises(ProgrammingError, match="permission denied"), acting_for(business):
        connection.cursor().execute(statement)


@pytest.mark.django_db(transaction=True)
def test_an_edited_line_is_named(business: Business) -> None:
    write(business)
    seal(business=business)
    edit(business, "UPDATE ledger_line SET kind = 'answer.erased' WHERE number = 2")
    assert verify(business=business).faults[0].number == 2


def test_lines_are_not_sealed_without_word_to_who_hears_of_them(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    def died(**work: object) -> None:
        raise RuntimeError

    write(business)
    monkeypatch.setattr(tasks, "add", died)
    with pytest.raises(RuntimeError):
        tasks.seal_ledger(business.id, "")
    monkeypatch.undo()
    tasks.seal_ledger(business.id, "")
    assert Due.objects.filter(kind=tasks.FEED).exists()
