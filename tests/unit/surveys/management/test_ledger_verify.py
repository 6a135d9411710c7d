"""`ledger_verify`: nothing can be altered or dropped unseen."""

import json
import uuid

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import Business
from foundation.agenda.runner import drain
from foundation.ledger.sealing import seal
from foundation.postgres.owner import as_owner
from foundation.tenancy.context import acting_for
from surveys.actions.answers import send
from surveys.actions.corrections import restore, set_aside
from tests.factories.answers import make_asked


def answered(business: Business) -> None:
    """Three answers, one of them changed, set aside and restored; all lines sealed."""
    for score in ("3", "7", "9"):
        asked = make_asked(business)
        send(business=business, token=asked.token, data={"score": score})
        send(business=business, token=asked.token, data={"score": "8"})
    answer = asked.answer()
    assert answer is not None
    set_aside(business=business, answer_id=answer.id, reason="x", by=uuid.uuid4())
    restore(business=business, answer_id=answer.id, by=uuid.uuid4())
    seal(business=business)


def as_the_owner_of_the_database(business: Business, statement: str) -> None:
    with as_owner(connection), acting_for(business), connection.cursor() as cursor:
        cursor.execute(statement)


def test_an_unknown_business_is_named(db: None) -> None:
    with pytest.raises(CommandError, match="No business is called 'nobody'"):
        call_command("ledger_verify", "nobody")


def test_an_untouched_ledger_holds(business: Business, capsys: pytest.CaptureFixture[str]) -> None:
    answered(business)
    call_command("ledger_verify", business.slug)
    assert "3 answers hold" in capsys.readouterr().out
    call_command("ledger_verify", business.slug, "--json")
    assert json.loads(capsys.readouterr().out)["faults"] == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE surveys_answer SET score = 10", "is not what was recorded"),
        ("UPDATE surveys_answer SET state = 'set_aside'", "is not what was recorded"),
        ("UPDATE surveys_answer SET salt = decode(repeat('00', 16), 'hex')", "is not what was recorded"),
        ("DELETE FROM surveys_answer WHERE id = (SELECT min(id::text)::uuid FROM surveys_answer)", "is gone"),
        ("DELETE FROM ledger_line WHERE number = 2", "line 2 is missing"),
        (
            "UPDATE ledger_line SET number = -1 WHERE number = 1; UPDATE ledger_line SET number = 1 WHERE number = 2;"
            "UPDATE ledger_line SET number = 2 WHERE number = -1",
            "is not what was sealed",
        ),
        (
            "INSERT INTO surveys_answer SELECT (jsonb_populate_record(a, jsonb_build_object("
            "'id', gen_random_uuid(), 'invitation_id', null))).* FROM surveys_answer a LIMIT 1",
            "stands in no line",
        ),
    ],
)
def test_whatever_was_altered_or_dropped_shows(business: Business, statement: str, said: str) -> None:
    answered(business)
    as_the_owner_of_the_database(business, statement)
    with pytest.raises(CommandError, match=said):
        call_command("ledger_verify", business.slug)


def test_an_old_version_put_back_shows(business: Business) -> None:
    asked = make_asked(business)
    send(business=business, token=asked.token, data={"score": "3"})
    old = asked.answer()
    send(business=business, token=asked.token, data={"score": "8"})
    drain()
    with acting_for(business):
        assert old is not None
        old.save(update_fields=["score", "salt"])
    with pytest.raises(CommandError, match="is not what was recorded"):
        call_command("ledger_verify", business.slug)
