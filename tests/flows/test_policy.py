"""Every page in a real browser, canaries in every field: the policy is never offended and nothing runs."""

import re
from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Dialog, Page
from pytest_django.live_server_helper import LiveServer

from tests.factories.accounts import make_business
from tests.factories.answers import make_asked, make_survey
from tests.isolation.routes import inside
from tests.security.canaries import BY_LENGTH, MARK, plant
from tests.security.test_canaries import address_of, client_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PERSON = ["/businesses/?all", "/businesses/new/", "/accounts/email/", "/accounts/password/change/", "/accounts/2fa/",
          "/accounts/reauthenticate/", "/accounts/logout/", "/operator/", "/operator/work/"]  # fmt: skip
STRANGER = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/nowhere/", "/join/abcd2345/x/"]
# A letter in the preview is under a policy of its own, which also says what it stopped.
ANYTHING_BUT = re.compile(r"status of (4\d\d)")


class Watcher:
    """What a browser says of the pages it shows."""

    def __init__(self, context: BrowserContext) -> None:
        self.said: list[tuple[str, str]] = []
        self.shown = 0  # pages on which a canary could be read
        self.page: Page = context.new_page()
        self.page.on("dialog", self._dismiss)
        self.page.on("console", lambda line: self._note(line.text) if line.type == "error" else None)
        self.page.on("pageerror", lambda fault: self._note(str(fault)))

    def _dismiss(self, dialog: Dialog) -> None:
        self.said.append((self.page.url, "a dialog"))
        dialog.dismiss()

    def _note(self, words: str) -> None:
        if not ANYTHING_BUT.search(words):
            self.said.append((self.page.url, words))

    def look_at(self, address: str) -> int:
        """Open a page until its images and scripts are there, or known to be missing; its status."""
        answer = self.page.goto(address)
        self.shown += MARK in self.page.locator("body").inner_text()
        return answer.status if answer else 0


@pytest.fixture
def watcher(browser: Browser, live_server: LiveServer) -> Iterator[Watcher]:
    context = browser.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    yield Watcher(context)
    context.close()


def is_page(client: Client, address: str) -> bool:
    """Whether it can be looked at: it is there, and no file."""
    answer = client.get(address)
    return answer.status_code == 200 and answer["Content-Type"].startswith("text/html")


def test_no_page_offends_the_policy_or_runs_what_somebody_typed(watcher: Watcher, transactional_db: None) -> None:
    business = make_business(one_click=True)
    member, ids = plant(business, leave=("User.email",))
    asked = make_asked(business, make_survey(business, question=BY_LENGTH[0], thanks=BY_LENGTH[0]))
    EmailAddress.objects.create(user=member, email=member.email, verified=True, primary=True)
    member.is_staff = member.is_superuser = True
    member.save()
    TOTP.activate(member, generate_totp_secret())
    letters = [asked.path, f"{asked.path}?score=9", f"{asked.path}/stop", f"/s/{business.code}/unknown"]
    statuses = {address: watcher.look_at(address) for address in [*STRANGER, *letters]}
    client = client_of(member)
    session = client.cookies["sessionid"].value
    watcher.look_at("/healthz")
    watcher.page.context.add_cookies([{"name": "sessionid", "value": session, "url": watcher.page.url}])
    inner = [address_of(route, business.slug, ids) for route in inside()]
    pages = [address for address in inner if is_page(client, address)]
    statuses |= {address: watcher.look_at(address) for address in [*pages, *PERSON]}
    assert watcher.said == []
    assert statuses["/operator/"] == statuses["/operator/work/"] == 200
    assert sum(status == 200 for status in statuses.values()) >= 30
    assert watcher.shown >= 15
    watcher.page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=alert(1)>')")
    watcher.page.wait_for_timeout(200)
    assert watcher.said, "the watcher is blind"
    assert "a dialog" not in dict(watcher.said).values()
