"""A property reads as words on every page, and is stored as its file named it."""

import pytest

from customers.properties import all_in_words, in_words, label, labels


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("shop", "shop"),
        ("favourite_shop", "favourite shop"),
        ("favouriteShop", "favourite shop"),
        ("shopID", "shop ID"),
        ("Filiale_Nord", "Filiale Nord"),
        ("Kunden-Typ", "Kunden-Typ"),
        ("Favourite Shop", "Favourite Shop"),
        ("first_line of address", "first_line of address"),
        ("VIP", "VIP"),
        ("iPhone", "iPhone"),
        ("_", "_"),
    ],
)
def test_a_name_within_a_sentence(name: str, words: str) -> None:
    assert in_words(name) == words


@pytest.mark.parametrize(
    ("name", "words"),
    [("favourite_shop", "Favourite shop"), ("größe", "Größe"), ("iPhone", "iPhone"), ("VIP", "VIP"), ("", "")],
)
def test_a_name_on_its_own(name: str, words: str) -> None:
    assert label(name) == words


def test_those_that_read_alike_have_their_own_name_in_brackets() -> None:
    assert labels(["home_shop", "homeShop", "size"]) == {
        "home_shop": "Home shop (home_shop)",
        "homeShop": "Home shop (homeShop)",
        "size": "Size",
    }
    assert all_in_words(["home_shop", "size"]) == {"home_shop": "home shop", "size": "size"}


def test_one_that_is_called_as_it_reads_needs_no_brackets() -> None:
    assert labels(["home_shop", "Home shop"]) == {"home_shop": "Home shop (home_shop)", "Home shop": "Home shop"}
