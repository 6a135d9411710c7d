"""What to do next, and the first steps of a new business. Pure decisions: addresses are filled in by the page."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from accounts.roles import Permission
from dashboards.presenters import periods
from dashboards.presenters.periods import due, in_words
from followup.improvement_rules import Suggestion


@dataclass(frozen=True, slots=True)
class State:
    """Where a business stands with its first steps; what is not known to be done counts as not done."""

    has_metrics: bool = False
    has_goal: bool = False
    has_customers: bool = False
    has_survey: bool = False
    has_test: bool = False
    has_round: bool = False
    has_answers: bool = False


@dataclass(frozen=True, slots=True)
class Waiting:
    """People who wait for a reply, and when the first of them is due; None for somebody who may not reply."""

    count: int
    first_due: datetime | None


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do: its words, the words of its button, and the name of the page where it is done.

    Where `then` is given the button does it at once, by a POST that says so.
    """

    title: str
    text: str
    action: str
    page: str
    needs: Permission
    row: tuple[str, uuid.UUID] | None = None  # the name in the address and the id of what it is about
    query: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist."""

    title: str
    page: str
    done: bool


TRY = Step(
    "see what your customers will get.",
    "One question, ready to use, in a letter to your own address. You can change every word afterwards.",
    "Send me a test",
    "surveys:first",
    Permission.MANAGE_SURVEYS,
    then="test",
)
SEND = Step(
    "send your survey.",
    "Your customers are here and your survey is written. The letter goes out only after you have seen it.",
    "Send the survey",
    "surveys:surveys",
    Permission.MANAGE_SURVEYS,
)
IMPORT = Step(
    "bring in your customers.",
    "A spreadsheet with their e-mail addresses is enough. Nothing is sent before you say so.",
    "Import customers",
    "customers:import",
    Permission.MANAGE_CUSTOMERS,
)
WRITE = Step(
    "write your survey.",
    "One question, ready to use. Change a word or leave it as it is.",
    "Write the survey",
    "surveys:new",
    Permission.MANAGE_SURVEYS,
)
TARGET = Step(
    "set a target.",
    "Say from where to where, and by when. Then this page tells you whether you are on the way.",
    "Set a target",
    "dashboards:new_goal",
    Permission.SET_GOALS,
)


def waiting_step(waiting: Waiting, now: datetime, zone: ZoneInfo) -> Step:
    """Somebody waits for a reply: who is due soonest decides."""
    many = waiting.count != 1
    title = f"{in_words(waiting.count)} {'people are' if many else 'person is'} waiting for a reply."
    text = ""
    if waiting.first_due is not None:
        who = "The first" if many else "The reply"
        text = f"{who} {'was' if waiting.first_due < now else 'is'} due {due(waiting.first_due, now, zone)}."
    return Step(title, text, "Open the queue", "followup:queue", Permission.WORK_CASES)


@dataclass(frozen=True, slots=True)
class Reminder:
    """A round that may still be followed by its one reminder, and how many it would reach."""

    round_id: uuid.UUID
    count: int


def reminder_step(reminder: Reminder) -> Step:
    """The newest round kept some people silent."""
    many = reminder.count != 1
    return Step(
        "send the reminder.",
        f"{periods.sentence(in_words(reminder.count))} customer{'s have' if many else ' has'} not answered yet. "
        "One friendly reminder is sent at most.",
        "Send the reminder",
        "surveys:round",
        Permission.MANAGE_SURVEYS,
        ("round_id", reminder.round_id),
    )


@dataclass(frozen=True, slots=True)
class Review:
    """An improvement whose day to look back has come."""

    improvement_id: uuid.UUID
    title: str
    began: date


def review_step(review: Review, today: date) -> Step:
    """Look back on what was changed."""
    return Step(
        "look back.",
        f"“{review.title}” began on {periods.day(review.began, today)}. See what it was before and what it is now.",
        "See what came of it",
        "dashboards:improvement",
        Permission.IMPROVE,
        ("improvement_id", review.improvement_id),
    )


def improve_step(suggestion: Suggestion) -> Step:
    """Make the commonest trouble an improvement."""
    return Step(
        "end the commonest trouble.",
        f"{often(suggestion)} Make this your improvement?",
        "Say what you change",
        "dashboards:new_improvement",
        Permission.IMPROVE,
        query=urlencode({"cause": suggestion.cause}),
    )


def often(suggestion: Suggestion) -> str:
    """2 of 4 cases closed in the last 90 days were about “Waiting time”."""
    return f"{suggestion.n} of {suggestion.of} cases closed in the last 90 days were about “{suggestion.cause}”."


@dataclass(frozen=True, slots=True)
class Later:
    """What can be done once nobody waits and all is prepared; None is nothing of the kind."""

    review: Review | None = None
    reminder: Reminder | None = None
    suggestion: Suggestion | None = None


def next_step(
    state: State, waiting: Waiting, later: Later, may: frozenset[Permission], now: datetime, zone: ZoneInfo
) -> Step | None:
    """The one thing to do next that this person may do; None where nothing waits.

    People come before preparations: replies, then what keeps the first answers from coming, then the target; the first
    letter of all goes to oneself. After that comes what has its day: a review, the reminder; and at last the trouble
    that comes most often.
    """
    steps = []
    if waiting.count:
        steps.append(waiting_step(waiting, now, zone))
    if not state.has_round and not state.has_answers:
        if not state.has_survey and not state.has_test:
            steps.append(TRY)
        steps.append(IMPORT if not state.has_customers else WRITE if not state.has_survey else SEND)
    if not state.has_goal:
        steps.append(TARGET)
    if later.review:
        steps.append(review_step(later.review, now.astimezone(zone).date()))
    if later.reminder:
        steps.append(reminder_step(later.reminder))
    if later.suggestion:
        steps.append(improve_step(later.suggestion))
    return next((step for step in steps if step.needs in may), None)


def checklist(state: State) -> list[Item]:
    """The first steps in the order in which they are usually done, at most six."""
    return [
        Item("Choose what to measure", "dashboards:choose", state.has_metrics),
        Item("Set a target", "dashboards:new_goal", state.has_goal),
        Item("Import your customers", "customers:import", state.has_customers),
        Item("Write your survey", "surveys:new", state.has_survey),
        Item("Send yourself a test", "surveys:surveys", state.has_test),
        Item("Send it to your customers", "surveys:surveys", state.has_round),
    ]
