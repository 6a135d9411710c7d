"""Checking one customer's values: what is wrong, in plain words. Pure."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LABELS = {
    "email": "E-mail",
    "name": "Name",
    "external_id": "Customer number",
    "phone": "Phone",
    "language": "Language",
}
LIMITS = {"email": 254, "name": 200, "external_id": 120, "phone": 40, "language": 10}
PROPERTY_LIMIT = 500
PROPERTY_NAME_LIMIT = 60
MOST_PROPERTIES = 60
# What people call the languages that customers are written to in, in those languages.
_NAMES = {
    "en": "english englisch inglés anglais inglês inglese engels angielski الإنجليزية",
    "de": "german deutsch alemán allemand alemão tedesco duits niemiecki الألمانية",
    "es": "spanish spanisch español castellano espagnol espanhol spagnolo spaans hiszpański الإسبانية",
    "fr": "french französisch francés français francês francese frans francuski الفرنسية",
    "pt": "portuguese portugiesisch portugués portugais português portoghese portugees portugalski البرتغالية",
    "it": "italian italienisch italiano italien italiaans włoski الإيطالية",
    "nl": "dutch niederländisch holländisch neerlandés holandés néerlandais neerlandês holandês olandese nederlands "
    "niderlandzki الهولندية",
    "pl": "polish polnisch polaco polonais polonês polacco pools polski البولندية",
    "ar": "arabic arabisch árabe arabe arabo arabski العربية",
}
LANGUAGES = {name: code for code, names in _NAMES.items() for name in names.split()}

_LETTER = "a-z0-9\u00a1-\uffff"
_ATOM = r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+"
EMAIL = re.compile(
    rf"(?=[^@]{{1,64}}@){_ATOM}(?:\.{_ATOM})*@"
    rf"(?:[{_LETTER}](?:[{_LETTER}-]{{0,61}}[{_LETTER}])?\.)+"
    r"[a-z\u00a1-\uffff][a-z0-9\u00a1-\uffff-]{0,61}[a-z0-9\u00a1-\uffff]"
)
LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,4})?")
ROUNDED = re.compile(r"\d[.,]\d+[eE]\+?\d+")  # a long number as a spreadsheet shows it
GUARD = re.compile(r"'+(?=[=+@-])")  # an apostrophe that keeps a spreadsheet from reading a formula, see `exports.py`
# Marks that turn the direction of text, and marks without width that hide in addresses.
UNSEEN = dict.fromkeys((65279, 8203, 8288, *range(8234, 8239), *range(8294, 8298)))
CONTROL = dict.fromkeys((*range(32), *range(127, 161), 8232, 8233), " ")


@dataclass(frozen=True)
class Problem:
    """What is wrong with one field; `field` is a key of LABELS or a property's name, empty for the whole row."""

    field: str
    message: str


@dataclass(frozen=True)
class Values:
    """One customer's values, tidied: None where an address or a number is missing, "" where another field is."""

    email: str | None
    name: str
    external_id: str | None
    phone: str
    language: str
    properties: dict[str, str]


def tidy(text: str) -> str:
    """Composed characters (NFC), no control marks, no space around, no apostrophe against formulas."""
    plain = unicodedata.normalize("NFC", text).translate(UNSEEN).translate(CONTROL).strip()
    return GUARD.sub("", plain) if plain.startswith("'") else plain


def normal_email(text: str) -> str:
    """An address as it is stored and compared: tidied, in lower case."""
    return tidy(text).lower()


def normal_language(text: str) -> str:
    """A language's code in lower case, from a code or from the language's name in any of ours."""
    lower = tidy(text).lower().replace("_", "-")
    return LANGUAGES.get(lower, lower)


def check(values: Mapping[str, str], properties: Mapping[str, str]) -> tuple[Values, list[Problem]]:
    """Tidy one customer's texts and say what is wrong with them. Missing fields count as empty."""
    email = normal_email(values.get("email", ""))
    external_id = tidy(values.get("external_id", ""))
    clean = Values(
        email=email or None,
        name=tidy(values.get("name", "")),
        external_id=external_id or None,
        phone=tidy(values.get("phone", "")),
        language=normal_language(values.get("language", "")),
        properties={name: text for name, value in properties.items() if (text := tidy(value))},
    )
    return clean, [*_field_problems(clean), *_property_problems(clean.properties)]


def email_problem(email: str) -> str:
    """What is wrong with an address that is already in lower case, or an empty text."""
    if EMAIL.fullmatch(email) and len(email) <= LIMITS["email"]:
        return ""
    shown = quoted(email)
    before, at, domain = email.partition("@")
    if len(email) > LIMITS["email"]:
        return f"{shown} is longer than {LIMITS['email']} characters."
    if not at:
        return f"{shown} has no @."
    if "@" in domain:
        return f"{shown} has more than one @. Keep one address."
    if not before:
        return f"{shown} has nothing before the @."
    if " " in email:
        return f"{shown} has a space in it."
    if "." not in domain.strip("."):
        return f"{shown} has no ending such as .com."
    return f"{shown} is not an address that a letter can reach."


def quoted(text: str) -> str:
    """A value in a message, cut where it is long."""
    return f"'{text}'" if len(text) <= 40 else f"'{text[:39]}…'"


def _field_problems(values: Values) -> list[Problem]:
    problems = []
    if values.email is None and values.external_id is None:
        problems.append(Problem("email", "is missing. A customer needs an e-mail address or a customer number."))
    if values.email and (message := email_problem(values.email)):
        problems.append(Problem("email", message))
    for field in ("name", "external_id", "phone"):
        text = getattr(values, field) or ""
        if len(text) > LIMITS[field]:
            problems.append(Problem(field, f"{quoted(text)} is longer than {LIMITS[field]} characters."))
        elif field != "name" and ROUNDED.fullmatch(text):
            problems.append(Problem(field, f"{quoted(text)} was rounded. Format the column as text and save it again."))
    if values.language and not LANGUAGE.fullmatch(values.language):
        shown = quoted(values.language)
        problems.append(Problem("language", f"{shown} is no language code. Write one such as en, de or ar."))
    return problems


def _property_problems(properties: Mapping[str, str]) -> list[Problem]:
    problems = [
        Problem(name, f"has {len(text)} characters; {PROPERTY_LIMIT} are allowed. Shorten it or leave the column out.")
        for name, text in properties.items()
        if len(text) > PROPERTY_LIMIT
    ]
    if len(properties) > MOST_PROPERTIES:
        problems.append(Problem("", f"has {len(properties)} properties; {MOST_PROPERTIES} are allowed."))
    return problems
