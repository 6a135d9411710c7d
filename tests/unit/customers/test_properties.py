"""A property reads as words on every page, and is stored as its file named it."""

import pytest

from customers.properties import in_words, label


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
