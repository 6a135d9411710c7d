"""Reading what a person sent. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from surveys.scales import Scale

LONGEST_COMMENT = 5_000


@dataclass(frozen=True, slots=True)
class Reply:
    """A score, and what was said with it. `stamp` is of the page's opening; `revised` says that the page showed the
    words given before, so that empty words now mean none."""

    score: int
    comment: str
    stamp: str = ""
    revised: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field (`score` or `comment`), in words for its sender."""

    field: str
    message: str


def read(data: Mapping[str, str], scale: Scale) -> Reply | list[Problem]:
    """The reply in a form's fields, or everything that is wrong with it."""
    problems = []
    score = score_of(data.get("score", ""), scale)
    if score is None:
        problems.append(Problem("score", f"Choose a number from {scale.minimum} to {scale.maximum}"))
    # A browser sends CR LF for each line; PostgreSQL keeps no NUL.
    comment = data.get("comment", "").replace("\r\n", "\n").replace("\x00", "").strip()
    if len(comment) > LONGEST_COMMENT:
        problems.append(
            Problem("comment", f"Use {LONGEST_COMMENT:,} characters at most; there are {len(comment):,} here")
        )
    if score is None or problems:
        return problems
    return Reply(score, comment, clean_stamp(data.get("stamp", "")), "revised" in data)


def score_of(text: str, scale: Scale) -> int | None:
    """A score on the scale, as plain digits; None for anything else."""
    text = text.strip()
    if not re.fullmatch(r"[0-9]{1,2}", text) or int(text) not in scale.scores:
        return None
    return int(text)


def clean_stamp(text: str) -> str:
    """A stamp as pages carry it, of at most 16 characters; "" for anything else."""
    return text if re.fullmatch(r"[\w-]{1,16}", text, re.ASCII) else ""
