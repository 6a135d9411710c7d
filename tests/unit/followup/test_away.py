"""Going away, handing over, and coming back."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts.actions import set_away
from accounts.models import Business, Membership, User
from accounts.queries import members, on_duty
from accounts.roles import Role
from followup import queries
from followup.actions import handing
from followup.actions.handing import hand_over
from followup.models import Case, CaseState
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.followup import make_answer, make_case


@pytest.fixture
def me(client: Client, business: Business) -> User:
    """A member of staff, signed in."""
    user = make_member(business, Role.STAFF, name="Mia Koch")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def give(business: Business, to: User, cases: int = 1) -> list[Case]:
    """Open cases in somebody's hands."""
    return [make_case(business, make_answer(business), assignee=to.id) for _ in range(cases)]


def today() -> date:
    return timezone.now().date()


def go(client: Client, business: Business, **data: object) -> str:
    response = client.post(f"/b/{business.slug}/queue/away/", {"cases": "queue", **data}, follow=True)
    assert response.status_code in {200, 422}
    return response.content.decode()


def away_until(business: Business, user: User) -> date | None:
    return next(one.away_until for one in members(business) if one.id == user.id)


def test_who_is_away_is_told_of_no_case(business: Business) -> None:
    here, gone = make_member(business), make_member(business)
    Membership.objects.update(on_duty=True)
    set_away(business=business, member_id=gone.id, until=today() + timedelta(days=3), by=gone)
    assert [one.id for one in on_duty(business)] == [here.id]


def test_the_day_after_they_are_told_again(business: Business) -> None:
    gone = make_member(business)
    set_away(business=business, member_id=gone.id, until=today() - timedelta(days=2), by=gone)
    assert away_until(business, gone) is None


def test_the_owners_are_told_where_everybody_is_away(business: Business) -> None:
    owner = make_member(business)
    set_away(business=business, member_id=owner.id, until=today() + timedelta(days=3), by=owner)
    assert [one.id for one in on_duty(business)] == [owner.id]


def test_all_open_cases_go_to_a_colleague_each_with_its_entry_and_line(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing, "AT_ONCE", 2)
    gone, other = make_member(business), make_member(business)
    cases = give(business, gone, 3)
    assert hand_over(business=business, of=gone.id, to=other.id, by=gone.id) == 3
    assert queries.counts(business, other.id).mine == 3
    assert [entry.target for entry in queries.timeline(business, cases[0].id)] == [other.id]
    with acting_for(business):
        assert LedgerLine.objects.filter(kind="case.assigned").count() == 3


def test_cases_given_back_are_nobodys_and_closed_ones_stay(business: Business) -> None:
    gone = make_member(business)
    open_, closed = give(business, gone, 2)
    with acting_for(business):
        Case.objects.filter(id=closed.id).update(state=CaseState.CLOSED, closed_at=timezone.now())
    assert hand_over(business=business, of=gone.id, to=None, by=gone.id) == 1
    with acting_for(business):
        assert dict(Case.objects.values_list("id", "assignee")) == {open_.id: None, closed.id: gone.id}


@pytest.mark.parametrize("to", ["themselves", "a viewer", "somebody away", "another business's"])
def test_cases_go_to_nobody_who_cannot_take_them(business: Business, other_business: Business, to: str) -> None:
    gone = make_member(business)
    give(business, gone)
    away = make_member(business)
    set_away(business=business, member_id=away.id, until=today() + timedelta(days=3), by=away)
    others = {
        "themselves": gone,
        "a viewer": make_member(business, Role.VIEWER),
        "somebody away": away,
        "another business's": make_member(other_business),
    }
    with pytest.raises(ValidationError, match="Choose somebody else"):
        hand_over(business=business, of=gone.id, to=others[to].id, by=gone.id)
    assert queries.counts(business, gone.id).mine == 1


def test_going_away_by_the_page_hands_over_and_says_so(client: Client, business: Business, me: User) -> None:
    other = make_member(business, Role.STAFF, name="Jonas")
    give(business, me, 2)
    until = today() + timedelta(days=5)
    page = go(client, business, until=until.isoformat(), cases=str(other.id))
    assert f"You are away until {until.day} {until:%B}. 2 open cases were handed over." in page
    assert away_until(business, me) == until
    assert queries.counts(business, other.id).mine == 2


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("", "Say until when."),
        ("soon", "Write the day as year-month-day"),
        ((timezone.now() - timedelta(days=2)).date().isoformat(), "This day is over"),
        ((timezone.now() + timedelta(days=400)).date().isoformat(), "more than a year"),
    ],
    ids=count(),
)
def test_a_day_that_cannot_be_is_explained_and_nothing_is_handed_over(
    client: Client, business: Business, me: User, until: str, words: str
) -> None:
    give(business, me)
    assert words in go(client, business, until=until)
    assert (away_until(business, me), queries.counts(business, me.id).mine) == (None, 1)


def test_coming_back_early(client: Client, business: Business, me: User) -> None:
    go(client, business, until=(today() + timedelta(days=5)).isoformat())
    client.post(f"/b/{business.slug}/queue/away/{me.id}/back/")
    assert away_until(business, me) is None


def test_staff_cannot_send_a_colleague_away_nor_fetch_them_back(client: Client, business: Business, me: User) -> None:
    other = make_member(business, Role.STAFF)
    until = today() + timedelta(days=5)
    go(client, business, until=until.isoformat(), who=str(other.id))
    assert (away_until(business, other), away_until(business, me)) == (None, until)
    set_away(business=business, member_id=other.id, until=until, by=other)
    assert client.post(f"/b/{business.slug}/queue/away/{other.id}/back/").status_code == 404


def test_an_owner_says_it_of_a_colleague_who_is_ill(client: Client, business: Business) -> None:
    owner, ill = make_member(business), make_member(business, Role.STAFF, name="Jonas")
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    give(business, ill)
    page = go(client, business, until=(today() + timedelta(days=1)).isoformat(), who=str(ill.id), cases=str(owner.id))
    assert "Jonas is away until" in page
    assert queries.counts(business, owner.id).mine == 1
