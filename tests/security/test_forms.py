"""Forms and safe methods: nothing is done for another site's page, and nothing by looking."""

import io
import uuid
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import Workbook

from accounts.models import Business, User
from customers.tables import TableError, read_table
from tests.factories.accounts import make_member
from tests.factories.everything import make_everything
from tests.isolation.routes import Route, inside
from tests.isolation.test_routes import contents
from tests.security.test_canaries import Forms, address_of

BACKEND = "django.contrib.auth.backends.ModelBackend"
LAUGHS = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("route", inside(), ids=lambda route: route.path)
def test_another_site_s_page_can_send_nothing(business: Business, route: Route) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member(business), backend=BACKEND)
    assert client.post(route.fill(business.slug, uuid.uuid4())).status_code == 403


@pytest.mark.parametrize("address", ["login/", "signup/", "password/reset/", "logout/", "email/", "2fa/totp/activate/"])
def test_another_site_s_page_signs_nobody_in_or_out(business: Business, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_member(business), backend=BACKEND)
    assert client.post(f"/accounts/{address}").status_code == 403


def test_looking_at_every_page_changes_nothing(business: Business) -> None:
    member = make_member(business)
    ids = make_everything(business) | {"member": member.id}
    client = Client()
    client.force_login(member, backend=BACKEND)
    before = contents(business)
    for route in inside():
        client.get(address_of(route, business.slug, ids))
        client.head(address_of(route, business.slug, ids))
    assert contents(business) == before


@pytest.mark.parametrize("address", ["login/", "signup/", "password/change/", "reauthenticate/"])
def test_a_password_is_masked_and_may_be_pasted_or_remembered(client: Client, business: Business, address: str) -> None:
    if address in ("password/change/", "reauthenticate/"):
        client.force_login(make_member(business, password="rye bread and honey"), backend=BACKEND)
    html = client.get(f"/accounts/{address}").content.decode()
    fields = {name for name in Forms(html).names if "password" in name}
    assert fields
    for field in fields:
        before, _, after = html.partition(f'name="{field}"')
        element = before.rpartition("<input")[2] + after.partition(">")[0]
        assert 'type="password"' in element
        assert 'autocomplete="off"' not in element
        assert "onpaste" not in element
        assert "maxlength" not in element


def test_nobody_has_an_account_before_signing_up() -> None:
    assert not User.objects.exists()


def test_nobody_signs_in_through_somebody_else() -> None:
    assert not [app for app in settings.INSTALLED_APPS if "social" in app or "oauth" in app or "idp" in app]


def test_the_image_holds_no_history_and_no_tests() -> None:
    left_out = Path(settings.BASE_DIR / ".dockerignore").read_text().split()
    assert {".git", ".env", "tests", "var"} <= set(left_out)


@pytest.mark.parametrize(
    "prolog",
    [f"{LAUGHS}]>", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'],
    ids=["grows", "names another file"],
)
def test_a_sheet_that_grows_or_names_another_file_gives_nothing(tmp_path: Path, prolog: str) -> None:
    kept, evil = io.BytesIO(), tmp_path / "evil.xlsx"
    Workbook().save(kept)
    with zipfile.ZipFile(kept) as old, zipfile.ZipFile(evil, "w") as new:
        for name in old.namelist():
            text = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                cells = "".join(f'<c r="{at}" t="inlineStr"><is><t>email&j;</t></is></c>' for at in ("A1", "B1"))
                root = text.decode().partition("?>")[2] or text.decode()
                text = (
                    f'{prolog}{root.partition("<sheetData")[0]}<sheetData><row r="1">{cells}</row></sheetData>'.encode()
                )
                text += b"</worksheet>"
            new.writestr(name, text)
    try:
        table = read_table(evil)
        said = str([table.header, list(table)])
    except TableError:
        return
    assert "root:" not in said
    assert len(said) < 1_000
