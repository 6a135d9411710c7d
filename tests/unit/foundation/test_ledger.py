"""Lines, the sealer, consumers, and what verifying finds."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection

from accounts.models import Business
from foundation import tasks
from foundation.agenda.models import Due
from foundation.ids import uuid7
from foundation.ledger.actions import record, record_many
from foundation.ledger.feed import Listener, consumers, consumes, feed
from foundation.ledger.models import LedgerLine
from foundation.ledger.queries import verify
from foundation.ledger.sealing import seal
from foundation.postgres.owner import as_owner
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_business
from tests.threads import all_at_once


def write(business: Business, count: int = 3) -> None:
    with acting_for(business):
        record_many(business=business, lines=[("test.done", uuid7(), {"n": n}) for n in range(count)])


@contextmanager
def listener(name: str = "test", *, fails: bool = False, hear: Listener | None = None) -> Iterator[list[int]]:
    """Somebody who hears of what `write` writes; how many lines each time."""
    heard: list[int] = []

    def count(business_id: UUID, lines: list[LedgerLine]) -> None:
        if fails:
            raise ZeroDivisionError
        heard.append(len(lines))

    consumes(name, ["test.done"])(hear or count)
    try:
        yield heard
    finally:
        del consumers[name]


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
    assert seal(business=business, limit=3) == 3
    assert seal(business=business, limit=3) == 2
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

    @consumes("test", ["test.done"])
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


def test_whoever_has_heard_all_before_hears_with_the_sealing(business: Business) -> None:
    with listener() as heard:
        write(business, 2)
        tasks.seal_ledger(business.id, "")
        write(business, 1)
        tasks.seal_ledger(business.id, "")
        assert not feed(business.id, "test")
    assert heard == [2, 1]
    assert not Due.objects.filter(kind=tasks.FEED).exists()


def test_lines_of_other_kinds_are_heard_of_as_well_and_not_told(business: Business) -> None:
    with listener() as heard:
        with acting_for(business):
            record(business=business, kind="goal.set", subject=uuid7())
        tasks.seal_ledger(business.id, "")
        write(business, 1)
        tasks.seal_ledger(business.id, "")
    assert heard == [1]


def test_whoever_is_behind_hears_in_their_turn(business: Business) -> None:
    with listener() as heard:
        write(business, 3)
        seal(business=business)
        write(business, 1)
        tasks.seal_ledger(business.id, "")
        assert heard == []
        assert Due.objects.filter(kind=tasks.FEED, key="test").exists()
        feed(business.id, "test")
    assert heard == [4]


def test_what_others_sealed_meanwhile_is_told(business: Business) -> None:
    with listener() as heard:
        write(business, 3)
        seal(business=business)
        tasks.seal_ledger(business.id, "")
        tasks.feed_consumer(business.id, "test")
    assert heard == [3]


def test_one_who_stumbles_keeps_nobody_from_sealing_or_hearing(business: Business) -> None:
    with listener() as heard, listener("stumbling", fails=True):
        write(business, 3)
        tasks.seal_ledger(business.id, "")
        assert verify(business=business).lines == 3
        assert {"test", "stumbling"} <= set(Due.objects.filter(kind=tasks.FEED).values_list("key", flat=True))
        tasks.feed_consumer(business.id, "test")
        write(business, 1)
        tasks.seal_ledger(business.id, "")  # it is behind now, and not asked
    assert heard == [3, 3, 1]  # what came of the first was undone with the rest


def test_what_a_consumer_wrote_before_another_stumbled_is_undone(business: Business) -> None:
    def write_too(business_id: UUID, lines: list[LedgerLine]) -> None:
        record(business=business_id, kind="test.heard", subject=uuid7())

    with listener("writing", hear=write_too), listener("stumbling", fails=True):
        write(business, 1)
        tasks.seal_ledger(business.id, "")
    with acting_for(business):
        assert not LedgerLine.objects.filter(kind="test.heard").exists()


@pytest.mark.django_db(transaction=True)
def test_many_sealers_and_feeders_at_once_tell_each_line_once() -> None:
    business, told = make_business(), Counter[UUID]()

    def hear(business_id: UUID, lines: list[LedgerLine]) -> None:
        told.update(line.id for line in lines)

    def work(number: int) -> None:
        for _ in range(8):
            write(business, 2)
            tasks.seal_ledger(business.id, "")
            tasks.feed_consumer(business.id, "test")

    with listener(hear=hear):
        all_at_once(work, threads=4)
        tasks.seal_ledger(business.id, "")
        while feed(business.id, "test"):
            pass
    found = verify(business=business)
    assert (found.lines, found.faults) == (64, [])
    assert len(told) == 64


def test_a_full_batch_is_followed_by_the_next(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("foundation.tasks.BATCH", 2)
    with listener() as heard:
        write(business, 3)
        assert tasks.seal_ledger(business.id, "")
        assert tasks.seal_ledger(business.id, "") is None
    assert heard == [2, 1]


def test_a_consumer_that_fails_hears_again(business: Business) -> None:
    heard: list[int] = []

    @consumes("test", ["test.done"])
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

    with listener(fails=True):
        write(business)
        monkeypatch.setattr(tasks, "add", died)
        with pytest.raises(RuntimeError):
            tasks.seal_ledger(business.id, "")
        monkeypatch.undo()
        assert verify(business=business).lines == 0
        tasks.seal_ledger(business.id, "")
        assert Due.objects.filter(kind=tasks.FEED, key="test").exists()
