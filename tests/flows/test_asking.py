"""From a question to the answers: pages, agenda, a real mail server, the links of the letters."""

import re
from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Business
from foundation.agenda.runner import drain
from foundation.tenancy.context import acting_for
from surveys.models import Survey
from tests.factories.accounts import make_member
from tests.factories.customers import make_customer
from tests.factories.rounds import invitations
from tests.smtp_sink import Arrived, Sink

SEND = {"audience": "all", "when": "now"}


def link_of(letter: Arrived, business: Business) -> str:
    """The path of the survey's page in a letter's text."""
    text = letter.message.get_body(("plain",))
    assert text
    found = re.search(rf"(/s/{business.code}/\S+)\n", text.get_content().replace("\r\n", "\n"))
    assert found
    return found[1]


def tally(client: Client, page: str) -> str:
    """What the page of a round says became of whom."""
    return " · ".join(words for _, words in client.get(page).context["tally"])


def test_from_a_question_to_the_first_answers(business: Business, client: Client, sink: Sink) -> None:
    for name in ("Ann", "Ben", "<b>Cleo</b>", "Dora\r\nBcc: eve@example.com"):
        make_customer(business, name=name)
    sink.refused.add(str(make_customer(business).email))
    client.force_login(make_member(business))
    slug = {"slug": business.slug}
    client.post(reverse("surveys:new", kwargs=slug), {"kind": "nps"})
    with acting_for(business):
        survey = Survey.objects.get()
    check = reverse("surveys:check", kwargs=slug | {"survey_id": survey.id})
    assert "5 will get it." in client.get(check, SEND).content.decode()
    page = client.post(check, SEND).headers["Location"]
    drain()
    assert sink.letters == []
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        drain()
        assert "Delivered 4 · 1 bounced · 0 answered" in tally(client, page)
    for letter in sink.letters:
        assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert letter.message["Bcc"] is None
        assert b"<b>Cleo" not in letter.raw.replace(b"Hello <b>Cleo", b"")  # in the text alone
        assert len(letter.raw) <= 30_000
    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        visitor = Client()
        for score, letter in zip((3, 9), sink.letters, strict=False):
            address = link_of(letter, business)
            assert f'value="{score}"' in visitor.get(f"{address}?score={score}").content.decode()
            assert visitor.post(address, {"score": score}).status_code == 200
        assert "Delivered 4 · 1 bounced · 2 answered" in tally(client, page)
    assert sum(row.answered_at is not None for row in invitations(business)) == 2
