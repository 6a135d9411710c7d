"""The address of a case."""

import uuid

import pytest
from pytest_django import Settings

from followup.addresses import LONGEST_NAME, addressed, case_address

CASE = uuid.UUID("01a20559-b64e-76ba-b7df-bfe22a106747")


@pytest.fixture(autouse=True)
def mailbox(settings: Settings) -> None:
    settings.REPLY_ADDRESS = "answers@mail.example"


def test_a_case_is_found_again_by_its_address_however_it_is_written() -> None:
    address = case_address("abcd2345", CASE)
    assert addressed(address) == addressed(address.upper()) == ("abcd2345", CASE)


def test_what_stands_before_the_at_fits_in_64_characters(settings: Settings) -> None:
    settings.REPLY_ADDRESS = f"{'a' * LONGEST_NAME}@mail.example"
    name, _, _ = case_address("abcd2345", CASE).partition("@")
    assert len(name) == 64


def test_an_address_that_somebody_made_up_is_of_no_case() -> None:
    address = case_address("abcd2345", CASE)
    assert addressed(address.replace("abcd2345", "abcd2346")) is None
    assert addressed(case_address("abcd2345", uuid.uuid4()).replace("+abcd2345", "+abcd2346")) is None
    assert addressed("answers@mail.example") is addressed("") is addressed(f"x{address}") is None


def test_the_address_outlives_a_change_of_the_key(settings: Settings) -> None:
    address = case_address("abcd2345", CASE)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one, of which nobody knows anything"
    assert addressed(address) == ("abcd2345", CASE)


def test_without_a_mailbox_there_is_no_address(settings: Settings) -> None:
    address = case_address("abcd2345", CASE)
    settings.REPLY_ADDRESS = ""
    assert case_address("abcd2345", CASE) == ""
    assert addressed(address) is None
