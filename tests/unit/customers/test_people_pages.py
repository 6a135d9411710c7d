"""The pages about customers."""

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Business, User
from customers.actions import add_customer, change_customer, suppress
from customers.models import Customer
from tests.factories.accounts import make_member
from tests.factories.customers import everybody, make_customer


@pytest.fixture
def owner(business: Business, client: Client) -> User:
    """Signed in."""
    user = make_member(business, name="Mia Koch")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return user


def address(business: Business, name: str, customer_id: uuid.UUID | None = None) -> str:
    where = {"customer_id": customer_id} if customer_id else {}
    view = "dashboards:customer" if name == "person" else f"customers:{name}"
    return reverse(view, kwargs={"slug": business.slug, **where})


def listed(client: Client, business: Business, **data: object) -> str:
    """The list that a search finds."""
    response = client.post(address(business, "list"), data)
    assert response.status_code == 200
    return response.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<th scope="row">\s*<a [^>]*>([^<]*)</a>', page)


def test_an_empty_list_offers_one_step(client: Client, business: Business, owner: User) -> None:
    page = client.get(address(business, "list")).content.decode()
    assert "Whom can I ask?" in page
    assert "Nobody yet" in page
    assert page.count("button primary") == 1


@pytest.mark.parametrize("words", ["weber", "ANN@", "k-1"])
def test_a_search_looks_at_names_addresses_and_numbers(
    client: Client, business: Business, owner: User, words: str
) -> None:
    make_customer(business, name="Ann Weber", email="ann@example.com", external_id="K-17")
    make_customer(business, name="Ben", email="joann@example.com", external_id="X-K-1")
    page = listed(client, business, words=words)
    assert names(page) == ["Ann Weber"]
    assert "1 customer fits" in page


def test_a_percent_sign_is_only_a_percent_sign(client: Client, business: Business, owner: User) -> None:
    make_customer(business)
    assert "Nobody fits" in listed(client, business, words="%")


def test_a_segment_narrows_the_list(client: Client, business: Business, owner: User) -> None:
    Business.objects.filter(id=business.id).update(dimensions=["shop & co"])
    make_customer(business, name="Ann", properties={"shop & co": "Old Town"})
    make_customer(business, name="Ben", properties={"shop & co": "Station"})
    assert "Station (1)" in listed(client, business)
    assert names(listed(client, business, segment="shop+%26+co=Old+Town")) == ["Ann"]
    assert "Nobody belongs to this group any more." in listed(client, business, segment="shop+%26+co=Gone")


def test_properties_that_read_alike_are_told_apart(client: Client, business: Business, owner: User) -> None:
    Business.objects.filter(id=business.id).update(dimensions=["home_shop", "homeShop"])
    ann = make_customer(business, name="Ann", properties={"home_shop": "Old Town", "homeShop": "Station"})
    pages = [client.get(address(business, "person", ann.id)).content.decode(), listed(client, business)]
    form = client.get(address(business, "edit", ann.id)).context["form"]
    for name in ("home_shop", "homeShop"):
        assert f"<dt>Home shop ({name})</dt>" in pages[0]
        assert f'<optgroup label="Home shop ({name})">' in pages[1]
        assert f"Home shop ({name})" in [form[field].label for field in form.named]


def test_a_property_reads_as_words_and_is_kept_by_its_name(client: Client, business: Business, owner: User) -> None:
    Business.objects.filter(id=business.id).update(dimensions=["favourite_shop"])
    ann = make_customer(business, name="Ann", properties={"favourite_shop": "Old Town", "lastVisit": "May"})
    assert '<optgroup label="Favourite shop">' in listed(client, business)
    shown = client.get(address(business, "person", ann.id)).content.decode()
    assert "<dt>Favourite shop</dt>" in shown
    assert "<dt>Last visit</dt>" in shown
    form = client.get(address(business, "edit", ann.id)).context["form"]
    assert [form[field].label for field in form.named] == ["Favourite shop", "Last visit"]
    sent = {"name": "Ann", "email": ann.email, **dict.fromkeys(form.named, "Station")}
    client.post(address(business, "edit", ann.id), sent)
    assert everybody(business)[ann.id].properties == {"favourite_shop": "Station", "lastVisit": "Station"}


def test_the_list_goes_on_where_a_page_ended(client: Client, business: Business, owner: User) -> None:
    made = [make_customer(business, name=f"Ann {n:02}").name for n in range(27)]
    make_customer(business, name="Ben")
    first = listed(client, business, words="ann")
    (older,) = re.findall(r'name="after"\s+value="([^"]+)"', first)
    rest = listed(client, business, words="ann", after=older)
    assert "27 customers fit" in first
    assert 'name="words" value="ann"' in first
    assert [*names(first), *names(rest)] == made[::-1]


def test_an_unreadable_place_begins_at_the_newest(client: Client, business: Business, owner: User) -> None:
    make_customer(business, name="Ann")
    assert names(listed(client, business, after="7")) == ["Ann"]


def test_the_list_says_who_gets_no_letters(client: Client, business: Business, owner: User) -> None:
    ann = make_customer(business)
    make_customer(business, email=None, external_id="17", name="")
    suppress(business=business, email=ann.email or "", reason="bounced")
    page = listed(client, business)
    assert "the address does not work" in page
    assert "has no address" in page
    assert names(page) == ["17", ann.name]


def test_a_customer_is_added_by_hand(client: Client, business: Business, owner: User) -> None:
    Business.objects.filter(id=business.id).update(dimensions=["home shop"])
    data = {"email": "Ann@example.com", "name": "Ann", "property-home%20shop": "Station"}
    response = client.post(address(business, "new"), data, follow=True)
    (row,) = everybody(business).values()
    assert (row.email, row.name, row.properties) == ("ann@example.com", "Ann", {"home shop": "Station"})
    assert "You added them" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"email": "ann@gmial"}, "has no ending such as .com."),
        ({"email": "taken@example.com"}, "is another customer&#x27;s already."),
        ({"name": "Ann"}, "A customer needs an e-mail address or a customer number."),
        ({"external_id": "1", "property-shop": "x" * 501}, "has 501 characters; 500 are allowed."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client: Client, business: Business, owner: User, data: dict[str, str], words: str
) -> None:
    Business.objects.filter(id=business.id).update(dimensions=["shop"])
    make_customer(business, email="taken@example.com")
    response = client.post(address(business, "new"), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "There is a problem" in page
    assert words in page
    assert all(f'value="{value}"' in page for value in data.values())
    assert len(everybody(business)) == 1


def test_a_customers_page_says_who_they_are_and_what_happened(client: Client, business: Business, owner: User) -> None:
    made = add_customer(business=business, by=uuid.uuid4(), email="ann@example.com", properties={"shop": "Station"})
    change_customer(business=business, customer_id=made, by=owner.id, name="Ann", phone="12345")
    page = client.get(address(business, "person", made)).content.decode()
    for words in ("Station", "You changed the name and the phone", "A former colleague added them", "They get your"):
        assert words in page


def test_an_imported_customers_history_begins_with_the_list(client: Client, business: Business, owner: User) -> None:
    ann = make_customer(business, created_at=datetime(2026, 3, 3, 23, 30, tzinfo=UTC))
    page = client.get(address(business, "person", ann.id)).content.decode()
    assert "Came onto your list" in page
    assert "4 March 2026, 00:30" in page


@pytest.mark.parametrize(
    ("reason", "words"), [("stopped", "stopped your letters"), ("complained", "reported a letter as spam")]
)
def test_a_customers_page_says_why_letters_are_stopped(
    client: Client, business: Business, owner: User, reason: str, words: str
) -> None:
    ann = make_customer(business)
    suppress(business=business, email=ann.email or "", reason=reason)
    page = client.get(address(business, "person", ann.id)).content.decode()
    assert f"They get no survey letters. The reason: {words}." in page


def test_a_customer_is_changed_and_an_emptied_property_goes(client: Client, business: Business, owner: User) -> None:
    ann = make_customer(business, name="Ann", external_id="17", properties={"shop": "Station", "since": "2020"})
    data = {"email": ann.email, "name": "Ann Weber", "property-shop": "", "property-since": "2021"}
    response = client.post(address(business, "edit", ann.id), data, follow=True)
    row = everybody(business)[ann.id]
    assert (row.name, row.external_id, row.properties) == ("Ann Weber", None, {"since": "2021"})
    assert "You changed the customer number, the name and the properties" in response.content.decode()


@pytest.mark.parametrize("name", ["person", "edit"])
def test_an_erased_customer_is_not_there(client: Client, business: Business, owner: User, name: str) -> None:
    gone: Customer = make_customer(business, email=None, erased_at=timezone.now())
    assert client.get(address(business, name, gone.id)).status_code == 404
    assert names(listed(client, business)) == []


def test_a_customers_page_says_in_which_language_they_are_written_to(
    client: Client, business: Business, owner: User
) -> None:
    for code, said in (("pt-br", "Portuguese"), ("tr", "tr; letters come in English")):
        customer = make_customer(business, language=code)
        assert said in client.get(address(business, "person", customer.id)).content.decode()
