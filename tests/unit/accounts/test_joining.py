"""Inviting a colleague, and joining."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.timezone import now

from accounts.invitations import OPEN_FOR, NotYoursError, find, invite, join, join_as_new, withdraw, write_letters
from accounts.models import Business, ColleagueInvitation, Membership, User
from accounts.roles import Role
from foundation.tenancy.context import acting_for
from letters.models import Letter
from letters.purposes import Mail
from tests.factories.accounts import make_member, make_user


def letter_of(business: Business, invitation: ColleagueInvitation) -> Mail:
    with acting_for(business):
        mail = write_letters(business.id, [invitation.id])[invitation.id]
    assert isinstance(mail, Mail)
    return mail


def token_of(business: Business, invitation: ColleagueInvitation) -> str:
    found = re.search(r"/join/\w+/([^/]+)/", letter_of(business, invitation).text)
    assert found
    return found[1]


def ask(business: Business, email: str = "ben@example.com", role: Role = Role.STAFF) -> ColleagueInvitation:
    return invite(business=business, email=email, role=role, by=make_member(business))


def test_an_invitation_queues_one_letter(business: Business) -> None:
    invitation = ask(business)
    with acting_for(business):
        assert [letter.subject for letter in Letter.objects.all()] == [invitation.id]


def test_the_letter_goes_to_the_colleague_and_names_the_business(business: Business) -> None:
    mail = letter_of(business, ask(business))
    assert mail.to == "ben@example.com"
    assert business.name in mail.text
    assert business.name in mail.html


def test_a_new_colleague_gets_an_account_and_the_role(business: Business) -> None:
    token = token_of(business, ask(business))
    user = join_as_new(business=business, token=token, name="Ben", password="a long pass phrase")
    assert user
    assert Membership.objects.get(business=business, user=user).role == "staff"


def test_a_link_works_once(business: Business) -> None:
    token = token_of(business, ask(business))
    join_as_new(business=business, token=token, name="Ben", password="a long pass phrase")
    assert find(business=business, token=token) is None
    assert join_as_new(business=business, token=token, name="Eve", password="a long pass phrase") is None


def test_a_link_made_for_somebody_else_is_refused(business: Business) -> None:
    token = token_of(business, ask(business))
    with pytest.raises(NotYoursError):
        join(business=business, token=token, user=make_user())


def test_a_colleague_with_an_account_joins_with_it(business: Business) -> None:
    ben = make_user(email="ben@example.com")
    assert join(business=business, token=token_of(business, ask(business)), user=ben)
    assert Membership.objects.filter(business=business, user=ben).exists()


def test_an_old_link_is_closed(business: Business) -> None:
    invitation = ask(business)
    token = token_of(business, invitation)
    with acting_for(business):
        ColleagueInvitation.objects.update(expires_at=now() - timedelta(seconds=1))
    assert find(business=business, token=token) is None
    assert timedelta(days=1) < OPEN_FOR


def test_a_withdrawn_link_is_closed(business: Business) -> None:
    invitation = ask(business)
    token = token_of(business, invitation)
    assert withdraw(business=business, invitation_id=invitation.id, by=make_user())
    assert find(business=business, token=token) is None


def test_asking_again_ends_the_first_link(business: Business) -> None:
    first = token_of(business, ask(business))
    second = token_of(business, ask(business))
    assert find(business=business, token=first) is None
    assert find(business=business, token=second)


def test_a_member_is_not_asked_again(business: Business) -> None:
    member = make_member(business)
    with pytest.raises(ValidationError, match="already"):
        invite(business=business, email=member.email, role=Role.STAFF, by=member)


def test_a_link_of_one_business_does_not_open_another(business: Business, other_business: Business) -> None:
    token = token_of(business, ask(business))
    assert find(business=other_business, token=token) is None


def test_the_page_takes_a_stranger_in(business: Business, client: Client) -> None:
    address = f"/join/{business.code}/{token_of(business, ask(business))}/"
    assert "Join" in client.get(address).content.decode()
    response = client.post(address, {"name": "Ben", "password": "a long pass phrase"})
    assert response.status_code == 302
    assert User.objects.filter(email="ben@example.com").exists()


def test_a_wrong_link_is_a_kind_page(business: Business, client: Client) -> None:
    response = client.get(f"/join/{business.code}/nothing/")
    assert response.status_code == 404
    assert "no longer works" in response.content.decode()
