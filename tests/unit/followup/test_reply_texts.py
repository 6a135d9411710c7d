"""The business's own reply texts: kept, changed, put in order, removed."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Business
from followup import queries
from followup.actions.reply_texts import LONGEST_TEXT, MOST, add_text, change_text, move_text, remove_text
from followup.models import ReplyText
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_business
from tests.factories.followup import make_text

ME = uuid.UUID(int=7)


def add(business: Business, name: str = "Sorry", text: str = "I am sorry.", **values: str) -> uuid.UUID:
    return add_text(business=business, by=ME, name=name, text=text, **values)  # type: ignore[arg-type] # no id among them


def names(business: Business) -> list[str]:
    return [one.name for one in queries.reply_texts(business)]


def lines(business: Business) -> list[tuple[str, dict[str, str]]]:
    with acting_for(business):
        return list(LedgerLine.objects.order_by("id").values_list("kind", "data"))


def refused(business: Business, **values: str) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as fault:
        add(business, **values)
    return fault.value.message_dict


def test_a_text_is_kept_tidied_with_a_line_that_holds_no_word_of_it(business: Business) -> None:
    add(business, name="  Sorry   for it ", text=" Hello {First Name}, \r\n\r\nBye. ")
    (one,) = queries.reply_texts(business)
    assert (one.name, one.text) == ("Sorry for it", "Hello {first name},\n\nBye.")
    assert lines(business) == [("reply_text.added", {})]


def test_the_same_page_sent_twice_is_one_text(business: Business) -> None:
    entry = uuid.uuid4()
    for _ in range(2):
        assert add_text(business=business, by=ME, name="Sorry", text="Sorry.", text_id=entry) == entry
    assert names(business) == ["Sorry"]


def test_what_is_wrong_is_said_at_its_field(business: Business) -> None:
    assert refused(business, name=" ", text="", language="xx").keys() == {"name", "text", "language"}
    assert "61 characters" in refused(business, name="x" * 61)["name"][0]
    assert f"{LONGEST_TEXT} fit" in refused(business, text="x" * (LONGEST_TEXT + 1))["text"][0]
    assert names(business) == []


def test_a_placeholder_that_stands_for_nothing_is_named(business: Business) -> None:
    (said,) = refused(business, text="Hello {surname}, {first name}")["text"]
    assert said.startswith("{surname} stands for nothing here.")
    assert "{first name}, {name}, {words}, {business}, {me}" in said


def test_a_name_is_given_once_in_a_language(business: Business, other_business: Business) -> None:
    add(business)
    assert "already" in refused(business, name="sorry")["name"][0]
    add(business, language="de")
    add(other_business)
    assert [one.label for one in queries.reply_texts(business)] == ["Sorry", "Sorry (German)"]


def test_there_is_room_for_thirty(business: Business) -> None:
    for number in range(MOST):
        make_text(business, name=f"Text {number}", position=number)
    assert refused(business)["name"] == ["There are 30 texts already. Remove one that nobody needs, then add this one."]


def test_a_change_that_changes_nothing_leaves_no_line(business: Business) -> None:
    text_id = add(business)
    for words in ("I am sorry.", "I am very sorry."):
        change_text(business=business, text_id=text_id, by=ME, name="Sorry", text=words)
    assert [kind for kind, _ in lines(business)] == ["reply_text.added", "reply_text.changed"]
    assert queries.reply_texts(business)[0].text == "I am very sorry."


def test_a_text_moves_to_a_place_and_stays_there_when_pressed_twice(business: Business) -> None:
    for name in ("One", "Two", "Three"):
        add(business, name=name)
    third = queries.reply_texts(business)[2].id
    for _ in range(2):
        move_text(business=business, text_id=third, to=1, by=ME)
    assert names(business) == ["One", "Three", "Two"]
    assert [kind for kind, _ in lines(business)].count("reply_text.moved") == 1
    move_text(business=business, text_id=third, to=99, by=ME)
    assert names(business) == ["One", "Two", "Three"]


def test_a_removed_text_is_gone_and_the_next_one_added_stands_last(business: Business) -> None:
    first, _ = add(business, name="One"), add(business, name="Two")
    remove_text(business=business, text_id=first, by=ME)
    add(business, name="Three")
    assert names(business) == ["Two", "Three"]
    assert ("reply_text.removed", {}) in lines(business)


def test_anothers_text_is_out_of_reach(business: Business, other_business: Business) -> None:
    theirs = make_text(other_business).id
    assert queries.reply_text(business, theirs) is None
    with pytest.raises(ReplyText.DoesNotExist):
        change_text(business=business, text_id=theirs, by=ME, name="Mine", text="Mine")
    with pytest.raises(ReplyText.DoesNotExist):
        move_text(business=business, text_id=theirs, to=0, by=ME)
    with pytest.raises(ReplyText.DoesNotExist):
        remove_text(business=business, text_id=theirs, by=ME)
    assert names(other_business) == ["Sorry"]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_give_one_name_at_once_one_is_kept_and_the_others_are_told() -> None:
    business = make_business()

    def give(_: int) -> str:
        try:
            add(business)
        except ValidationError as fault:
            return fault.messages[0]
        else:
            return "kept"
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(give, range(8)))
    assert said.count("kept") == 1
    assert set(said) == {"kept", "There is a text called “Sorry” already. Give this one another name."}
