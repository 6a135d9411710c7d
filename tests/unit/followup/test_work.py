"""Who works on a case, and what they note."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Business
from accounts.roles import Role
from followup import queries
from followup.actions.work import assign, note, note_call, release, take, take_next
from followup.errors import ClosedError, TakenError
from followup.models import Case, CaseState
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.followup import make_case


def kinds(business: Business) -> list[str]:
    with acting_for(business):
        return list(LedgerLine.objects.order_by("id").values_list("kind", flat=True))


def view(business: Business, case: Case) -> queries.CaseView:
    found = queries.case(business, case.id)
    assert found
    return found


def test_a_case_taken_twice_by_one_person_is_taken_once(business: Business) -> None:
    case, me = make_case(business), make_member(business)
    for _ in range(2):
        take(business=business, case_id=case.id, by=me.id)
    assert view(business, case).assignee == me.id
    assert kinds(business) == ["case.taken"]


def test_the_second_to_take_a_case_is_told_who_has_it(business: Business) -> None:
    case, quick = make_case(business), make_member(business, name="Jonas")
    take(business=business, case_id=case.id, by=quick.id)
    with pytest.raises(TakenError, match="Jonas has this case already"):
        take(business=business, case_id=case.id, by=make_member(business).id)


def test_a_closed_case_cannot_be_taken(business: Business) -> None:
    case = make_case(business, state=CaseState.CLOSED)
    with pytest.raises(ClosedError):
        take(business=business, case_id=case.id, by=make_member(business).id)


def test_the_next_case_is_the_soonest_due_that_nobody_has(business: Business) -> None:
    me, other = make_member(business), make_member(business)
    sooner, later = make_case(business), make_case(business)
    assert take_next(business=business, by=other.id) == sooner.id
    assert take_next(business=business, by=me.id) == later.id
    assert take_next(business=business, by=me.id) is None


def test_pressing_next_twice_takes_one_case(business: Business) -> None:
    me = make_member(business)
    sooner, _ = make_case(business), make_case(business)
    taken = {take_next(business=business, by=me.id, seen=sooner.id) for _ in range(2)}
    assert taken == {sooner.id}


def test_a_case_is_given_to_a_colleague_and_back(business: Business) -> None:
    case, me, jonas = make_case(business), make_member(business), make_member(business, Role.STAFF)
    assign(business=business, case_id=case.id, to=jonas.id, by=me.id)
    (entry,) = queries.timeline(business, case.id)
    assert (entry.kind, entry.author, entry.target) == ("assigned", me.id, jonas.id)
    release(business=business, case_id=case.id, by=jonas.id)
    assert view(business, case).assignee is None
    assert kinds(business) == ["case.assigned", "case.released"]


@pytest.mark.parametrize("stranger", [True, False])
def test_a_case_goes_to_somebody_who_works_on_cases_only(
    business: Business, other_business: Business, stranger: bool
) -> None:
    to = make_member(other_business) if stranger else make_member(business, Role.VIEWER)
    with pytest.raises(ValidationError, match="works on cases"):
        assign(business=business, case_id=make_case(business).id, to=to.id, by=make_member(business).id)


def test_a_call_answers_the_customer_and_takes_the_case(business: Business) -> None:
    case, me = make_case(business), make_member(business)
    entry_id = uuid.uuid4()
    for _ in range(2):
        note_call(business=business, case_id=case.id, text=" She will come by. ", by=me.id, entry_id=entry_id)
    (entry,) = queries.timeline(business, case.id)
    assert (entry.kind, entry.text) == ("call", "She will come by.")
    assert view(business, case).first_reply_at == entry.at
    assert view(business, case).assignee == me.id


def test_a_note_is_for_colleagues_and_answers_nobody(business: Business) -> None:
    case = make_case(business)
    note(business=business, case_id=case.id, text="Ask the oven man.", by=make_member(business).id)
    assert view(business, case).first_reply_at is None
    assert kinds(business) == ["case.noted"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_a_note_has_some_words_and_not_too_many(business: Business, text: str) -> None:
    case = make_case(business)
    with pytest.raises(ValidationError):
        note(business=business, case_id=case.id, text=text, by=make_member(business).id)
    assert queries.timeline(business, case.id) == []


def test_anothers_case_is_not_there(business: Business, other_business: Business) -> None:
    theirs, me = make_case(other_business), make_member(business)
    with pytest.raises(Case.DoesNotExist):
        take(business=business, case_id=theirs.id, by=me.id)
