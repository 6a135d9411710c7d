"""The pages of reply texts, and what a case offers of them."""

import re
import uuid
from collections.abc import Mapping
from html import unescape

import pytest
from django.test import Client

from accounts.models import Business, User
from accounts.roles import Role
from followup import queries
from followup.models import CaseEntry, ReplyText
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.followup import make_ann, make_answer, make_case, make_text

BACKEND = "django.contrib.auth.backends.ModelBackend"
Typed = Mapping[str, object]
WORDS = {"name": "Sorry", "text": "Hello {first name}, I am sorry.", "language": ""}


@pytest.fixture
def manager(client: Client, business: Business) -> User:
    """A manager, signed in."""
    user = make_member(business, Role.MANAGER, name="Mia Koch")
    client.force_login(user, backend=BACKEND)
    return user


def page(client: Client, business: Business, address: str = "queue/texts/", status: int = 200) -> str:
    response = client.get(f"/b/{business.slug}/{address}")
    assert response.status_code == status
    return unescape(response.content.decode())


def send(client: Client, business: Business, address: str, data: Typed, status: int = 200) -> str:
    typed = {"entry": uuid.uuid4(), **data}
    response = client.post(f"/b/{business.slug}/queue/texts/{address}", typed, follow=True)
    assert response.status_code == status
    return unescape(response.content.decode())


def pills(html: str) -> list[str]:
    found = re.search(r'<ul class="pills">.*?</ul>', html[html.index('id="reply"') :], re.S)
    assert found
    return [" ".join(label.split()) for label in re.findall(r"<a[^>]*>(.*?)</a>", found[0], re.S)]


def test_without_a_text_managers_are_led_to_the_first_one_and_staff_are_told_who_can(
    client: Client, business: Business, manager: User
) -> None:
    assert "Write the first one" in page(client, business)
    client.force_login(make_member(business, Role.STAFF), backend=BACKEND)
    html = page(client, business)
    assert "A manager or an owner can write some." in html
    assert "Write the first one" not in html


def test_a_text_is_added_changed_moved_and_removed(client: Client, business: Business, manager: User) -> None:
    make_text(business, name="Thanks")
    assert "The text is kept." in send(client, business, "new/", WORDS)
    thanks, sorry = queries.reply_texts(business)
    assert "The text is changed." in send(client, business, f"{sorry.id}/", WORDS | {"name": "So"})
    assert "“So” is now number 1." in send(client, business, f"{sorry.id}/move/", {"to": "0"})
    assert [one.name for one in queries.reply_texts(business)] == ["So", "Thanks"]
    assert "“Thanks” is removed." in send(client, business, f"{thanks.id}/remove/", {})
    assert [one.name for one in queries.reply_texts(business)] == ["So"]


def test_only_what_can_move_is_offered_to_move(client: Client, business: Business, manager: User) -> None:
    for place, name in enumerate(("One", "Two", "Three")):
        make_text(business, name=name, position=place)
    html = " ".join(page(client, business).split())
    assert html.count("Up<span") == html.count("Down<span") == 2
    assert 'Up<span class="hidden">: One' not in html
    assert 'Down<span class="hidden">: Three' not in html


def test_a_place_that_is_none_is_not_found(client: Client, business: Business, manager: User) -> None:
    text = make_text(business)
    for place in ("", "-1", "x", "1000"):
        send(client, business, f"{text.id}/move/", {"to": place}, 404)


def test_a_mistake_keeps_what_was_typed_and_names_the_placeholder(
    client: Client, business: Business, manager: User
) -> None:
    html = send(client, business, "new/", WORDS | {"text": "Dear {surname}"}, 422)
    assert "There is a problem" in html
    assert "{surname} stands for nothing here." in html
    assert "Dear {surname}</textarea>" in html
    assert queries.reply_texts(business) == []


def test_how_it_reads_is_shown_before_anything_is_kept(client: Client, business: Business, manager: User) -> None:
    html = send(client, business, "new/", {"see": "1", "text": "Hello {first name}, {surname}\n\nSincerely, {me}"})
    for words in ("<p>Hello Ann, {surname}</p>", "<p>Hello, {surname}</p>", "Sincerely, Mia", "cannot be kept"):
        assert words in html
    assert "There is a problem" not in html
    assert queries.reply_texts(business) == []


def test_staff_see_the_texts_and_change_none(client: Client, business: Business) -> None:
    text = make_text(business)
    client.force_login(make_member(business, Role.STAFF), backend=BACKEND)
    html = page(client, business)
    assert "Hello Ann," in html
    assert "Change<" not in html
    for address in ("new/", f"{text.id}/", f"{text.id}/move/", f"{text.id}/remove/"):
        send(client, business, address, {"to": "0", **WORDS}, 403)
    assert queries.reply_texts(business)[0].name == "Sorry"


def test_where_no_more_fit_the_page_says_so(client: Client, business: Business, manager: User) -> None:
    for number in range(30):
        make_text(business, name=f"Text {number}", position=number)
    html = page(client, business)
    assert "There are 30 texts, and no more fit." in html
    assert "Add a text" not in html


def test_a_case_offers_own_texts_first_those_in_the_customers_language_before_all(
    client: Client, business: Business, manager: User
) -> None:
    for place, (name, language) in enumerate((("Any", ""), ("Pardon", "fr"), ("Verzeihung", "de"))):
        make_text(business, name=name, language=language, position=place)
    case = make_case(business, make_answer(business, make_ann(business, language="de-AT")))
    html = page(client, business, f"cases/{case.id}/")
    assert pills(html)[:4] == ["Verzeihung (German)", "Any", "Pardon (French)", "Say sorry"]


def test_a_press_fills_the_reply_with_the_customers_name_and_words(
    client: Client, business: Business, manager: User
) -> None:
    text = make_text(business, text="Hello {first name},\n\nYou wrote: “{words}”\n\n{me}, {business}")
    case = make_case(business, make_answer(business, make_ann(business)))
    html = page(client, business, f"cases/{case.id}/?start={text.id}")
    assert f"Hello Ann,\n\nYou wrote: “Waited 40 minutes.”\n\nMia, {business.name}</textarea>" in html
    here = f"/b/{business.slug}/cases/{case.id}/"
    assert re.search(rf'<a href="{here}\?start={text.id}#reply"\s+aria-current="true"', html)


def test_more_than_six_beginnings_are_folded_and_still_work(client: Client, business: Business, manager: User) -> None:
    texts = [make_text(business, name=f"Text {number}", position=number) for number in range(8)]
    case = make_case(business, make_answer(business, make_ann(business)))
    html = page(client, business, f"cases/{case.id}/?start={texts[7].id}")
    assert pills(html) == [f"Text {number}" for number in range(6)]
    assert "5 more" in html
    assert "I am sorry." in html


def test_a_reply_that_was_sent_can_be_kept_without_its_names(client: Client, business: Business, manager: User) -> None:
    case = make_case(business, make_answer(business, make_ann(business)))
    jonas, words = make_member(business, Role.STAFF, name="Jonas Otto"), "Hello Ann Weber, it is Jonas."
    with acting_for(business):
        entry = CaseEntry.objects.create(business_id=business.id, case=case, kind="reply", author=jonas.id, text=words)
    address = f"queue/texts/new/?reply={entry.id}"
    assert address in page(client, business, f"cases/{case.id}/")
    assert "Hello {name}, it is {me}.</textarea>" in page(client, business, address)
    client.force_login(make_member(business, Role.STAFF), backend=BACKEND)
    assert address not in page(client, business, f"cases/{case.id}/")


def test_anothers_reply_begins_nothing(
    client: Client, business: Business, other_business: Business, manager: User
) -> None:
    case = make_case(other_business)
    with acting_for(other_business):
        entry = CaseEntry.objects.create(business_id=other_business.id, case=case, kind="reply", text="Theirs.")
    for reply in (entry.id, "nonsense", case.id):
        assert "Hello {first name}," in page(client, business, f"queue/texts/new/?reply={reply}")


def test_anothers_text_is_not_found(
    client: Client, business: Business, other_business: Business, manager: User
) -> None:
    theirs = make_text(other_business)
    page(client, business, f"queue/texts/{theirs.id}/", 404)
    for what in ("move/", "remove/"):
        send(client, business, f"{theirs.id}/{what}", {"to": "0"}, 404)
    with acting_for(other_business):
        assert ReplyText.objects.count() == 1
