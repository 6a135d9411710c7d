"""What stands on a case's page, and in which order: words, then what to do, then what is known."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Business, User
from followup.models import Case, CaseEntry, EntryKind
from foundation.tenancy.context import acting_for
from tests.factories.followup import make_ann, make_answer, make_case


@pytest.fixture
def case(business: Business) -> Case:
    """Ann's, waiting."""
    return make_case(business, make_answer(business, make_ann(business), segments={"shop": "Station"}))


def shown(client: Client, business: Business, case: Case) -> str:
    response = client.get(f"/b/{business.slug}/cases/{case.id}/")
    assert response.status_code == 200
    return response.content.decode()


def in_order(page: str, *words: str) -> bool:
    places = [page.index(one) for one in words]
    return places == sorted(places)


def entry(business: Business, case: Case, kind: EntryKind, text: str, fault: str = "") -> CaseEntry:
    with acting_for(business):
        return CaseEntry.objects.create(business_id=business.id, case=case, kind=kind, text=text, fault=fault)


def test_the_reply_stands_right_under_the_words_and_what_is_known_beneath_it(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    page = shown(client, business, case)
    steps = ("Take this case", "Your reply", "Send the reply", "I called them", "Hand it over")
    assert in_order(page, "“Waited 40 minutes.”", *steps, "What was done", "What is known")


def test_the_score_and_where_it_was_given_stand_above_the_words(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    business.dimensions = ["shop"]
    business.save()
    assert in_order(shown(client, business, case), "gave a 3</h1>", "After a visit: 3 of 10. Station, ", "“Waited 40")


def test_what_they_wrote_back_stands_under_what_they_said(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    entry(business, case, EntryKind.HEARD, "Before that.")
    answered = entry(business, case, EntryKind.REPLY, "I am sorry.").at
    heard = entry(business, case, EntryKind.HEARD, "And my money?").at
    with acting_for(business):
        Case.objects.filter(id=case.id).update(first_reply_at=answered, answered_at=answered, heard_at=heard)
    page = shown(client, business, case)
    assert in_order(page, "“Waited 40 minutes.”", "They wrote back", "“And my money?”", "Your reply", "What was done")
    assert "“Before that.”" not in page


def test_a_reply_that_did_not_arrive_is_said_before_the_next_one_is_written(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    entry(business, case, EntryKind.REPLY, "I am sorry.", fault="Not delivered: The mailbox is full.")
    assert in_order(shown(client, business, case), "A reply did not arrive", "The mailbox is full.", "Your reply")


def test_who_has_it_in_hand_is_said_and_may_give_it_back(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    assert "Give it back" not in shown(client, business, case)
    with acting_for(business):
        Case.objects.filter(id=case.id).update(assignee=mia.id)
    page = shown(client, business, case)
    assert in_order(page, "In hand: you", "Your reply", "Give it back to the queue")
    assert "Take this case" not in page


def test_who_can_only_be_called_has_a_number_to_press(client: Client, business: Business, mia: User) -> None:
    ann = make_ann(business, email=None, phone="+49 30 1234")
    page = shown(client, business, make_case(business, make_answer(business, ann)))
    assert in_order(page, "Call them", 'href="tel:+49301234">Call +49 30 1234</a>', "What was said")


def test_an_answered_case_may_stay_open_while_one_goes_on(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    soon = make_case(business)
    with acting_for(business):
        Case.objects.filter(id=case.id).update(first_reply_at=timezone.now(), assignee=mia.id)
    page = shown(client, business, case)
    assert re.search(rf'name="seen"\s+value="{soon.id}"\s+formaction="/b/{business.slug}/queue/next/"', page)
    response = client.post(f"/b/{business.slug}/queue/next/", {"seen": soon.id, "cause": "", "other": ""})
    assert response["Location"] == f"/b/{business.slug}/cases/{soon.id}/"


def test_each_letter_of_the_keyboard_stands_for_one_thing(
    client: Client, business: Business, mia: User, case: Case
) -> None:
    make_case(business)
    keys = [re.findall(r'accesskey="(\w)"', shown(client, business, case))]
    with acting_for(business):
        Case.objects.filter(id=case.id).update(first_reply_at=timezone.now(), assignee=mia.id)
    keys.append(re.findall(r'accesskey="(\w)"', shown(client, business, case)))
    assert [sorted(found) for found in keys] == [["c", "n", "q", "r"]] * 2
