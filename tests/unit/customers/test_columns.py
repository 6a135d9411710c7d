"""Guessing what columns hold."""

import pytest

from customers.columns import guess, roles


@pytest.mark.parametrize(
    ("header", "mapping"),
    [
        (["email", "name", "external_id", "phone", "language"], ["email", "name", "external_id", "phone", "language"]),
        (["E-Mail-Adresse", "Vorname", "Nachname", "Kunden-Nr."], ["email", "name", "name", "external_id"]),
        (["Correo electrónico", "Nombre", "Teléfono", "Idioma"], ["email", "name", "phone", "language"]),
        (["Adresse e-mail", "Nom", "Prénom", "Numéro de client"], ["email", "name", "name", "external_id"]),
        (["Mail", "email", "Shop"], ["property:Mail", "email", "property:Shop"]),
    ],
)
def test_names_are_known_in_four_languages(header: list[str], mapping: list[str]) -> None:
    assert guess(header, []) == mapping


def test_a_column_of_addresses_is_found_by_its_cells() -> None:
    assert guess(["a", "b"], [["x", "Ann@Example.com"], ["y", ""]]) == ["property:a", "email"]


def test_a_first_name_stands_before_a_last_name() -> None:
    assert roles(["id", "Nom", "Prénom"], ["external_id", "name", "name"]).names == (2, 1)


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (["name", "property:b"], "No column holds"),
        (["email", "email"], "cannot both be E-mail"),
        (["email", "property:"], "needs a name"),
        (["email", "x"], "something unknown"),
        (["email"], "do not fit"),
    ],
)
def test_columns_that_cannot_be_are_refused_in_words(mapping: list[str], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        roles(["a", "b"], mapping)
