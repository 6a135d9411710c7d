"""Every task, kind of work, listener, letter and command × another business's ids: nothing of it is seen or changed."""

import csv
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Business
from customers.models import Customer
from foundation.agenda.actions import add
from foundation.agenda.claiming import claim
from foundation.agenda.handlers import handlers
from foundation.agenda.models import Due
from foundation.agenda.tasks import run
from foundation.ids import uuid7
from foundation.ledger.feed import consumers
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.purposes import Mail, Outcome, purposes
from tests.factories.everything import CANARY, make_everything
from tests.isolation import work
from tests.isolation.test_routes import contents

UNKNOWN = (ObjectDoesNotExist, LookupError, ValueError, IntegrityError)  # how what is not there is answered


@pytest.fixture
def theirs(other_business: Business) -> dict[str, uuid.UUID]:
    """Rows of the other business, by what they are."""
    return make_everything(other_business)


@pytest.fixture
def untouched(other_business: Business, theirs: dict[str, uuid.UUID]) -> Callable[[], bool]:
    """Whether the other business's rows are as they were."""
    before = contents(other_business)
    return lambda: contents(other_business) == before


def test_every_task_is_declared() -> None:
    assert work.tasks() == set(work.TASKS)


def test_every_kind_of_work_is_declared() -> None:
    assert work.kinds() == set(work.KINDS)


def test_every_listener_is_declared() -> None:
    assert work.listeners() == work.CONSUMERS


def test_every_letter_is_declared() -> None:
    made_by_tests = {"test"}  # registered by the tests of letters, where they ran before in this process
    assert work.letters() - made_by_tests == set(work.PURPOSES)


def test_every_command_is_declared() -> None:
    assert work.commands() == {*work.COMMANDS, *work.COMMANDS_OF_NO_BUSINESS}


@pytest.mark.parametrize("kind", work.KINDS)
def test_work_reaches_nothing_by_another_businesses_ids(
    business: Business, theirs: dict[str, uuid.UUID], untouched: Callable[[], bool], kind: str
) -> None:
    keys = [str(value) for value in theirs.values()]
    keys += [f"{theirs['round']}:{value}" for value in theirs.values()] + ["", *purposes, *consumers]
    for key in keys:
        with suppress(*UNKNOWN):
            handlers[kind](business.id, key)
    assert untouched()
    assert CANARY not in str(contents(business))


def test_a_message_that_names_another_business_does_nothing(
    business: Business, other_business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[uuid.UUID] = []
    monkeypatch.setitem(handlers, "test", lambda business_id, key: done.append(business_id))
    add(business=other_business, kind="test", due_at=timezone.now())
    (claimed,) = claim(now=timezone.now())
    run(str(business.id), "test", "", str(claimed.token))
    run(None, "test", "", str(claimed.token))
    assert done == []
    assert Due.objects.get().token == claimed.token


@pytest.mark.parametrize("name", work.CONSUMERS)
def test_a_listener_reaches_nothing_by_another_businesses_ids(
    business: Business, theirs: dict[str, uuid.UUID], untouched: Callable[[], bool], name: str
) -> None:
    data = {"survey": str(theirs["survey"]), "day": "2026-03-02", "delivered_on": "2026-03-01", "score": 3}
    for kind in consumers[name].kinds:
        for subject in theirs.values():
            line = LedgerLine(
                business_id=business.id, id=uuid7(), kind=kind, at=timezone.now(), subject=subject, data=data
            )
            with suppress(*UNKNOWN), acting_for(business):
                consumers[name].hear(business.id, [line])
    assert untouched()
    assert CANARY not in str(contents(business))


@pytest.mark.parametrize("name", work.PURPOSES)
def test_a_letter_says_and_changes_nothing_of_another_business(
    business: Business, theirs: dict[str, uuid.UUID], untouched: Callable[[], bool], name: str
) -> None:
    purpose, subjects = purposes[name], list(theirs.values())
    for subject in subjects:
        mails: list[Mail] = []
        with suppress(*UNKNOWN), acting_for(business):
            written = purpose.write(business.id, [subject])
            mails += [mail for mail in written.values() if isinstance(mail, Mail)]
        assert mails == []
        with suppress(*UNKNOWN), acting_for(business):
            if purpose.settled:
                purpose.settled(business.id, [Outcome(subject, "sent", timezone.now() - timedelta(hours=1))])
    assert untouched()


@pytest.mark.parametrize("name", work.COMMANDS)
def test_a_command_reaches_one_business_only(
    business: Business,
    other_business: Business,
    untouched: Callable[[], bool],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    name: str,
) -> None:
    out = StringIO()
    call_command(name, business.slug, *_arguments(name, tmp_path), stdout=out)
    assert untouched()
    assert CANARY not in out.getvalue() + capsys.readouterr().out
    assert CANARY not in str(contents(business))


@pytest.mark.parametrize("name", work.COMMANDS)
def test_a_command_knows_no_business_by_its_id(
    other_business: Business, untouched: Callable[[], bool], tmp_path: Path, name: str
) -> None:
    with pytest.raises(CommandError, match=r"^No business is called"):
        call_command(name, str(other_business.id), *_arguments(name, tmp_path))
    assert untouched()


def test_an_imported_address_of_another_businesses_customer_makes_a_customer_of_ones_own(
    business: Business, other_business: Business, untouched: Callable[[], bool], tmp_path: Path
) -> None:
    call_command("import_customers", business.slug, *_arguments("import_customers", tmp_path), stdout=StringIO())
    with acting_for(business):
        assert list(Customer.objects.values_list("email", flat=True)) == [f"{CANARY.lower()}@example.com"]
    assert untouched()


def _arguments(name: str, folder: Path) -> list[str]:
    """What a command takes after the slug; a file names the other business's customer by address."""
    file = folder / "rows.csv"
    with file.open("w", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(["email", "kind", "score", "at", "name"])
        rows.writerow([f"{CANARY.lower()}@example.com", "nps", "9", "2026-03-03T10:00:00Z", "Mine"])
    return [str(file) if word == "FILE" else word for word in work.COMMANDS[name]]
