"""On the pages that show people by their e-mail addresses, these break where they may."""

import pytest
from django.test import Client

from accounts.models import Business
from accounts.roles import Role
from tests.factories.accounts import make_member
from tests.factories.customers import make_customer
from tests.factories.followup import GIVEN, make_answer, make_case

ANN, BEN = "ann.<wbr>weber@<wbr>example.<wbr>com", "ben@<wbr>shop.<wbr>example.<wbr>com"


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("customers/", [ANN]),
        ("customers/{customer}/", [ANN, BEN]),
        ("cases/{case}/", [ANN, BEN]),
        ("queue/?show=answered", [BEN]),
        ("answers/?customer={customer}", [ANN]),
        ("team/", [BEN]),
        ("reports/", [BEN]),
    ],
)
def test_they_break_behind_their_at_and_dots(
    client: Client, business: Business, address: str, shown: list[str]
) -> None:
    client.force_login(make_member(business), backend="django.contrib.auth.backends.ModelBackend")
    ben = make_member(business, Role.STAFF, name="", email="ben@shop.example.com")
    ann = make_customer(business, name="", email="ann.weber@example.com")
    answered = {"first_reply_at": GIVEN, "answered_at": GIVEN, "answered_by": ben.id, "assignee": ben.id}
    case = make_case(business, make_answer(business, ann), **answered)
    page = client.get(f"/b/{business.slug}/{address.format(customer=ann.id, case=case.id)}").content.decode()
    assert [one for one in shown if one not in page] == []
