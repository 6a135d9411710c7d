"""The pages of the queue and its cases."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Business, Membership, User
from accounts.roles import Role
from followup import queries
from followup.actions.work import take
from followup.models import Case, CaseEntry
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.followup import make_ann, make_answer, make_case


@pytest.fixture
def staff(client: Client, business: Business) -> User:
    """A member of staff, signed in."""
    user = make_member(business, Role.STAFF, name="Mia Koch")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


@pytest.fixture
def case(business: Business) -> Case:
    """Ann's, due in an hour."""
    answer = make_answer(business, make_ann(business), segments={"shop": "Station"})
    return make_case(business, answer, opened_at=timezone.now(), due_at=timezone.now() + timedelta(hours=1))


def queue_page(client: Client, business: Business, query: str = "") -> str:
    response = client.get(f"/b/{business.slug}/queue/{query}")
    assert response.status_code == 200
    return response.content.decode()


def case_page(client: Client, business: Business, case: Case, query: str = "") -> str:
    response = client.get(f"/b/{business.slug}/cases/{case.id}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def press(client: Client, business: Business, case: Case, what: str, **data: object) -> str:
    """The page after a button was pressed."""
    response = client.post(f"/b/{business.slug}/cases/{case.id}/{what}/", data, follow=True)
    assert response.status_code in {200, 422}
    return response.content.decode()


def test_an_empty_queue_says_that_nobody_is_waiting(client: Client, business: Business, staff: User) -> None:
    assert "Nobody is waiting" in queue_page(client, business)


def test_the_queue_shows_who_said_what_and_offers_the_next(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    page = queue_page(client, business)
    for words in ("Ann Weber", "Waited 40 minutes.", "due to", "Nobody has it yet", "Take the next case"):
        assert words in page
    assert page.count("primary") == 1


def test_each_filter_shows_its_own(client: Client, business: Business, staff: User, case: Case) -> None:
    take(business=business, case_id=case.id, by=staff.id)
    make_case(business, due_at=timezone.now() - timedelta(hours=2))
    assert "2 hours late" in queue_page(client, business, "?show=overdue")
    assert "Ann Weber" not in queue_page(client, business, "?show=unassigned")
    assert "Ann Weber" in queue_page(client, business, "?show=mine")
    assert "No case is closed yet" in queue_page(client, business, "?show=closed")


def test_the_queue_goes_on_where_a_page_ended(client: Client, business: Business, staff: User) -> None:
    cases = [make_case(business, due_at=timezone.now() + timedelta(minutes=minute)) for minute in range(30)]
    page = queue_page(client, business)
    (following,) = re.findall(r'href="(\?show=waiting&amp;after=[^"]+)"', page)
    rest = queue_page(client, business, following.replace("&amp;", "&"))
    shown = [{str(case.id) for case in cases if f"/cases/{case.id}/" in html} for html in (page, rest)]
    assert [len(part) for part in shown] == [25, 5]
    assert not shown[0] & shown[1]


def test_a_place_that_is_none_is_not_found(client: Client, business: Business, staff: User) -> None:
    assert client.get(f"/b/{business.slug}/queue/?after=nonsense").status_code == 404


def test_taking_the_next_leads_to_it(client: Client, business: Business, staff: User, case: Case) -> None:
    response = client.post(f"/b/{business.slug}/queue/next/", {"seen": case.id})
    assert response["Location"] == f"/b/{business.slug}/cases/{case.id}/"


def test_nothing_left_to_take_is_said(client: Client, business: Business, staff: User) -> None:
    response = client.post(f"/b/{business.slug}/queue/next/", {"seen": "nonsense"}, follow=True)
    assert "in somebody’s hands" in response.content.decode()


def test_a_case_tells_what_happened_and_what_was_said_before(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    with acting_for(business):
        customer = case.customer
    make_answer(business, customer, score=9, comment="Lovely bread.")
    page = case_page(client, business, case)
    for words in ("Ann Weber gave a 3", "Waited 40 minutes.", "Station", "ann@<wbr>example.<wbr>com", "Lovely bread."):
        assert words in page
    assert page.count("primary") == 1


def test_a_starter_begins_the_reply_with_the_customers_words(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    page = case_page(client, business, case, "?start=sorry")
    assert "You wrote: “Waited 40 minutes.”" in page
    assert "Mia" in page


def test_a_reply_is_sent_and_then_closing_is_the_step(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    page = press(client, business, case, "reply", text="I am sorry.", entry=uuid.uuid4())
    assert "Your reply is on its way" in page
    assert "You replied by e-mail" in page
    assert re.search(r'class="button primary"[^>]*>Close the case', page)


def test_a_mistake_keeps_what_was_typed_and_names_the_place(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    page = press(client, business, case, "close", other="No parking")
    assert "There is a problem" in page
    assert "Say how it ended." in page
    assert 'value="No parking"' in page
    assert queries.waiting_count(business) == 1


def test_a_case_is_closed_with_words_of_ones_own(client: Client, business: Business, staff: User, case: Case) -> None:
    page = press(client, business, case, "close", other="No parking", outcome="apologised")
    assert "Closed." in page
    assert "No parking" in queue_page(client, business, "?show=closed")


def test_a_case_leads_back_to_the_list_it_was_found_in(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    take(business=business, case_id=case.id, by=staff.id)
    queue_page(client, business, "?show=mine")
    page = press(client, business, case, "note", text="Keep a rye.", entry=uuid.uuid4())
    assert f'href="/b/{business.slug}/queue/?show=mine"' in page
    closed = client.post(f"/b/{business.slug}/cases/{case.id}/close/", {"cause": "Staff", "outcome": "solved"})
    assert closed["Location"] == f"/b/{business.slug}/queue/?show=mine&closed={case.id}"


def test_the_list_of_one_business_is_not_led_back_to_in_another(
    client: Client, business: Business, other_business: Business, staff: User, case: Case
) -> None:
    Membership.objects.create(business=other_business, user=staff, role=Role.STAFF.value)
    queue_page(client, other_business, "?show=overdue")
    assert f'href="/b/{business.slug}/queue/?show=waiting"' in case_page(client, business, case)


def test_in_the_list_of_ones_own_the_next_is_ones_own_and_one_that_waits(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    replied = make_case(business, assignee=staff.id, first_reply_at=timezone.now())
    waits = make_case(business, assignee=staff.id, opened_at=timezone.now())
    assert "Take the next case" in queue_page(client, business)
    assert opens(queue_page(client, business, "?show=mine")) == str(waits.id)
    press(client, business, waits, "close", cause="Staff", outcome="solved")
    assert "Take the next case" in queue_page(client, business, "?show=mine")
    press(client, business, case, "close", cause="Staff", outcome="solved")
    page = queue_page(client, business)
    assert "Nobody is waiting" in page
    assert opens(page) == ""
    assert opens(queue_page(client, business, "?show=answered")) == str(replied.id)


def test_among_all_the_next_is_whichever_is_due_sooner(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    mine = make_case(business, assignee=staff.id, due_at=timezone.now() + timedelta(minutes=5))
    assert opens(queue_page(client, business)) == str(mine.id)
    with acting_for(business):
        Case.objects.filter(id=case.id).update(due_at=timezone.now())
    assert "Take the next case" in queue_page(client, business)


def opens(page: str) -> str:
    """The case behind "Open my next case"."""
    found = re.search(r'href="[^"]*/cases/([^"/]+)/">Open my next case', page)
    return found[1] if found else ""


def test_a_case_is_closed_and_the_next_one_taken_at_one_press(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    late, later = (make_case(business, due_at=timezone.now() + timedelta(days=day)) for day in (1, 2))
    assert re.search(rf'name="next"\s+value="{late.id}"', case_page(client, business, case))
    for _ in range(2):
        assert press_next(client, business, case, late) == f"/b/{business.slug}/cases/{late.id}/"
    held = [queries.case(business, each.id) for each in (late, later)]
    assert [each.assignee for each in held if each] == [staff.id, None]


def test_where_nobody_waits_any_more_closing_leads_back_to_the_list(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    assert "on to the next" not in case_page(client, business, case)
    assert press_next(client, business, case, case).startswith(f"/b/{business.slug}/queue/?show=waiting")


def press_next(client: Client, business: Business, case: Case, seen: Case) -> str:
    """Where closing a case and going on leads."""
    data = {"cause": "Staff", "outcome": "solved", "next": seen.id}
    return str(client.post(f"/b/{business.slug}/cases/{case.id}/close/", data)["Location"])


def test_after_closing_the_next_step_has_the_focus(client: Client, business: Business, staff: User, case: Case) -> None:
    make_case(business)
    assert "autofocus" not in queue_page(client, business)
    page = press(client, business, case, "close", cause="Staff", outcome="solved")
    assert re.search(r"autofocus>\s*Take the next case", page)


def test_an_answered_case_shows_closing_before_all_else(
    client: Client, business: Business, staff: User, case: Case
) -> None:
    page = press(client, business, case, "reply", text="I am sorry.", entry=uuid.uuid4())
    places = [page.index(words) for words in ("“Waited 40 minutes.”", "<h2>Close the case", "What is known", "Station")]
    assert places == sorted(places)
    assert page.count(f"/cases/{case.id}/close/") == 1


def test_reopening_puts_the_case_back(client: Client, business: Business, staff: User, case: Case) -> None:
    press(client, business, case, "close", cause="Staff", outcome="solved")
    assert "You reopened the case" in press(client, business, case, "reopen")


def test_who_is_too_late_to_take_is_told_by_whom(client: Client, business: Business, staff: User, case: Case) -> None:
    take(business=business, case_id=case.id, by=make_member(business, name="Jonas").id)
    assert "Jonas has this case already." in press(client, business, case, "take")


def test_a_case_goes_to_a_colleague(client: Client, business: Business, staff: User, case: Case) -> None:
    jonas = make_member(business, name="Jonas")
    assert "You gave the case to Jonas" in press(client, business, case, "assign", to=jonas.id)
    assert "Choose a colleague who works on cases." in press(client, business, case, "assign", to=uuid.uuid4())


def test_a_case_without_an_address_asks_for_a_call(client: Client, business: Business, staff: User) -> None:
    case = make_case(business, make_answer(business, make_ann(business, email=None)))
    page = case_page(client, business, case)
    assert "Send the reply" not in page
    assert re.search(r'class="button primary"[^>]*>Note the call', page)
    refused = press(client, business, case, "reply", text="I am sorry.", entry=uuid.uuid4())
    assert "No e-mail address is kept" in refused


def test_a_case_without_a_name_can_only_be_closed(client: Client, business: Business, staff: User) -> None:
    page = case_page(client, business, make_case(business))
    assert "came without a name" in page
    assert re.search(r'class="button primary"[^>]*>Close the case', page)
    assert page.count("primary") == 1


def test_a_call_and_a_note_stand_on_the_timeline(client: Client, business: Business, staff: User, case: Case) -> None:
    press(client, business, case, "call", text="She will come by.", entry=uuid.uuid4())
    page = press(client, business, case, "note", text="Keep a rye.", entry=uuid.uuid4())
    for words in ("You called", "She will come by.", "You noted", "Keep a rye."):
        assert words in page


def test_what_strangers_type_is_shown_as_words(client: Client, business: Business, staff: User) -> None:
    hostile = "<script>alert(1)</script>"
    answer = make_answer(business, make_ann(business, name=hostile), comment=hostile, segments={hostile: hostile})
    case = make_case(business, answer, cause=hostile)
    with acting_for(business):
        CaseEntry.objects.create(business_id=business.id, case=case, kind="reply", text=hostile, fault=hostile)
    for page in (
        case_page(client, business, case),
        case_page(client, business, case, "?start=sorry"),
        queue_page(client, business),
    ):
        assert hostile not in page


def test_a_viewer_does_not_see_the_queue(client: Client, business: Business) -> None:
    client.force_login(make_member(business, Role.VIEWER), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"/b/{business.slug}/queue/").status_code == 403


def test_anothers_case_is_not_found(client: Client, business: Business, other_business: Business, staff: User) -> None:
    theirs = make_case(other_business)
    for address in (f"/b/{business.slug}/cases/{theirs.id}/", f"/b/{other_business.slug}/cases/{theirs.id}/"):
        assert client.get(address).status_code == 404
