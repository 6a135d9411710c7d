"""Guessing what columns hold."""

import pytest

from customers.columns import Fit, choices, chosen, grouped, guess, roles


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


@pytest.mark.parametrize(
    ("fit", "kept"),
    [
        (Fit.YES, ["only:Shop", "property:Shop"]),
        (Fit.NO, ["property:Shop", "group:Shop"]),
        (Fit.NEVER, ["property:Shop"]),
        (Fit.ALREADY, ["property:Shop"]),
    ],
)
def test_a_property_is_offered_alone_and_for_groups(fit: Fit, kept: list[str]) -> None:
    offered = choices(["Shop"], 0, fit)
    assert [value for value, _ in offered if value.endswith("Shop")] == kept
    assert ("Compare by" in dict(offered)["property:Shop"]) == (fit in (Fit.YES, Fit.ALREADY))


def test_what_would_be_done_anyway_is_selected_where_it_was_said() -> None:
    assert chosen("group:Shop", choices(["Shop"], 0, Fit.YES)) == "property:Shop"
    assert chosen("only:Shop", choices(["Shop"], 0, Fit.YES)) == "only:Shop"
    assert chosen("email", choices(["Shop"], 0, Fit.YES)) == "email"
    assert chosen("", choices(["Shop"], 0, Fit.NO)) == ""


def test_the_ways_of_keeping_a_property_are_one_property() -> None:
    found = roles(["e", "a", "b", "c"], ["email", "group:a", "only:b", "property:c"])
    assert (found.properties, found.said) == (((1, "a"), (2, "b"), (3, "c")), (("a", True), ("b", False)))
    with pytest.raises(ValueError, match="cannot both be a"):
        roles(["e", "a", "b"], ["email", "group:a", "only:a"])
    with pytest.raises(ValueError, match="something unknown"):
        roles(["e", "a"], ["email", "property:" + "x" * 61])


def test_groups_are_named_as_the_file_names_them() -> None:
    assert grouped(["email", "property:Shop", "property:Age"], ["Age"]) == ["email", "property:Shop", "group:Age"]
    with pytest.raises(ValueError, match="No column 'shop'"):
        grouped(["email", "property:Shop"], ["shop"])


def test_columns_that_read_alike_are_told_apart() -> None:
    offered = choices(["home_shop", "homeShop"], 1, Fit.NO)
    assert ("property:homeShop", "Keep as “Home shop (homeShop)”") in offered
