"""Files that cannot be made, and the letters about files that took a while."""

import uuid
from datetime import timedelta

import pytest

from accounts.models import Business
from accounts.roles import Role
from dashboards.actions import beginning
from dashboards.actions.beginning import TRIES, begin_export, retry_export
from dashboards.actions.exports import FAILED, MAKE, READY, TooManyError, withdraw_exports
from dashboards.actions.making import WAITED_FOR
from dashboards.file_letters import write_file_letters
from dashboards.models import Export, ExportState
from dashboards.tasks import make_export
from foundation.agenda.models import Due
from foundation.agenda.runner import drain
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.models import Letter
from letters.purposes import Held, Mail
from tests.factories.accounts import make_member
from tests.factories.exports import ask, make_whole, now_of
from tests.factories.figures import NOW

pytestmark = pytest.mark.usefixtures("busy", "at_noon")


@pytest.fixture
def mia(business: Business) -> uuid.UUID:
    """Somebody who may read answers."""
    return make_member(business, Role.STAFF, email="mia@example.com", name="Mia Koch").id


@pytest.fixture
def file(business: Business, mia: uuid.UUID) -> Export:
    """A file that Mia asked for."""
    return ask(business, by=mia)


@pytest.fixture
def _broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a worker does ends in an error."""

    def stumble(**_: object) -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr("dashboards.tasks.advance_export", stumble)


def tried(business: Business, file: Export) -> None:
    """As often as a worker tries, and once more."""
    for _ in range(TRIES):
        with pytest.raises(ZeroDivisionError):
            make_export(business.id, str(file.id))
    assert make_export(business.id, str(file.id)) is None


def queued(business: Business) -> list[str]:
    with acting_for(business):
        return list(Letter.objects.values_list("purpose", flat=True))


def letter_about(business: Business, file: Export) -> Mail | Held:
    with acting_for(business):
        return write_file_letters(business.id, [file.id])[file.id]


@pytest.mark.usefixtures("_broken")
def test_a_file_that_always_fails_is_given_up_once(business: Business, file: Export) -> None:
    tried(business, file)
    assert now_of(file).state == ExportState.FAILED
    assert make_export(business.id, str(file.id)) is None
    with acting_for(business):
        assert LedgerLine.objects.filter(kind="export.failed", subject=file.id).count() == 1
    assert queued(business) == [FAILED]


@pytest.mark.usefixtures("_broken")
def test_the_agenda_leaves_one_alone_that_is_given_up(business: Business, file: Export) -> None:
    drain(until=NOW + timedelta(hours=1))
    assert now_of(file).state == ExportState.FAILED
    assert not Due.objects.filter(kind=MAKE).exists()


def test_a_worker_that_dies_of_it_counts_as_well(business: Business, file: Export) -> None:
    begun = [begin_export(business=business, export_id=file.id) for _ in range(TRIES + 1)]
    assert begun == [True] * TRIES + [False]


def test_a_piece_begins_the_count_anew(business: Business, file: Export, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboards.actions.finding.ROWS", 25)
    for _ in range(3 * TRIES):
        assert begin_export(business=business, export_id=file.id) or now_of(file).state == ExportState.READY
        make_export(business.id, str(file.id))
    assert (now_of(file).state, now_of(file).faults) == (ExportState.READY, 0)


@pytest.mark.usefixtures("_broken")
def test_it_goes_on_where_it_was_once_somebody_asks(
    business: Business, file: Export, mia: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried(business, file)
    with acting_for(business):
        Due.objects.all().delete()
    for _ in range(2):
        assert retry_export(business=business, export_id=file.id, by=mia, now=NOW)
    assert (now_of(file).state, now_of(file).faults) == (ExportState.MAKING, 0)
    assert list(Due.objects.filter(kind=MAKE).values_list("key", flat=True)) == [str(file.id)]
    with acting_for(business):
        assert LedgerLine.objects.filter(kind="export.retried").count() == 1
    assert make_whole(business, file)


def test_only_who_asked_for_it_can_ask_again(business: Business, other_business: Business, file: Export) -> None:
    assert not retry_export(business=business, export_id=file.id, by=uuid.uuid4(), now=NOW)
    assert not retry_export(business=other_business, export_id=file.id, by=file.asked_by, now=NOW)


@pytest.mark.usefixtures("_broken")
def test_it_waits_while_three_others_are_made(business: Business, file: Export, mia: uuid.UUID) -> None:
    tried(business, file)
    for form in ("csv", "xlsx", "pdf"):
        ask(business, form)
    with pytest.raises(TooManyError):
        retry_export(business=business, export_id=file.id, by=mia, now=NOW)
    assert now_of(file).state == ExportState.FAILED


@pytest.mark.usefixtures("_broken")
def test_what_is_made_of_it_goes_when_somebody_is_erased(business: Business, file: Export) -> None:
    tried(business, file)
    withdraw_exports(business=business, now=NOW)
    assert now_of(file).state == ExportState.WITHDRAWN


@pytest.mark.parametrize(("waited", "told"), [(timedelta(), []), (WAITED_FOR + timedelta(seconds=1), [READY])])
def test_a_letter_tells_who_waited(business: Business, file: Export, waited: timedelta, told: list[str]) -> None:
    make_whole(business, file, NOW + waited)
    assert queued(business) == told


def test_the_letter_has_the_way_and_not_the_file(business: Business, file: Export) -> None:
    make_whole(business, file)
    letter = letter_about(business, file)
    assert isinstance(letter, Mail)
    assert (letter.to, letter.subject) == ("mia@example.com", "Your CSV file of answers is ready")
    assert "118 answers" in letter.text
    assert f"/b/{business.slug}/files/" in letter.text
    assert str(file.id) not in letter.html


@pytest.mark.usefixtures("_broken")
def test_the_letter_says_that_it_could_not_be_made(business: Business, file: Export) -> None:
    tried(business, file)
    letter = letter_about(business, file)
    assert isinstance(letter, Mail)
    assert letter.subject == "Your CSV file of answers could not be made"
    assert "it can be tried again" in letter.text


def test_nobody_is_told_of_a_file_that_is_being_made_again(business: Business, file: Export) -> None:
    assert isinstance(letter_about(business, file), Held)


def test_nobody_is_told_who_may_not_see_it(business: Business) -> None:
    viewer = make_member(business, Role.VIEWER).id
    make_whole(business, file := ask(business, by=viewer))
    assert isinstance(letter_about(business, file), Held)


def test_four_minutes_pass_before_it_is_given_up() -> None:
    assert 200 < sum(2**attempt for attempt in range(1, beginning.TRIES)) < 300
