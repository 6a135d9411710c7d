"""The languages that customers are spoken to in, and which of them somebody is. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

STANDARD = "en"
ISOLATES = "\u2068\u2069"  # stand around a name, whichever way it is written
LONGEST_HEADER = 500  # characters of what a browser says that are read
# One part of Accept-Language (RFC 9110, 12.5.4): a range, and how much it is wanted.
WANTED = re.compile(r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*[qQ]=([01](?:\.[0-9]{0,3})?)\s*)?")


@dataclass(frozen=True, slots=True)
class Language:
    """A language: its code, what its speakers and what we call it, and which way it is written (`ltr` or `rtl`)."""

    code: str
    own_name: str
    name: str
    direction: str = "ltr"

    @property
    def mirrored(self) -> bool:
        """Whether it is written from right to left."""
        return self.direction == "rtl"


LANGUAGES: Mapping[str, Language] = {
    language.code: language
    for language in (
        Language("en", "English", "English"),
        Language("de", "Deutsch", "German"),
        Language("es", "Español", "Spanish"),
        Language("fr", "Français", "French"),
        Language("pt", "Português", "Portuguese"),
        Language("it", "Italiano", "Italian"),
        Language("nl", "Nederlands", "Dutch"),
        Language("pl", "Polski", "Polish"),
        Language("ar", "العربية", "Arabic", "rtl"),
    )
}
CHOICES = [(language.code, language.own_name) for language in LANGUAGES.values()]


def spoken(code: str) -> str:
    """The language of ours that a code means, whatever its country: `pt` for `pt-br`; "" where it is none."""
    plain = code.strip().lower().replace("_", "-").partition("-")[0]
    return plain if plain in LANGUAGES else ""


@lru_cache(maxsize=1024)
def browsers(header: str) -> str:
    """The language of ours that Accept-Language wants most, the first one of equals; "" where it wants none."""
    wanted = []
    for part in header[:LONGEST_HEADER].split(","):
        match = WANTED.fullmatch(part)
        weight = float(match[2] or 1) if match else 0
        if match and 0 < weight <= 1 and spoken(match[1]):
            wanted.append((weight, spoken(match[1])))
    return max(wanted, key=lambda each: each[0])[1] if wanted else ""


def first_spoken(*codes: str) -> str:
    """The first of these codes that is a language of ours; English where none is."""
    return next((found for code in codes if (found := spoken(code))), STANDARD)


def isolated(text: str, language: str) -> str:
    """A name as it stands within a sentence of a language: from right to left, marks keep a Latin name together."""
    return f"{ISOLATES[0]}{text}{ISOLATES[1]}" if text and LANGUAGES[language].mirrored else text
