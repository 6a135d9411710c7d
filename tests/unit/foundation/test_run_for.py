"""One statement for one business, in one message to the server."""

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, connection

from accounts.models import Business
from foundation.tenancy.context import OtherBusinessError, acting_for, run_for
from letters.actions import queue
from tests.factories.accounts import make_business

READ = "SELECT business_id FROM letters_letter WHERE purpose = %(purpose)s"
CHANGE = "UPDATE letters_letter SET reason = %(reason)s RETURNING business_id"
SETTING = "SELECT current_setting('app.business_id', true)"


def two_with_a_letter_each() -> tuple[Business, Business]:
    """Two businesses, committed."""
    mine, other = make_business(), make_business()
    for business in (mine, other):
        queue(business=business, purpose="test", subjects=[uuid.uuid4()])
    return mine, other


@pytest.mark.django_db(transaction=True)
def test_it_reaches_the_rows_of_one_business_and_no_others() -> None:
    mine, _ = two_with_a_letter_each()
    assert run_for(mine, READ, {"purpose": "test"}) == [(mine.id,)]
    assert run_for(mine, CHANGE, {"reason": "x"}) == [(mine.id,)]


@pytest.mark.django_db(transaction=True)
def test_the_business_is_left_when_it_is_done() -> None:
    mine, _ = two_with_a_letter_each()
    run_for(mine, READ, {"purpose": "test"})
    with connection.cursor() as cursor:
        cursor.execute(SETTING)
        assert cursor.fetchone()[0] in (None, "")


@pytest.mark.django_db(transaction=True)
def test_a_failure_leaves_nothing_behind() -> None:
    mine, _ = two_with_a_letter_each()
    with pytest.raises(DatabaseError):
        run_for(mine, "UPDATE letters_letter SET attempts = attempts / %(zero)s", {"zero": 0})
    assert run_for(mine, READ, {"purpose": "test"}) == [(mine.id,)]


def test_inside_a_transaction_it_takes_part_in_it(business: Business, other_business: Business) -> None:
    with acting_for(business):
        queue(business=business, purpose="test", subjects=[uuid.uuid4()])
        assert run_for(business, READ, {"purpose": "test"}) == [(business.id,)]
        with pytest.raises(OtherBusinessError):
            run_for(other_business, READ, {"purpose": "test"})


@pytest.mark.django_db(transaction=True)
def test_on_several_servers_the_business_is_set_in_a_message_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    mine, _ = two_with_a_letter_each()
    monkeypatch.setattr(connection, "on_citus", True, raising=False)
    sent: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        sent.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        assert run_for(mine, READ, {"purpose": "test"}) == [(mine.id,)]
    assert ["SET LOCAL" in sql for sql in sent if READ in sql] == [False]
