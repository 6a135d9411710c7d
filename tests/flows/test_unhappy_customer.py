"""From an unhappy answer to a closed case, through the doors people use."""

import uuid

from django.test import Client
from django.urls import reverse

from accounts.models import Business
from accounts.roles import Role
from followup import queries
from foundation.agenda.runner import drain
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.answers import make_asked
from tests.smtp_sink import Sink


def test_an_unhappy_answer_is_told_replied_to_and_closed(business: Business, client: Client, sink: Sink) -> None:
    staff = make_member(business, Role.OWNER)
    asked = make_asked(business)
    with acting_for(business):
        address = asked.invitation.customer.email
    Client().post(asked.path, {"score": 3, "comment": "Waited 40 minutes."})
    drain()

    (alert,) = sink.letters
    assert alert.to == staff.email
    (case,) = queries.queue(business)
    page = reverse("followup:case", args=[business.slug, case.id])
    letter = alert.message.get_body(("plain",))
    assert letter
    assert page in letter.get_content()

    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    assert "Waited 40 minutes." in client.get(page).content.decode()
    client.post(f"{page}reply/", {"text": "I am sorry.", "entry": uuid.uuid4()})
    drain()
    assert sink.recipients() == [staff.email, address]

    client.post(f"{page}close/", {"cause": "Waiting time", "outcome": "apologised"})
    shut = queries.case(business, case.id)
    assert shut
    assert (shut.is_open, shut.answered) == (False, True)
