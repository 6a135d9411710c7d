"""What people typed stays text: in pages, after forms, in letters and in tables."""

import re
from email import message_from_bytes
from email.policy import SMTP
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Business, User
from foundation.tenancy.context import acting_for
from letters.mime import Sender, compose
from letters.purposes import Mail
from tests.factories.answers import make_asked
from tests.factories.tables import csv_bytes
from tests.isolation.routes import Route, inside
from tests.security.canaries import BY_LENGTH, FIELDS, FORMULAS, MARK, formulas_in, plant, run_by, texts
from tests.security.writers import subjects_of, written

SHOWN_IN = set(
    "team/ settings/ customers/ customers/<customer_id>/ surveys/<survey_id>/ rounds/<round_id>/ cases/<case_id>/ "
    "queue/ answers/ imports/<import_id>/ goals/<goal_id>/ sharing/ "
    "queue/texts/ queue/texts/<replytext_id>/ "
    "improvements/ improvements/<improvement_id>/ improvements/<improvement_id>/change/".split()
)
WRITTEN = set(
    b"From To Subject Date Message-ID Reply-To MIME-Version Content-Type List-Unsubscribe List-Unsubscribe-Post".split()
)
BACKEND = "django.contrib.auth.backends.ModelBackend"
pytestmark = pytest.mark.django_db


class Forms(HTMLParser):
    """The names of what can be filled in a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Inputs of any kind."""
        given = dict(attrs)
        if tag in ("input", "textarea", "select") and given.get("name") and given.get("type") != "file":
            self.names.add(str(given["name"]))


def client_of(member: User) -> Client:
    client = Client()
    client.force_login(member, backend=BACKEND)
    return client


def address_of(route: Route, slug: str, ids: dict[str, Any]) -> str:
    """A route with the ids that its parameters name."""
    names = {f"{what}_id": value for what, value in ids.items()} | {"invitation_id": ids["colleague"], "key": "nps"}
    path = route.path.replace("<slug>", slug)
    return "/" + re.sub(r"<(\w+)>", lambda match: str(names[match[1]]), path)


def looked_through(response: Any) -> list[str]:
    """What runs in an answer, be it a page or a table."""
    kind = response.headers.get("Content-Type", "")
    assert "Bcc" not in response.headers
    if kind.startswith("text/csv"):
        return formulas_in(response.content.decode())
    return run_by(response.content.decode()) if kind.startswith("text/html") else []


def test_every_text_of_every_table_is_declared() -> None:
    assert {name for name, *_ in texts()} == set(FIELDS)


def test_the_finder_sees_a_canary_that_is_let_out() -> None:
    assert all(run_by(f'<p title="{canary}">{canary}</p>') for canary in BY_LENGTH)
    assert run_by("<p title='&quot;&gt;&lt;x-c&gt;'>&lt;x-c&gt;</p><script src='/a.js'></script>") == []
    assert len(formulas_in('=1,"\t=2",\'=3,4\r\n')) == 2


def test_nothing_runs_in_any_page_and_no_table_holds_a_formula(business: Business) -> None:
    member, ids = plant(business)
    client, ran, seen = client_of(member), {}, set()
    for route in inside():
        response = client.get(address_of(route, business.slug, ids), follow=True)
        assert response.status_code in (200, 404, 405), route.path
        ran[route.path] = looked_through(response)
        if MARK in response.content.decode(errors="replace"):
            seen.add(route.path.removeprefix("b/<slug>/"))
    assert {path: found for path, found in ran.items() if found} == {}
    assert seen >= SHOWN_IN, "the canaries were not even shown"


def test_nothing_runs_after_a_form_was_filled_with_it(business: Business) -> None:
    member, ids = plant(business)
    client, ran, filled = client_of(member), {}, 0
    for route in inside():
        address = address_of(route, business.slug, ids)
        names = Forms(client.get(address, follow=True).content.decode(errors="replace")).names
        names |= {"text", "email", "name", "words", "cause", "other", "question"}
        for canary in BY_LENGTH[::2]:
            response = client.post(address, dict.fromkeys(names, canary), follow=True)
            ran[route.path] = looked_through(response)
            filled += response.status_code in (200, 422)
    assert {path: found for path, found in ran.items() if found} == {}
    assert filled > 20


def test_nothing_runs_in_what_an_import_shows(business: Business) -> None:
    member, _ = plant(business, leave=("language",))
    client = client_of(member)
    pairs = enumerate(zip(BY_LENGTH, FORMULAS, strict=False))
    rows = [[f"a{n}@example.com", canary, formula] for n, (canary, formula) in pairs]
    table = csv_bytes([*rows, ["no address", *FORMULAS[:2]]], ["email", BY_LENGTH[2], FORMULAS[0]])
    file = SimpleUploadedFile("=1+1<x-c>.csv", table)
    response = client.post(f"/b/{business.slug}/imports/new/", {"file": file}, follow=True)
    assert response.status_code == 200, response.content.decode()
    assert MARK in response.content.decode()
    assert looked_through(response) == []


def test_nothing_runs_in_what_a_customer_sees(business: Business) -> None:
    plant(business, leave=("Invitation.reason",))
    with acting_for(business):
        survey = make_asked(business).invitation.survey
        type(survey).objects.update(question=BY_LENGTH[0], thanks=BY_LENGTH[0], high_follow_up=BY_LENGTH[0])
    asked = make_asked(business, survey)
    client = Client()
    for response in (
        client.get(f"{asked.path}?score=9{BY_LENGTH[3]}"),
        client.post(asked.path, {"score": BY_LENGTH[0], "comment": BY_LENGTH[0], "stamp": BY_LENGTH[3]}),
        client.post(asked.path, {"score": "9", "comment": ""}),
        client.get(f"{asked.path}?change=1"),
        client.get(f"{asked.path}/stop"),
        client.post(f"{asked.path}/stop"),
        client.get(f"/s/{business.code}/{BY_LENGTH[3]}"),
    ):
        assert looked_through(response) == []


def test_nothing_runs_in_a_letter_and_none_has_a_header_more(business: Business) -> None:
    member, ids = plant(business, leave=("email", "sending_paused", "Invitation.reason"))
    for purpose, mail in written(business, subjects_of(business, member, ids)).items():
        assert isinstance(mail, Mail), (purpose, mail)
        raw = compose(mail, sender=Sender("Trustapp", "t@example.com"), message_id="<1@x>", at=timezone.now())
        head, _, _ = raw.partition(b"\r\n\r\n")
        names = {line.partition(b":")[0] for line in head.split(b"\r\n") if not line.startswith((b" ", b"\t"))}
        assert names <= WRITTEN, purpose
        message = message_from_bytes(raw, policy=SMTP)
        assert len(message["To"].addresses) == len(message["From"].addresses) == 1
        html = message.get_body(("html",))
        assert html is not None, purpose
        assert run_by(html.get_content()) == [], purpose
        assert MARK in html.get_content() or MARK in str(message["Subject"]), purpose
