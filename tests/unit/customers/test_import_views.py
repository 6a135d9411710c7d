"""Pages about bringing customers in."""

import csv
import io
import re
from datetime import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from accounts.actions import add_dimensions, stop_dimension
from accounts.models import Business
from customers import uploads
from customers.actions import suppress
from customers.models import Import
from foundation.agenda.runner import drain
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.customers import everybody, make_customer
from tests.factories.tables import HEADER, csv_bytes, xlsx_bytes

CANARIES = ["<script>alert(1)</script>", "=HYPERLINK(1)", "+1", "-1", "@SUM(A1)"]


@pytest.fixture
def at(business: Business, client: Client) -> Client:
    """The browser of the owner."""
    client.force_login(make_member(business), backend="django.contrib.auth.backends.ModelBackend")
    return client


def url(business: Business, name: str, **values: object) -> str:
    return reverse(f"customers:{name}", kwargs={"slug": business.slug, **values})


def upload(client: Client, business: Business, content: bytes, name: str = "list.csv") -> str:
    """Choose a file; the address of its preview."""
    response = client.post(url(business, "import"), {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302
    return str(response["Location"])


def lead(page: str) -> str:
    found = re.search(r'<p class="lead">(.*?)</p>', page, re.S)
    return found[1].strip() if found else ""


def test_the_preview_counts_and_names_and_takes_nothing(business: Business, at: Client) -> None:
    make_customer(business, email="here@x.de")
    suppress(business=business, email="stopped@x.de", reason="stopped")
    rows = [(f"p{n}@x.de", "", "Ann", "") for n in range(4)]
    rows += [
        ("ann@gmial", "", "", ""),
        ("here@x.de", "", "", ""),
        ("stopped@x.de", "", "", ""),
        ("p0@x.de", "", "", ""),
    ]
    page = at.get(upload(at, business, csv_bytes(rows))).content.decode()
    assert lead(page) == "4 ready · 1 to fix · 1 already here · 1 stopped your letters · 1 named again further down"
    assert "Import 4 now" in page
    assert "Row 6" in page
    assert "&#x27;ann@gmial&#x27; has no ending such as .com." in page
    assert len(everybody(business)) == 1


def test_the_import_does_not_wait_for_broken_rows(business: Business, at: Client) -> None:
    address = upload(at, business, csv_bytes([("a@x.de", "", "Ann", ""), ("bad", "", "Ben", "")]))
    moving = at.post(address, {"import": "1"}, follow=True).content.decode()
    assert 'hx-get="' in moving
    assert "The file is being read" in moving
    drain()
    page = at.get(address).content.decode()
    assert "1 customer came in" in page
    assert "Row 3, E-mail: &#x27;bad&#x27; has no @." in page
    assert "hx-get" not in at.get(address + "live/").content.decode()


def test_a_cell_put_right_in_place_goes_in(business: Business, at: Client) -> None:
    address = upload(at, business, csv_bytes([("ann@gmial", "", "Ann", "")]))
    assert "1 ready" in at.post(address, {"cell-2-0": "ann@gmail.com"}, follow=True).content.decode()
    at.post(address, {"import": "1"})
    drain()
    assert [row.email for row in everybody(business).values()] == ["ann@gmail.com"]
    with acting_for(business):
        assert Import.objects.get().mended == {}


def test_a_row_to_fix_says_whose_it_is(business: Business, at: Client) -> None:
    address = upload(at, business, csv_bytes([("ann@gmial", "", "Ann Berg", "0170 1")]))
    assert '<p class="muted">Ann Berg, 0170 1</p>' in at.get(address).content.decode()


def offered(page: str, column: int) -> dict[str, str]:
    """What a column may be kept as, by words; the selected one is marked."""
    (select,) = re.findall(rf'<select name="column-{column}".*?</select>', page, re.S)
    options = re.findall(r'<option value="([^"]*)"\s*(selected)?>((?:Keep as|Compare by)[^<]*)</option>', select)
    return {words + (" *" if mark else ""): value for value, mark, words in options}


def shops(notes: str = "note") -> bytes:
    """Four customers of two shops, a note on each."""
    rows = [(f"p{n}@x.de", ["North", "South"][n % 2], f"note {n}") for n in range(4)]
    return csv_bytes(rows, ["email", "home_shop", notes])


def test_the_page_says_which_columns_make_groups_and_lets_one_choose(business: Business, at: Client) -> None:
    address = upload(at, business, shops())
    page = at.get(address).content.decode()
    shop = {"Keep as “Home shop”": "only:home_shop", "Compare by “Home shop” *": "property:home_shop"}
    assert offered(page, 1) == shop
    assert offered(page, 2) == {"Keep as “Note” *": "property:note", "Compare by “Note”": "group:note"}
    page = at.post(address, {"column-1": "only:home_shop", "column-2": "group:note"}, follow=True).content.decode()
    assert "Keep as “Home shop” *" in offered(page, 1)
    assert "Compare by “Note” *" in offered(page, 2)
    at.post(address, {"import": "1"})
    drain()
    assert "You can compare groups by note." in at.get(address).content.decode()
    business.refresh_from_db()
    assert business.dimensions == ["note"]


def test_what_was_chosen_stays_chosen_beside_a_mistake(business: Business, at: Client) -> None:
    address = upload(at, business, shops())
    response = at.post(address, {"column-0": "", "column-1": "only:home_shop", "column-2": "group:note"})
    assert response.status_code == 422
    page = response.content.decode()
    assert offered(page, 1)["Keep as “Home shop” *"] == "only:home_shop"
    assert offered(page, 2)["Compare by “Note” *"] == "group:note"


def test_what_nobody_chose_follows_the_whole_file(business: Business, at: Client) -> None:
    address = upload(at, business, shops())
    at.post(address, {"column-1": "property:home_shop", "column-2": "property:note", "import": "1"})
    drain()
    business.refresh_from_db()
    assert business.dimensions == ["home_shop"]


def test_a_group_that_was_stopped_is_offered_and_not_made_by_itself(business: Business, at: Client) -> None:
    add_dimensions(business=business, names=["home_shop"])
    stop_dimension(business=business, name="home_shop", by=None)
    page = at.get(upload(at, business, shops())).content.decode()
    kept = {"Keep as “Home shop” *": "property:home_shop", "Compare by “Home shop”": "group:home_shop"}
    assert offered(page, 1) == kept


def test_groups_there_are_already_stay_and_no_ninth_is_offered(business: Business, at: Client) -> None:
    business.dimensions = ["home_shop", *map(str, range(6))]
    business.save()
    rows = [(f"p{n}@x.de", "North", "SM"[n % 2], "ab"[n % 2]) for n in range(4)]
    address = upload(at, business, csv_bytes(rows, ["email", "home_shop", "size", "kind"]))
    page = at.get(address).content.decode()
    assert list(offered(page, 1)) == ["Compare by “Home shop” *"]
    assert "Compare by “Size” *" in offered(page, 2)
    assert "Keep as “Kind” *" in offered(page, 3)
    assert "by eight properties at most: kind is kept, without groups." in page
    page = at.post(address, {"column-3": "group:kind"}, follow=True).content.decode()
    assert "Compare by “Kind” *" in offered(page, 3)
    assert "Keep as “Size” *" in offered(page, 2)
    business.dimensions = [*map(str, range(8))]
    business.save()
    assert list(offered(at.get(address).content.decode(), 2)) == ["Keep as “Size” *"]


def test_columns_can_be_chosen_anew(business: Business, at: Client) -> None:
    address = upload(at, business, csv_bytes([("Ann", "ann@x.de")], ["who", "where"]))
    assert "1 ready" in at.get(address).content.decode()
    page = at.post(address, {"column-0": "name", "column-1": ""}).content.decode()
    assert page.count("No column holds an e-mail address or a customer number") == 2  # above, and at the columns
    at.post(address, {"column-0": "name", "column-1": "email", "import": "1"})
    drain()
    assert [row.name for row in everybody(business).values()] == ["Ann"]


def test_an_excel_file_comes_in_with_its_days(business: Business, at: Client) -> None:
    lines: list[list[Any]] = [["E-Mail", "Name", "Last visit"], ["ann@x.de", "Ann", datetime(2026, 11, 3)]]  # noqa: DTZ001 # Excel has no zones
    address = upload(at, business, xlsx_bytes(lines), "list.xlsx")
    assert lead(at.get(address).content.decode()) == "1 ready"
    at.post(address, {"import": "1"})
    drain()
    (ann,) = everybody(business).values()
    assert (ann.email, ann.name, ann.properties) == ("ann@x.de", "Ann", {"Last visit": "2026-11-03"})


def test_a_file_that_names_nobody_says_so(business: Business, at: Client) -> None:
    page = at.get(upload(at, business, csv_bytes([]))).content.decode()
    assert "nobody below them. Add a row for each customer." in page
    assert 'name="import"' not in page


def test_rows_can_be_pasted(business: Business, at: Client) -> None:
    pasted = {"pasted": "E-Mail\tVorname\tNachname\r\nann@x.de\tAnn\tWeber\r\n"}
    page = at.post(url(business, "import"), pasted, follow=True).content.decode()
    assert "Pasted rows" in page
    assert "Import 1 now" in page


def test_rows_can_be_typed(business: Business, at: Client) -> None:
    typed = {"email-0": "ann@x.de", "name-0": 'Ann "A", Weber', "email-3": "ben@gmial", "name-3": "Ben"}
    page = at.post(url(business, "import"), typed, follow=True).content.decode()
    assert "Typed rows" in page
    assert lead(page) == "1 ready · 1 to fix"
    address = f"/b/{business.slug}/imports/"
    with acting_for(business):
        address += f"{Import.objects.get().id}/"
    at.post(address, {"cell-3-0": "ben@gmail.com", "import": "1"})
    drain()
    found = sorted((row.email, row.name) for row in everybody(business).values())
    assert found == [("ann@x.de", 'Ann "A", Weber'), ("ben@gmail.com", "Ben")]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Choose a file, or paste or type rows below."),
        ({"pasted": "ann@x.de;Ann"}, "the names of the columns are missing"),
        ({"file": SimpleUploadedFile("x.xls", b"\xd0\xcf\x11\xe0")}, "old Excel file"),
        ({"file": SimpleUploadedFile("x.csv", b"")}, "The file is empty. Choose one with"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_kept(
    business: Business, at: Client, values: dict[str, object], words: str
) -> None:
    assert words in at.post(url(business, "import"), values).content.decode()
    with acting_for(business):
        assert not Import.objects.exists()


def test_a_file_over_the_size_is_refused_in_words(business: Business, at: Client, settings: Settings) -> None:
    settings.IMPORT_MAX_MB = 0
    page = at.post(url(business, "import"), {"file": SimpleUploadedFile("x.csv", b"email\n")}).content.decode()
    assert "larger than 0 MB. Split it" in page


def test_an_unreadable_file_says_so_on_its_page(business: Business, at: Client) -> None:
    content = csv_bytes([(f"p{n}@x.de", "", "", "") for n in range(6000)]) + b'"never closed'
    address = upload(at, business, content)
    assert "Counted in the first" in at.get(address).content.decode()
    at.post(address, {"import": "1"})
    drain()
    assert "a quotation mark opens" in at.get(address).content.decode()
    assert not everybody(business)


def test_the_rest_can_be_fetched_and_runs_nothing(business: Business, at: Client) -> None:
    rows = [("bad", canary, canary, canary) for canary in CANARIES]
    address = upload(at, business, csv_bytes(rows))
    assert CANARIES[0] not in at.get(address).content.decode()
    at.post(address, {"import": "1"})
    drain()
    assert CANARIES[0] not in at.get(address).content.decode()
    response = at.get(address + "rest.csv")
    content = response.content.decode("utf-8-sig")
    header, *lines = csv.reader(io.StringIO(content))
    assert header == [*HEADER, "What to fix"]
    assert [line[2] for line in lines] == [CANARIES[0], *(f"'{canary}" for canary in CANARIES[1:])]
    assert not any(cell[:1] in "=+-@" for line in lines for cell in line if cell)


def test_the_rest_put_right_comes_in_without_its_extra_column(business: Business, at: Client) -> None:
    address = upload(at, business, csv_bytes([("bad", "", "+Ann", "-")]))
    at.post(address, {"import": "1"})
    drain()
    content = at.get(address + "rest.csv").content
    again = upload(at, business, content.replace(b"bad,", b"good@x.de,", 1))
    at.post(again, {"import": "1"})
    drain()
    (row,) = everybody(business).values()
    assert (row.email, row.name, row.properties) == ("good@x.de", "+Ann", {"shop": "-"})


def test_a_draft_can_be_thrown_away(business: Business, at: Client) -> None:
    address = upload(at, business, csv_bytes([("a@x.de", "", "", "")]))
    at.post(address + "discard/")
    with acting_for(business):
        assert not Import.objects.exists()
    assert at.get(address).status_code == 404


def test_a_draft_whose_file_is_gone_says_so(business: Business, at: Client) -> None:
    address = upload(at, business, csv_bytes([("a@x.de", "", "", "")]))
    with acting_for(business):
        uploads.forget(Import.objects.get().id)
    assert "cannot be opened" in at.get(address).content.decode()


def test_an_import_of_another_business_is_not_there(
    business: Business, other_business: Business, at: Client, client: Client
) -> None:
    address = upload(at, business, csv_bytes([("a@x.de", "", "", "")])).replace(business.slug, other_business.slug)
    client.force_login(make_member(other_business), backend="django.contrib.auth.backends.ModelBackend")
    for end in ("", "live/", "rest.csv"):
        assert client.get(address + end).status_code == 404
    for end in ("", "discard/"):
        assert client.post(address + end, {"import": "1"}).status_code == 404
    assert not everybody(business)


def test_a_whole_import_can_be_undone_from_its_page(business: Business, at: Client) -> None:
    make_customer(business, email="here@x.de", name="Before")
    address = upload(at, business, csv_bytes([("a@x.de", "", "Ann", ""), ("here@x.de", "", "After", "")]))
    at.post(address, {"import": "1"})
    drain()
    assert "Undo this import" in at.get(address).content.decode()
    page = at.post(address + "undo/", follow=True).content.decode()
    assert 'hx-get="' in page
    assert "Undoing list.csv" in page
    drain()
    page = at.get(address).content.decode()
    assert "list.csv was undone" in page
    assert "1 customer was taken off your list." in page
    assert "1 customer is as before the import." in page
    assert "Undo this import" not in page
    assert [row.name for row in everybody(business).values()] == ["Before"]
    assert "cannot be undone any more" in at.post(address + "undo/", follow=True).content.decode()


def test_imports_are_found_again_from_the_customers(business: Business, at: Client) -> None:
    make_customer(business)
    address = upload(at, business, csv_bytes([("a@x.de", "", "Ann", ""), ("bad", "", "", "")]))
    page = at.get(url(business, "list")).content.decode()
    assert f'<a href="{address}">list.csv</a>' in page
    assert "looked at, not imported yet" in page
    at.post(address, {"import": "1"})
    assert "being read" in at.get(url(business, "list")).content.decode()
    drain()
    assert "1 came in, 1 to fix" in at.get(url(business, "list")).content.decode()
