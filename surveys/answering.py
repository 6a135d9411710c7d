"""Reading what a person sent. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.catalogue import Phrases, fill
from surveys.scales import LAYOUT, MIRRORED, Scale

LONGEST_COMMENT = 5_000


@dataclass(frozen=True, slots=True)
class Reply:
    """A score, and what was said with it. `stamp` is of the page's opening; `revised` says that the page showed the
    words given before, so that empty words now mean none; `layout` is the version of the page."""

    score: int
    comment: str
    stamp: str = ""
    revised: bool = False
    layout: int = LAYOUT


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field (`score` or `comment`): a phrase of `catalogue.Phrases`, and the numbers in it."""

    field: str
    phrase: str
    numbers: Mapping[str, int]

    def message(self, say: Phrases) -> str:
        """In words for its sender."""
        numbers = {name: say.number(value) for name, value in self.numbers.items()}
        return fill(getattr(say, self.phrase), **numbers)


def read(data: Mapping[str, str], scale: Scale) -> Reply | list[Problem]:
    """The reply in a form's fields, or everything that is wrong with it."""
    problems = []
    score = score_of(data.get("score", ""), scale)
    if score is None:
        problems.append(Problem("score", "choose_number", {"low": scale.minimum, "high": scale.maximum}))
    # A browser sends CR LF for each line; PostgreSQL keeps no NUL.
    comment = data.get("comment", "").replace("\r\n", "\n").replace("\x00", "").strip()
    if len(comment) > LONGEST_COMMENT:
        problems.append(Problem("comment", "too_long", {"most": LONGEST_COMMENT, "given": len(comment)}))
    if score is None or problems:
        return problems
    return Reply(score, comment, clean_stamp(data.get("stamp", "")), "revised" in data, layout_of(data))


def score_of(text: str, scale: Scale) -> int | None:
    """A score on the scale, as plain digits; None for anything else."""
    text = text.strip()
    if not re.fullmatch(r"[0-9]{1,2}", text) or int(text) not in scale.scores:
        return None
    return int(text)


def layout_of(data: Mapping[str, str]) -> int:
    """The version of the page that a form came from."""
    return MIRRORED if data.get("layout") == str(MIRRORED) else LAYOUT


def clean_stamp(text: str) -> str:
    """A stamp as pages carry it, of at most 16 characters; "" for anything else."""
    return text if re.fullmatch(r"[\w-]{1,16}", text, re.ASCII) else ""
