"""The operator's pages: who gets in, what they show, and what they never do."""

import uuid
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.actions import pause_sending
from accounts.models import Business, User
from dashboards.actions.beginning import TRIES, begin_export, retry_export
from foundation.agenda.models import NOBODY, Due
from foundation.ids import first_uuid7, uuid7
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.models import Letter, LetterState
from letters.purposes import REFUSED
from surveys.actions.answers import send
from tests.factories.accounts import make_business, make_member, make_user
from tests.factories.answers import make_asked
from tests.factories.everything import CANARY, make_everything
from tests.factories.exports import ask

pytestmark = pytest.mark.django_db
PAGES = ["/operator/", "/operator/work/"]
LATE = timedelta(minutes=11)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def person() -> User:
    """An operator with a second factor."""
    person = make_user(is_staff=True)
    TOTP.activate(person, generate_totp_secret())
    return person


@pytest.fixture
def browser(person: User) -> Client:
    """The operator's."""
    return signed_in(person)


def due(business: Business | None, **values: object) -> Due:
    usual = {"kind": "letters.send", "due_at": timezone.now() - LATE, "attempts": 3, "error": "UnreachableError"}
    return Due.objects.create(**{"business_id": business.id if business else NOBODY, **usual, **values})


def lines(business: Business) -> list[tuple[str, uuid.UUID | None, dict[str, str]]]:
    with acting_for(business):
        rows = LedgerLine.objects.filter(kind__startswith="work.")
        return list(rows.values_list("kind", "actor", "data"))


@pytest.mark.parametrize("page", [*PAGES, f"/operator/work/{uuid.UUID(int=7)}/"])
def test_for_everybody_else_there_is_no_such_page(page: str, business: Business) -> None:
    half = make_user(is_staff=True)
    owner = make_member(business)
    TOTP.activate(owner, generate_totp_secret())
    gone = make_user(is_staff=True, is_active=False)
    TOTP.activate(gone, generate_totp_secret())
    for client in (Client(), signed_in(half), signed_in(owner), signed_in(gone)):
        assert (client.get(page).status_code, client.post(page).status_code) == (404, 404)


@pytest.mark.parametrize("page", PAGES)
def test_an_operator_with_a_second_factor_comes_in(browser: Client, page: str) -> None:
    assert browser.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_no_customer_and_no_member_is_shown(browser: Client, business: Business, page: str) -> None:
    make_everything(business)
    member = make_member(business)
    due(business, key=CANARY)
    text = browser.get(page).content.decode()
    assert business.name in text
    assert [word for word in (CANARY, CANARY.lower(), member.email, member.name) if word in text] == []


def test_an_operator_is_in_no_business(browser: Client, business: Business) -> None:
    assert browser.get(f"/b/{business.slug}/team/").status_code == 404


def test_each_business_stands_with_its_own_figures(
    browser: Client, business: Business, other_business: Business
) -> None:
    send(business=business, token=make_asked(business).token, data={"score": "7"})
    with acting_for(other_business):
        for state, reason in (
            (LetterState.SENT, ""),
            (LetterState.FAILED, f"{REFUSED} (550)"),
            (LetterState.UNKNOWN, ""),
        ):
            letter(other_business, state, reason)
        letter(other_business, LetterState.FAILED, REFUSED, id=first_uuid7(timezone.now() - timedelta(days=8)))
    first, second = browser.get("/operator/").context["standings"]
    assert (first.answers, first.customers, first.letters.tried) == (1, 1, 0)
    assert first.letters.bounced_percent is None
    assert (second.answers, second.letters.sent, second.letters.unknown) == (0, 1, 1)
    assert second.letters.bounced_percent == pytest.approx(100 / 3)


def test_a_file_that_was_given_up_stands_with_its_business_until_it_is_tried_again(
    browser: Client, business: Business, other_business: Business
) -> None:
    file = ask(business)
    begun = [begin_export(business=business, export_id=file.id) for _ in range(TRIES + 1)]
    assert not begun[-1]
    first, second = browser.get("/operator/").context["standings"]
    assert (first.files_failed, second.files_failed) == (1, 0)
    retry_export(business=business, export_id=file.id, by=file.asked_by, now=timezone.now())
    assert browser.get("/operator/").context["standings"][0].files_failed == 0


def letter(business: Business, state: str, reason: str, **values: object) -> None:
    Letter.objects.create(
        **{
            "id": uuid7(),
            "business_id": business.id,
            "purpose": "test",
            "subject": uuid.uuid4(),
            "state": state,
            "reason": reason,
            "settled_at": timezone.now(),
            **values,
        }
    )


def test_a_paused_business_says_why_and_can_be_singled_out(
    browser: Client, business: Business, other_business: Business
) -> None:
    pause_sending(business=other_business, reason="4 of your last 100 letters came back")
    page = browser.get("/operator/?paused=1")
    assert [one.business for one in page.context["standings"]] == [other_business]
    assert "4 of your last 100 letters came back" in page.content.decode()


def test_a_page_holds_25_businesses_and_asks_for_no_more(
    browser: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(27):
        make_business()
    with django_assert_max_num_queries(25 * 15 + 40):
        assert len(browser.get("/operator/").context["standings"]) == 25
    assert len(browser.get("/operator/?page=2").context["standings"]) == 2


def test_late_and_failed_work_is_listed_the_longest_due_first(browser: Client, business: Business) -> None:
    now = timezone.now()
    due(None, kind="fails", due_at=now + timedelta(minutes=5), attempts=1)
    due(business, kind="late", due_at=now - timedelta(hours=2), attempts=0, error="")
    due(business, kind="in time", due_at=now - timedelta(minutes=1), attempts=0)
    listed = browser.get("/operator/work/").context["troubles"]
    assert [(one.row.kind, one.whose, one.late) for one in listed] == [("late", business, True), ("fails", None, False)]


def test_work_is_tried_now_and_the_ledger_says_who_asked(browser: Client, business: Business, person: User) -> None:
    row = due(business, due_at=timezone.now() + timedelta(hours=1))
    browser.post(f"/operator/work/{row.id}/", {"retry": "1"})
    row.refresh_from_db()
    assert row.due_at <= timezone.now()
    assert lines(business) == [("work.retried", person.id, {"kind": "letters.send"})]


def test_work_is_given_up_with_all_its_rows(browser: Client, business: Business, person: User) -> None:
    row = due(business)
    due(business, attempts=0)
    other = due(business, key="another")
    browser.post(f"/operator/work/{row.id}/", {"give_up": "1"})
    assert list(Due.objects.filter(kind="letters.send").values_list("id", flat=True)) == [other.id]
    assert lines(business) == [("work.given_up", person.id, {"kind": "letters.send"})]


@pytest.mark.parametrize("what", ["retry", "give_up"])
def test_work_in_somebodys_hands_is_left_alone(browser: Client, business: Business, what: str) -> None:
    row = due(business, leased_until=timezone.now() + timedelta(seconds=30), token=uuid.uuid4())
    page = browser.post(f"/operator/work/{row.id}/", {what: "1"}, follow=True)
    assert "Nothing to do any more" in page.content.decode()
    row.refresh_from_db()
    assert row.token is not None
    assert lines(business) == []


def test_work_of_no_business_can_be_given_up(browser: Client) -> None:
    row = due(None)
    browser.post(f"/operator/work/{row.id}/", {"give_up": "1"})
    assert not Due.objects.filter(id=row.id).exists()


def test_work_that_is_done_meanwhile_is_said_to_be(browser: Client) -> None:
    page = browser.post(f"/operator/work/{uuid.uuid4()}/", {"retry": "1"}, follow=True)
    assert "Nothing to do any more" in page.content.decode()


def test_the_command_makes_an_operator_and_unmakes_one(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("create_operator", "Olga@Example.com")
    person = User.objects.get(email="olga@example.com")
    assert (person.is_staff, person.is_superuser, person.has_usable_password()) == (True, False, False)
    assert "/accounts/2fa/" in capsys.readouterr().out
    call_command("create_operator", "olga@example.com", "--revoke")
    person.refresh_from_db()
    assert not person.is_staff


def test_the_command_refuses_what_is_no_address() -> None:
    with pytest.raises(CommandError, match="valid email"):
        call_command("create_operator", "olga")
