"""What customers read in each language: `words/<code>.toml`, read when first asked for. Pure but for that."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"
Tables = Mapping[str, Mapping[str, str]]


@cache
def tables(language: str) -> Tables:
    """A language's file: `phrases`, `thanks`, and a table for each kind of survey. Raises FileNotFoundError."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def fill(text: str, **values: object) -> str:
    """A text with its `{name}`s replaced; all other braces stay, for a business may write some of its own."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", str(value))
    return text


@dataclass(frozen=True, slots=True)
class Phrases:
    """What pages and letters say around a survey's own words; each language's file has every one."""

    send: str
    optional: str
    reason: str
    named: str
    nameless: str
    your_data: str
    stop: str
    languages: str
    not_for_people: str
    error: str
    problem: str
    choose_number: str
    too_long: str
    thousands: str
    thank_you: str
    arrived: str
    send_too: str
    change: str
    tell_others: str
    write_review: str
    already_title: str
    already_heading: str
    already_text: str
    closed_heading: str
    closed_reason: str
    closed_remedy: str
    failed_heading: str
    failed_text: str
    too_large_heading: str
    too_large_text: str
    stop_heading: str
    stop_text: str
    stopped_title: str
    stopped_heading: str
    stopped_text: str
    stopped_undo: str
    resumed_title: str
    resumed_heading: str
    resumed_text: str
    hello: str
    hello_nobody: str
    own_page: str
    answer_here: str
    ends: str
    why: str
    reminder_subject: str
    reminder_intro: str
    test_subject: str
    test_letter: str
    test_page: str
    test_thanks: str
    reply_subject: str
    reply_wrote: str
    reply_gave: str
    reply_why: str

    def number(self, value: int) -> str:
        """A whole number as the language writes it: 5,000."""
        return f"{value:,}".replace(",", self.thousands)


@lru_cache(maxsize=4096)
def phrases(language: str, business_name: str = "") -> Phrases:
    """The phrases of a language for one business."""
    standard = Phrases(**tables(language)["phrases"])
    return Phrases(**{name: fill(text, business=business_name) for name, text in asdict(standard).items()})
