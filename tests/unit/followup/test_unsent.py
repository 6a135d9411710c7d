"""A reply that somebody writes while others work on the same case: no word is lost, and nobody is written to twice."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Business, User
from accounts.roles import Role
from followup import queries
from followup.actions.closing import close
from followup.actions.replies import reply
from followup.actions.work import note_call
from followup.errors import AnsweredError
from followup.models import Case, CaseEntry, EntryKind
from foundation.ids import first_uuid7, uuid7
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.followup import make_ann, make_answer, make_case

WORDS = "I am sorry for the wait."


@pytest.fixture
def jonas(business: Business) -> User:
    """A colleague."""
    return make_member(business, Role.STAFF, name="Jonas")


@pytest.fixture
def case(business: Business) -> Case:
    """Ann's, waiting."""
    return make_case(business, make_answer(business, make_ann(business)))


def send(client: Client, business: Business, case: Case, what: str = "reply", **data: object) -> str:
    """The page after words were sent."""
    sent = {"text": WORDS, "entry": uuid7(), **data}
    return client.post(f"/b/{business.slug}/cases/{case.id}/{what}/", sent, follow=True).content.decode()


def kinds(business: Business, case: Case) -> list[str]:
    return [entry.kind for entry in queries.timeline(business, case.id)]


def a_page() -> uuid.UUID:
    """The entry of a page that was opened five minutes ago."""
    opened = first_uuid7(timezone.now() - timedelta(minutes=5))
    return uuid.UUID(int=opened.int | uuid7().int & (1 << 80) - 1)


def shut(business: Business, case: Case, by: User) -> None:
    close(business=business, case_id=case.id, cause="Staff", outcome="solved", by=by.id)


@pytest.mark.parametrize(
    ("what", "done", "again"),
    [
        ("reply", "Your reply was not sent", "Reopen the case and send it"),
        ("call", "Your call was not noted", "Reopen the case and note the call"),
    ],
)
def test_words_for_a_case_that_was_closed_meanwhile_are_kept_and_can_still_go(
    client: Client, business: Business, mia: User, jonas: User, case: Case, what: str, done: str, again: str
) -> None:
    shut(business, case, jonas)
    page = send(client, business, case, what)
    assert "Jonas closed this case." in page
    assert done in page
    assert f"{WORDS}</textarea>" in page
    assert re.search(rf'name="reopen"\s+value="1">{again}', page)
    assert kinds(business, case) == ["closed"]
    send(client, business, case, what, reopen="1")
    assert kinds(business, case) == ["closed", "reopened", what]


def test_words_for_a_closed_case_can_become_a_note(
    client: Client, business: Business, mia: User, jonas: User, case: Case
) -> None:
    shut(business, case, jonas)
    assert f'formaction="/b/{business.slug}/cases/{case.id}/note/"' in send(client, business, case)
    assert WORDS in send(client, business, case, "note")
    assert kinds(business, case) == ["closed", "note"]


def test_a_reply_that_is_refused_leaves_a_closed_case_closed(business: Business, jonas: User) -> None:
    case = make_case(business, make_answer(business, make_ann(business, email=None)))
    shut(business, case, jonas)
    with pytest.raises(Exception, match="No e-mail address"):
        reply(business=business, case_id=case.id, text=WORDS, by=jonas.id, reopen=True)
    assert kinds(business, case) == ["closed"]


def test_words_for_somebody_whose_address_went_meanwhile_are_kept(
    client: Client, business: Business, mia: User
) -> None:
    case = make_case(business, make_answer(business, make_ann(business, email=None)))
    page = send(client, business, case)
    assert "Your reply was not sent" in page
    assert f"{WORDS}</textarea>" in page
    assert 'name="reopen"' not in page


def test_whoever_is_second_to_reply_is_told_and_can_send_theirs_as_well(
    client: Client, business: Business, mia: User, jonas: User, case: Case
) -> None:
    seen = a_page()
    reply(business=business, case_id=case.id, text="Sorry, Ann.", by=jonas.id)
    page = send(client, business, case, entry=seen)
    for words in ("Jonas replied while you were writing", "Sorry, Ann.", "Send it as well", f"{WORDS}</textarea>"):
        assert words in page
    assert kinds(business, case) == ["reply"]
    assert page.index(f"{WORDS}</textarea>") < page.index("Close the case")
    (fresh,) = re.findall(r'name="entry" value="([^"]+)"[^>]*id="reply_entry"', page)
    assert "Your reply is on its way" in send(client, business, case, entry=fresh)
    assert kinds(business, case) == ["reply", "reply"]


@pytest.mark.parametrize(
    ("kind", "by_colleague", "words"),
    [(EntryKind.CALL, True, "Jonas called while"), (EntryKind.HEARD, False, "The customer wrote back while")],
)
def test_what_was_said_while_a_reply_was_written_holds_it_back(
    business: Business, mia: User, jonas: User, case: Case, kind: EntryKind, by_colleague: bool, words: str
) -> None:
    seen = a_page()
    with acting_for(business):
        author = jonas.id if by_colleague else None
        CaseEntry.objects.create(business_id=business.id, case=case, kind=kind, author=author, text="Hello")
    with pytest.raises(AnsweredError, match=words):
        reply(business=business, case_id=case.id, text=WORDS, by=mia.id, entry_id=seen)


def test_what_one_said_oneself_or_before_the_page_was_made_holds_nothing_back(
    business: Business, mia: User, jonas: User, case: Case
) -> None:
    note_call(business=business, case_id=case.id, text="No answer.", by=jonas.id)
    seen = uuid7()
    note_call(business=business, case_id=case.id, text="She is out.", by=mia.id)
    reply(business=business, case_id=case.id, text=WORDS, by=mia.id, entry_id=seen)
    assert kinds(business, case) == ["call", "call", "reply"]


def test_a_colleagues_reply_that_did_not_arrive_holds_nothing_back(
    business: Business, mia: User, jonas: User, case: Case
) -> None:
    seen = a_page()
    with acting_for(business):
        CaseEntry.objects.create(
            business_id=business.id, case=case, kind=EntryKind.REPLY, author=jonas.id, fault="Not delivered: full"
        )
    reply(business=business, case_id=case.id, text=WORDS, by=mia.id, entry_id=seen)
    assert kinds(business, case) == ["reply", "reply"]


def test_a_page_sent_twice_is_one_reply_though_its_answer_is_seen_by_then(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    entry = a_page()
    pages = [send(client, business, case, entry=entry) for _ in range(2)]
    assert all("Your reply is on its way" in page for page in pages)
    assert kinds(business, case) == ["reply"]


def test_a_reply_sent_twice_with_the_next_takes_one_case(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    soon, later = (make_case(business, due_at=timezone.now() + timedelta(hours=hours)) for hours in (1, 2))
    entry = uuid7()
    for _ in range(2):
        page = send(client, business, case, entry=entry, next=soon.id)
        assert "Your reply is on its way. This is the next one." in page
    held = [queries.case(business, one.id) for one in (soon, later)]
    assert [one.assignee for one in held if one] == [mia.id, None]


def test_anothers_case_as_the_next_is_passed_over(
    client: Client, business: Business, other_business: Business, mia: User, case: Case
) -> None:
    theirs = make_case(other_business)
    page = send(client, business, case, next=theirs.id)
    assert "Close the case once it is settled." in page
    untouched = queries.case(other_business, theirs.id)
    assert untouched
    assert untouched.assignee is None
    for what in ("reply", "call", "note", "close", "take", "release", "assign", "reopen"):
        address = f"/b/{business.slug}/cases/{theirs.id}/{what}/"
        assert client.post(address, {"text": WORDS, "entry": uuid7(), "reopen": "1"}).status_code == 404
