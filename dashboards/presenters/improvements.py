"""Improvements in words. Pure."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from customers.properties import in_words
from dashboards.presenters import goals, periods
from followup.queries import ImprovementView
from metrics import change_words
from metrics.measures import Measure
from metrics.queries import Compared

FOUND = {
    change_words.BETTER: ("Better", "good"),
    change_words.WORSE: ("Worse", "bad"),
    change_words.UNCLEAR: ("Too close to call", ""),
    change_words.TOO_FEW: ("Too few answers to tell", ""),
}
NOT_YET = "It has not run for a whole day yet. Before and after show here from tomorrow on."
HIDDEN = "Too few answers to show."
STOPPED = "Groups are no longer compared by {}, so before and after are not counted at present."


@dataclass(frozen=True, slots=True)
class Standing:
    """How an improvement stands: words, and the tone of their badge."""

    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class Line:
    """One improvement of the list; `when` says from when to when, and who sees to it."""

    id: uuid.UUID
    title: str
    standing: Standing
    moves: str
    when: str
    outcome: str


def standing(one: ImprovementView, today: date) -> Standing:
    """Planned, running, time to look back; or what was found."""
    if one.is_due(today):
        return Standing("Time to look back", "warn")
    if one.found:
        return Standing(*FOUND[one.found])
    return Standing(one.state.label, "")


def missing(one: ImprovementView, *, is_counted: bool, is_known: bool, is_shown: bool) -> str:
    """Why there is no before and after; empty where there is."""
    if one.has_begun and not is_counted:
        return STOPPED.format(in_words(one.dimension))
    if not one.has_begun or (is_known and is_shown):
        return ""
    return HIDDEN if is_known else NOT_YET


def line(one: ImprovementView, measure: Measure, survey: str, owner: str, today: date) -> Line:
    """One line of the list."""
    return Line(
        id=one.id,
        title=one.title,
        standing=standing(one, today),
        moves=f"Should move: {moves(one, measure, survey)}.",
        when=f"{when(one, today)} {sees_to(owner)}" if one.is_open else when(one, today),
        outcome=one.outcome,
    )


def moves(one: ImprovementView, measure: Measure, survey: str) -> str:
    """Recommend us, Station kiosk, in “After a visit”: the score that should move."""
    where = goals.title(measure, (one.dimension, one.segment))
    return f"{where}, in “{survey}”" if survey else where


def when(one: ImprovementView, today: date) -> str:
    """Began on 1 June, to be looked back on 1 September."""
    began, looks = periods.day(one.starts_on, today), periods.day(one.review_on, today)
    settled = periods.day(one.settled_on, today) if one.settled_on else ""
    if settled:
        past = "Looked back on" if one.found else "Given up on"
        return f"Began on {began}. {past} {settled}."
    begins = "Begins" if one.starts_on > today else "Began"
    return f"{begins} on {began}, to be looked back on {looks}."


def facts(one: ImprovementView, measure: Measure, survey: str, owner: str, today: date) -> Sequence[tuple[str, str]]:
    """What is known of an improvement, as label and value."""
    begins = "Begins" if one.starts_on > today else "Began"
    settled = [("Looked back" if one.found else "Given up", one.settled_on)] if one.settled_on else []
    days = [(begins, one.starts_on), ("Look back on", one.review_on), *settled]
    named = [
        ("What is different", one.change),
        ("The trouble", one.cause),
        ("Should move", moves(one, measure, survey)),
        ("Who sees to it", owner),
        *((label, periods.day(day, today)) for label, day in days),
    ]
    return [(label, words) for label, words in named if words]


@dataclass(frozen=True, slots=True)
class Figures:
    """Before and after of an improvement: the verdict with its tone, each side, and how far it moved."""

    verdict: str
    tone: str
    before: str
    after: str
    change: str


def figures(measure: Measure, compared: Compared, today: date) -> Figures:
    """Before: 24 from 96 answers, likely range 15 to 33, 30 July to 23 September."""
    before, after, comparison = compared.before, compared.after, compared.comparison
    moved = change_words.change(measure, before.value, after.value, comparison)
    return Figures(
        verdict=change_words.plainly(measure, comparison),
        tone=FOUND[change_words.found(comparison)][1],
        before=f"{change_words.side(measure, before)}; {periods.days(before.period_from, before.period_to, today)}",
        after=f"{change_words.side(measure, after)}; {periods.days(after.period_from, after.period_to, today)}",
        change=f"{moved}. {change_words.unseen(measure, comparison)}".strip() if moved else "",
    )


def owner_name(owner: uuid.UUID, names: Mapping[uuid.UUID, str], me: uuid.UUID) -> str:
    """Who sees to it: you, a colleague by name, or a former one."""
    return "you" if owner == me else names.get(owner, "a former colleague")


def sees_to(owner: str) -> str:
    """You see to it; Mehmet Kaya sees to it."""
    return "You see to it." if owner == "you" else f"{periods.sentence(owner)} sees to it."
