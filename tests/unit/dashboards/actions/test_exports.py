"""Asking for a file, and what becomes of it."""

import uuid
from datetime import timedelta

import pytest

from accounts.models import Business
from dashboards.actions import exports
from dashboards.actions.exports import TooManyError, drop_export, forget_export
from dashboards.models import Export, ExportPiece, ExportState
from dashboards.queries.exports import KEPT, GoneError, content, files_of, ready_file
from foundation.agenda.models import Due
from foundation.agenda.runner import drain
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.actions.corrections import erase
from tests.factories.customers import make_customer
from tests.factories.exports import ask, make_whole, now_of
from tests.factories.figures import NOW
from tests.factories.followup import make_answer

pytestmark = pytest.mark.usefixtures("at_noon")
LATER = NOW + KEPT + timedelta(minutes=1)


def rows(business: Business) -> tuple[int, int]:
    """How many files there are, and pieces of them."""
    with acting_for(business):
        return Export.objects.count(), ExportPiece.objects.count()


def kinds(business: Business) -> list[str]:
    with acting_for(business):
        return list(LedgerLine.objects.filter(kind__startswith="export.").values_list("kind", flat=True))


def test_asking_twice_makes_one_file(business: Business) -> None:
    by = uuid.uuid4()
    first = ask(business, asked={"band": "low"}, by=by)
    assert ask(business, asked={"band": "low"}, by=by).id == first.id
    assert kinds(business) == ["export.requested"]


def test_another_form_other_filters_and_another_person_make_another_file(business: Business) -> None:
    by = uuid.uuid4()
    assert len({ask(business, by=by).id, ask(business, "xlsx", by=by).id, ask(business).id}) == 3


def test_a_file_that_is_ready_is_made_anew(business: Business) -> None:
    by = uuid.uuid4()
    make_whole(business, first := ask(business, by=by))
    assert ask(business, by=by).id != first.id


def test_a_business_has_so_many_files_made_at_once(business: Business, other_business: Business) -> None:
    for _ in range(exports.MOST_AT_ONCE):
        last = ask(business)
    with pytest.raises(TooManyError, match="3 files of your business are being made already"):
        ask(business)
    assert ask(other_business)
    make_whole(business, last)
    assert ask(business)


def test_files_that_stand_still_keep_nobody_waiting(business: Business) -> None:
    for _ in range(exports.MOST_AT_ONCE):
        ask(business)
    long_ago = NOW - exports.STALLED
    with acting_for(business):
        Export.objects.update(asked_at=long_ago)
    assert ask(business)


def test_a_person_keeps_so_many_files(business: Business) -> None:
    by = uuid.uuid4()
    for _ in range(exports.MOST_KEPT):
        make_whole(business, last := ask(business, by=by))
    with pytest.raises(TooManyError, match="You have 10 files already"):
        ask(business, by=by)
    assert ask(business)
    drop_export(business=business, export_id=last.id, by=by, now=NOW)
    assert ask(business, by=by)


def test_nobody_deletes_the_file_of_another(business: Business) -> None:
    file = ask(business)
    assert not drop_export(business=business, export_id=file.id, by=uuid.uuid4(), now=NOW)
    assert now_of(file).state == ExportState.MAKING


def test_a_deleted_file_is_gone_at_once_and_its_pieces_soon(business: Business) -> None:
    make_answer(business)
    by = uuid.uuid4()
    make_whole(business, file := ask(business, by=by))
    assert drop_export(business=business, export_id=file.id, by=by, now=NOW)
    with acting_for(business):
        assert files_of(business, by, NOW) == []
        assert ready_file(business, by, file.id, NOW) is None
    drain()
    assert rows(business) == (0, 0)
    assert not drop_export(business=business, export_id=file.id, by=by, now=NOW)


def test_a_file_is_kept_for_so_many_days_from_when_it_was_ready(business: Business) -> None:
    make_answer(business)
    by, made = uuid.uuid4(), NOW + timedelta(hours=5)
    make_whole(business, file := ask(business, by=by), now=made)
    assert forget_export(business=business, export_id=file.id, now=NOW + KEPT) == made + KEPT
    with acting_for(business):
        assert ready_file(business, by, file.id, made + KEPT - timedelta(minutes=1))
        assert ready_file(business, by, file.id, made + KEPT) is None
        assert files_of(business, by, made + KEPT) == []
    assert rows(business) == (1, 2)
    while forget_export(business=business, export_id=file.id, now=made + KEPT):
        pass
    assert rows(business) == (0, 0)
    assert "export.forgotten" in kinds(business)


def test_it_stands_on_the_agenda_that_a_file_is_deleted(business: Business) -> None:
    file = ask(business)
    assert Due.objects.get(kind=exports.FORGET, key=str(file.id)).due_at == NOW + KEPT


def test_a_file_that_was_never_made_goes_as_well(business: Business) -> None:
    file = ask(business)
    assert forget_export(business=business, export_id=file.id, now=LATER) is None
    assert rows(business) == (0, 0)


def test_many_pieces_are_deleted_some_at_a_time(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_A_TIME", 1)
    make_answer(business)
    make_whole(business, file := ask(business))
    assert forget_export(business=business, export_id=file.id, now=LATER) == LATER
    assert rows(business) == (1, 1)


def test_when_a_customer_is_erased_no_file_is_left_that_may_hold_them(
    business: Business, other_business: Business
) -> None:
    ann = make_customer(business)
    make_answer(business, ann)
    make_answer(other_business)
    by = uuid.uuid4()
    ready = ask(business, asked={"words": "waited"}, by=by)
    assert b"Waited 40 minutes." in make_whole(business, ready)
    making, theirs = ask(business, by=by), ask(other_business)
    make_whole(other_business, theirs)
    erase(business=business, customer_id=ann.id)
    drain()
    assert rows(business) == (2, 0)
    assert {now_of(file).state for file in (ready, making)} == {ExportState.WITHDRAWN}
    assert now_of(ready).asked == {}
    assert now_of(theirs).state == ExportState.READY
    assert kinds(business).count("export.withdrawn") == 2
    with acting_for(business):
        assert ready_file(business, by, ready.id, NOW) is None
    assert b"Waited 40 minutes." not in make_whole(business, ask(business, by=by))


def test_a_file_that_is_withdrawn_while_it_is_fetched_breaks_off(business: Business) -> None:
    make_answer(business)
    make_whole(business, file := ask(business))
    pieces = content(business, now_of(file))
    next(pieces)
    exports.withdraw_exports(business=business, now=NOW)
    with pytest.raises(GoneError):
        next(pieces)
