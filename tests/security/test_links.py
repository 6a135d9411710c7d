"""The links of letters: guessed by nobody, kept by nobody, passed on by nothing."""

import base64
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import BinaryField
from django.test import Client

from accounts.models import Business, ColleagueInvitation
from foundation.tenancy.context import acting_for
from letters.purposes import Mail, purposes
from surveys.letter import trial_token
from surveys.links import new_token
from tests.factories.accounts import make_member
from tests.factories.answers import make_asked
from tests.factories.everything import make_everything
from tests.security.writers import subjects_of, written
from trustapp.embedded.environment import BASE_DIR
from trustapp.errors import scrubbed
from trustapp.logs import without_secrets

TOKEN = re.compile(r"/(?:s|join)/[a-z0-9]+/([\w-]{43})(?![\w-])")
pytestmark = pytest.mark.django_db


class Addresses(HTMLParser):
    """What a page makes a browser fetch by itself, and where its links and forms lead."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fetched: set[str] = set()
        self.led: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Sort an element's addresses."""
        for name, value in attrs:
            if value and (name in ("src", "srcset", "data", "poster") or (tag == "link" and name == "href")):
                self.fetched.add(value)
            elif value and name in ("href", "action"):
                self.led.add(value)


def test_no_token_that_went_out_is_in_the_database(business: Business) -> None:
    mails = written(business, subjects_of(business, make_member(business), make_everything(business)))
    tokens = {token for mail in mails.values() if isinstance(mail, Mail) for token in TOKEN.findall(mail.text)}
    assert len(tokens) == 3, "an invitation, its reminder, a colleague's"
    assert {len(base64.urlsafe_b64decode(f"{token}=")) * 8 for token in tokens} == {256}
    with acting_for(business), connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM \"{model._meta.db_table}\" t")
            stored = cursor.fetchone()[0]
            for begins in (token[:16] for token in tokens):
                assert begins not in stored, model.__name__
                assert begins.encode().hex() not in stored, model.__name__


def test_every_hash_of_a_link_is_32_bytes() -> None:
    hashes = {
        f"{model.__name__}.{field.name}": field.max_length
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, BinaryField) and field.name.endswith("_hash")
    }
    assert hashes == {
        "ColleagueInvitation.token_hash": 32,
        "Invitation.token_hash": 32,
        "Invitation.reminder_hash": 32,
        "SharedLink.token_hash": 32,
    }


def test_a_page_behind_a_link_fetches_nothing_and_leads_nowhere_else(business: Business) -> None:
    business.one_click = True
    business.save()
    asked = make_asked(business)
    client = Client()
    pages = [client.get(asked.path), client.get(f"{asked.path}/stop"), client.post(asked.path, {"score": "9"})]
    for page in pages:
        found = Addresses(page.content.decode())
        assert all(address.startswith(("/static/", "data:,")) for address in found.fetched)
        assert not [address for address in found.fetched if asked.token in address]
        assert all(address.startswith(("/s/", "#", "?")) for address in found.led)  # "?": the page itself


def test_a_colleague_s_link_is_spent_once_and_ends(business: Business, client: Client) -> None:
    ids = make_everything(business)
    subject = subjects_of(business, make_member(business), ids)["accounts.join"]
    with acting_for(business):
        mail = purposes["accounts.join"].write(business.id, [subject])[subject]
    assert isinstance(mail, Mail)
    path = re.search(r"https?://[^/]+(/join/\S+)", mail.text)
    assert path
    words = {"name": "Ann", "password": "rye bread and honey"}
    assert client.get(path[1]).status_code == 200
    assert client.post(path[1], words).status_code == 302
    assert Client().get(path[1]).status_code == 404
    with acting_for(business):
        assert ColleagueInvitation.objects.filter(id=subject).exclude(accepted_at=None).exists()


@pytest.mark.parametrize(
    "path",
    [
        "/s/abcd2345/{token}/stop",
        "/join/abcd2345/{token}/",
        "/s/abcd2345/test/{signed}",
        "/accounts/confirm-email/{signed}/",
        "/accounts/password/reset/key/{signed}/",
    ],
)
def test_a_key_in_an_address_is_blacked_out_in_logs_and_reports(business: Business, path: str) -> None:
    token, signed = new_token(), trial_token(business.id)
    address = path.format(token=token, signed=signed)
    line = without_secrets(None, "", f"Not Found: {address}?from={address}")
    event = scrubbed({"request": {"url": f"https://ours.example{address}"}}, {})
    assert event is not None
    for said in (line, str(event)):
        assert "[token]" in said
        assert token not in said
        assert not [part for part in signed.split(":") if part in said]


def test_no_access_log_is_kept() -> None:
    assert re.search(r"(?m)^accesslog = None$", Path(BASE_DIR / "trustapp" / "serving.py").read_text())
