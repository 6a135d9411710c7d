"""The language of a page behind a letter's link, and how its links keep it. Pure."""

from dataclasses import dataclass
from typing import Any

from foundation.languages import LANGUAGES, browsers, first_spoken, isolated, spoken
from surveys import links
from surveys.catalogue import Phrases, phrases

LANGUAGE = "lang"  # in the address of a page whose reader asked for another language


@dataclass(frozen=True, slots=True)
class Voice:
    """The language of a page. `asked`: its reader asked for it, so that its links lead to more of it."""

    language: str
    asked: bool = False

    def keep(self, path: str) -> str:
        """A link that goes on in the language that was asked for."""
        return links.in_language(path, self.language) if self.asked else path

    def phrases(self, business_name: str) -> Phrases:
        """What stands around a survey's words."""
        return phrases(self.language, isolated(business_name, self.language))

    def around(self, business_name: str = "") -> dict[str, Any]:
        """What every page needs of its language."""
        return {
            "language": self.language,
            "direction": LANGUAGES[self.language].direction,
            "say": self.phrases(business_name),
        }


@dataclass(frozen=True, slots=True)
class Reader:
    """What a request says of its reader: the language its link asks for, and what the browser wants; "" for neither."""

    asked: str = ""
    browser: str = ""

    @classmethod
    def of(cls, asked: str, header: str) -> "Reader":
        """From `?lang=` and Accept-Language."""
        return cls(spoken(asked), browsers(header))

    def voice(self, customer: str = "", default: str = "") -> Voice:
        """Asked for on the page, then the customer's, then the browser's, then the business's."""
        return Voice(first_spoken(self.asked, customer, self.browser, default), bool(self.asked))


def other_languages(query: str, language: str) -> list[dict[str, Any]]:
    """A link in each language to the page that a reader is on, for whoever cannot read it."""
    return [
        {
            "code": each.code,
            "name": each.own_name,
            "direction": each.direction,
            "url": links.in_language(query, each.code),
            "current": each.code == language,
        }
        for each in LANGUAGES.values()
    ]
