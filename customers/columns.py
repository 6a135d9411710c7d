"""Guessing what the columns of a file hold, from their names in four languages and from their cells. Pure.

A mapping is a list with one entry for each column: a key of `checks.LABELS`, "" (left out), or a property by its name:
`property:<name>` makes groups to compare by where its values are fit for it, `group:<name>` because somebody said so,
`only:<name>` never. Several columns may be `name`: first and last names are joined.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from customers.checks import EMAIL, LABELS, PROPERTY_NAME_LIMIT, normal_email
from customers.properties import labels

PROPERTY, GROUP, ALONE = KEPT = ("property:", "group:", "only:")
TO_FIX = "What to fix"  # the column that a file of broken rows has more
SYNONYMS: dict[str, str] = {
    "email": """
        email e-mail mail email-address mail-address e-mail-address customer-email contact-email
        e-mail-adresse email-adresse mailadresse emailadresse kunden-email
        correo correo-electronico direccion-de-correo correo-e direccion-email
        courriel adresse-email adresse-e-mail adresse-mail adresse-electronique mel""",
    "name": """
        name full-name customer customer-name contact contact-name display-name
        kunde kundenname vollstandiger-name ansprechpartner
        nombre nombre-completo cliente nombre-del-cliente
        nom nom-complet client nom-du-client""",
    "first name": """
        first-name firstname given-name forename vorname nombre-de-pila primer-nombre prenom""",
    "last name": """
        last-name lastname surname family-name nachname familienname zuname apellido apellidos primer-apellido
        nom-de-famille""",
    "external_id": """
        external-id externalid id customer-id customerid customer-number customer-no client-id member-id number
        kundennummer kunden-nr kundennr kunden-id kd-nr mitgliedsnummer
        numero-de-cliente id-cliente id-de-cliente codigo-de-cliente n-cliente
        numero-client numero-de-client id-client code-client n-client""",
    "phone": """
        phone phone-number telephone tel mobile mobile-number cell cell-phone
        telefon telefonnummer handy handynummer mobil mobiltelefon mobilnummer rufnummer
        telefono numero-de-telefono movil celular
        telephone numero-de-telephone portable mobile-portable""",
    "language": """
        language lang locale language-code preferred-language
        sprache sprachcode korrespondenzsprache
        idioma lengua
        langue langage code-langue""",
}
MEANINGS = {word: meaning for meaning, words in SYNONYMS.items() for word in words.split()}


@dataclass(frozen=True)
class Roles:
    """The columns of each field, as positions; `properties` are pairs of position and name.

    `said` are the properties of which somebody said whether they make groups.
    """

    email: int | None
    names: tuple[int, ...]
    external_id: int | None
    phone: int | None
    language: int | None
    properties: tuple[tuple[int, str], ...]
    said: tuple[tuple[str, bool], ...] = ()


def guess(header: Sequence[str], sample: Sequence[Sequence[str]]) -> list[str]:
    """A mapping for the columns. Of two columns for one field the better named is taken; the other is a property."""
    mapping = ["" if name == TO_FIX else PROPERTY + _property_name(name) for name in header]
    exact = {name: position for position, name in enumerate(header) if name in LABELS}
    for field, position in exact.items():
        mapping[position] = field
    taken = set(exact)
    for position, meaning in _meanings(header):
        field = "name" if meaning in ("first name", "last name") else meaning
        if mapping[position] in LABELS or field in taken:
            continue
        mapping[position] = field
        if meaning == field:
            taken.add(field)
    if "email" not in mapping and (found := _addresses(sample, len(header))) is not None:
        mapping[found] = "email"
    return mapping


def roles(header: Sequence[str], mapping: Sequence[str]) -> Roles:
    """The mapping turned round. Raises ValueError, in words for a page, where it cannot be used."""
    if len(mapping) != len(header):
        raise ValueError("The columns do not fit this file. Look through them again.")
    places: dict[str, list[int]] = {}
    said: dict[str, bool] = {}
    for position, target in enumerate(mapping):
        way, name = _kept(target)
        if target and target not in LABELS and (not way or len(name) > PROPERTY_NAME_LIMIT):
            raise ValueError("The columns hold something unknown. Choose again.")
        if way and not name:
            raise ValueError(f"'{header[position]}' needs a name to be kept under. Leave it out or name it.")
        if way in (GROUP, ALONE):
            said[name] = way == GROUP
        places.setdefault(PROPERTY + name if way else target, []).append(position)
    for target, positions in places.items():
        if len(positions) > 1 and target not in ("", "name"):
            first, second = (header[position] for position in positions[:2])
            what = LABELS.get(target, target.removeprefix(PROPERTY))
            raise ValueError(f"'{first}' and '{second}' cannot both be {what}. Choose something else for one of them.")
    if "email" not in places and "external_id" not in places:
        raise ValueError("No column holds an e-mail address or a customer number. Say which one does.")
    properties = [
        (at[0], target.removeprefix(PROPERTY)) for target, at in places.items() if target.startswith(PROPERTY)
    ]
    return Roles(
        email=places.get("email", [None])[0],
        names=tuple(sorted(places.get("name", []), key=lambda at: MEANINGS.get(_word(header[at])) != "first name")),
        external_id=places.get("external_id", [None])[0],
        phone=places.get("phone", [None])[0],
        language=places.get("language", [None])[0],
        properties=tuple(properties),
        said=tuple(said.items()),
    )


class Fit(Enum):
    """Whether a property makes groups where nobody says so; whether it can at all, or does already."""

    YES = auto()
    NO = auto()
    NEVER = auto()
    ALREADY = auto()


def grouped(mapping: Sequence[str], names: Sequence[str]) -> list[str]:
    """The mapping with these properties to compare groups by. Raises ValueError for a name that no property has."""
    for name in names:
        if PROPERTY + name not in mapping:
            raise ValueError(f"No column '{name}' is kept as a property. Name one as the file does.")
    return [GROUP + name if (name := _kept(target)[1]) in names else target for target in mapping]


def choices(header: Sequence[str], position: int, fit: Fit = Fit.NEVER) -> list[tuple[str, str]]:
    """What a column may be, for a select: pairs of value and words. `property:` stands for what `fit` says."""
    name = _property_name(header[position])
    words = labels(map(_property_name, header))[name]
    alone, group = f"Keep as “{words}”", f"Compare by “{words}”"
    kept = {
        Fit.YES: [(ALONE + name, alone), (PROPERTY + name, group)],
        Fit.NO: [(PROPERTY + name, alone), (GROUP + name, group)],
        Fit.NEVER: [(PROPERTY + name, alone)],
        Fit.ALREADY: [(PROPERTY + name, group)],
    }
    return [*LABELS.items(), *kept[fit], ("", "Leave out")]


def fit_said(target: str) -> Fit:
    """The fit that offers what somebody said of a column, where its values were not looked at."""
    return {GROUP: Fit.NO, ALONE: Fit.YES}.get(_kept(target)[0], Fit.NEVER)


def chosen(target: str, offered: Sequence[tuple[str, str]]) -> str:
    """The choice that is selected: what was said may be what would be done anyway."""
    way, name = _kept(target)
    values = [value for value, _ in offered]
    return target if target in values or not way else next((one for one in values if one == PROPERTY + name), target)


def _kept(target: str) -> tuple[str, str]:
    """How a property is kept, one of KEPT, and its name; empty for anything else."""
    way = next((one for one in KEPT if target.startswith(one)), "")
    return way, target.removeprefix(way) if way else ""


def _meanings(header: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Positions and meanings of the columns whose names are known."""
    found = [(position, MEANINGS[word]) for position, name in enumerate(header) if (word := _word(name)) in MEANINGS]
    meanings = {meaning for _, meaning in found}
    for position, meaning in found:
        # In French "nom" beside "prénom" is the last name.
        yield position, "last name" if meaning == "name" and "first name" in meanings else meaning


def _word(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    marks = (mark if mark.isalnum() else "-" for mark in plain if not unicodedata.combining(mark))
    return "-".join(part for part in "".join(marks).split("-") if part)


def _property_name(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())[:PROPERTY_NAME_LIMIT].strip()


def _addresses(sample: Sequence[Sequence[str]], width: int) -> int | None:
    """The column most of whose filled cells are addresses."""
    best, most = None, 0.5
    for position in range(width):
        filled = [row[position] for row in sample if position < len(row) and row[position].strip()]
        share = sum(bool(EMAIL.fullmatch(normal_email(cell))) for cell in filled) / len(filled) if filled else 0
        if share > most:
            best, most = position, share
    return best
