"""What an improvement may be, and which trouble it should end first. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from followup.causes import LONGEST, OTHER
from foundation import writing
from surveys.scales import SCALES

LONGEST_TITLE = 80
LONGEST_TEXT = 2000
FARTHEST = timedelta(days=2 * 366)  # to look back later than this is never to look back
OFTEN = 2  # a trouble that came once may be chance

Faults = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An improvement before it is kept."""

    title: str
    change: str
    cause: str
    kind: str
    starts_on: date
    review_on: date


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The commonest cause of the cases closed lately: how many of how many were about it."""

    cause: str
    n: int
    of: int


def faults_of(plan: Plan, today: date) -> Faults:
    """What is wrong with a plan, by field, each with its remedy; nothing where it can be kept."""
    found = {}
    if not plan.title:
        found["title"] = "Say in a few words what you change."
    elif len(plan.title) > LONGEST_TITLE:
        found["title"] = f"This is {len(plan.title)} characters long; {LONGEST_TITLE} fit. Shorten it."
    if len(plan.change) > LONGEST_TEXT:
        found["change"] = f"This is {len(plan.change)} characters long; {LONGEST_TEXT} fit. Shorten it."
    if len(plan.cause) > LONGEST:
        found["cause"] = f"This is {len(plan.cause)} characters long; {LONGEST} fit. Shorten it."
    if plan.kind not in SCALES:
        found["moves"] = "Choose the score it should move."
    if abs(plan.starts_on - today) > FARTHEST:
        found["starts_on"] = "Choose a first day within two years of today."
    elif plan.review_on <= plan.starts_on:
        found["review_on"] = f"Choose a day after the first one, {writing.full_day(plan.starts_on)}."
    elif plan.review_on - plan.starts_on > FARTHEST:
        found["review_on"] = "Choose a day within two years of the first one."
    return found


def commonest(counts: Sequence[tuple[str, int]], taken: Collection[str]) -> Suggestion | None:
    """The commonest cause that comes again and that nobody works on yet; None where there is none.

    `counts` are causes with their cases, the commonest first; "Other" names nothing that could be changed.
    """
    for cause, n in counts:
        if n >= OFTEN and cause != OTHER and cause not in taken:
            return Suggestion(cause, n, sum(count for _, count in counts))
    return None
