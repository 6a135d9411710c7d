"""What the braces of a business's own reply text stand for, and the text with them filled. Pure."""

import re
from dataclasses import dataclass

from followup.starters import quote

MEANINGS = {
    "first name": "the customer’s first name",
    "name": "their whole name",
    "words": "what they wrote, on one line",
    "business": "your business’s name",
    "me": "who sends the reply",
}
BRACED = re.compile(r"\{([^{}\n]{1,40})\}")
NAMED = r"\{(?:first name|name)\}"
ALONE = re.compile(rf"^[ \t]*{NAMED}[,:!]?[ \t]*(\w?)", re.MULTILINE)  # a line begins with the name
WITHIN = re.compile(rf",?[ \t]*{NAMED}")
QUOTING = re.compile(r"[^.!?\n]*\{words\}[^\s.!?]*([^.!?\n]*[.!?]*)")  # a sentence, and what follows the quoted words
GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class About:
    """Whom a reply goes to and who writes it; `name` and `words` are empty where there are none."""

    name: str
    words: str
    business: str
    author: str

    @property
    def first_name(self) -> str:
        """ "Ann" of "Ann Weber", "Weber, Ann" and "Dr. Ann Weber"."""
        _, comma, given = self.name.partition(",")
        parts = (given if comma and given.strip() else self.name).split()
        return next((part for part in parts if not part.endswith(".")), "")

    def values(self) -> dict[str, str]:
        """What each placeholder stands for."""
        return {
            "first name": self.first_name,
            "name": " ".join(self.name.split()),
            "words": quote(self.words),
            "business": self.business,
            "me": self.author,
        }


def tidy(text: str) -> str:
    """The text with one spelling of each placeholder: `{First_Name}` is `{first name}`. Ends of lines are `\\n`."""

    def known(match: re.Match[str]) -> str:
        return f"{{{key}}}" if (key := _key(match)) in MEANINGS else match[0]

    return BRACED.sub(known, "\n".join(line.rstrip() for line in text.splitlines()).strip())


def unknown(text: str) -> list[str]:
    """The placeholders that stand for nothing, as they were written, each once."""
    return list(dict.fromkeys(match[0] for match in BRACED.finditer(text) if _key(match) not in MEANINGS))


def fill(text: str, about: About) -> str:
    """A tidy text for one customer.

    Who has no name is greeted without one, and a sentence that would quote somebody who wrote nothing is left out.
    """
    values = about.values()
    if not values["words"]:
        lines = QUOTING.sub(_after_the_quote, text).splitlines()
        text = GAP.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()
    if not values["first name"]:
        text = WITHIN.sub("", ALONE.sub(lambda match: match[1].upper(), text))
    return BRACED.sub(lambda match: values.get(_key(match), match[0]), text)


def general(text: str, about: About) -> str:
    """A written reply with its names and quoted words as placeholders, to keep as a text for other customers."""
    found = {value: key for key, value in reversed(about.values().items()) if value}
    if not found:
        return text
    longest = sorted(found, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(value)}(?!\w)" for value in longest))
    return pattern.sub(lambda match: f"{{{found[match[0]]}}}", text)


def _after_the_quote(match: re.Match[str]) -> str:
    """What stays of a sentence that quotes nothing: the next one, where it begins right after the quoted words."""
    rest = match[1].strip()
    return f" {rest}" if rest[:1].isupper() else ""


def _key(match: re.Match[str]) -> str:
    return " ".join(match[1].replace("_", " ").lower().split())
