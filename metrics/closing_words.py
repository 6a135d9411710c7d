"""What the letter about a closed period says. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from foundation import writing
from metrics.maths.comparison import Verdict
from metrics.maths.goals import Standing
from metrics.measures import Measure
from metrics.wording import amount, number, of_answers, reach

LAGGING = (Standing.PROBABLY_BEHIND, Standing.BEHIND, Standing.PROBABLY_MISSED, Standing.MISSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """A closed period of a goal: its number, how the goal stood, and the number before. Dates are half-open."""

    measure: Measure
    segment: str
    period_from: date
    period_to: date
    value: float | None
    n: int
    low: float | None
    high: float | None
    verdict: str
    change: str
    before: float | None
    detectable: float | None
    baseline: float | None
    target: float
    due_on: date


@dataclass(frozen=True, slots=True)
class Step:
    """The one thing to do: why, what the button says, and the page within the business."""

    why: str
    button: str
    page: str


def about(closed: Closed) -> str:
    """Which number the letter is about: "Recommend us, Branch Nord"."""
    return f"{closed.measure.plain_name}, {closed.segment}" if closed.segment else closed.measure.plain_name


def heading(closed: Closed) -> str:
    """The verdict in words: "Probably on the way: 37, from 24 to 40 by 31 March 2026."."""
    if closed.verdict == Standing.TOO_EARLY:
        return f"Too early to say ({closed.n} of {closed.measure.minimum})."
    start = number(closed.measure, closed.baseline)
    goal = f"from {start} to {number(closed.measure, closed.target)} by {day(closed.due_on)}"
    return f"{closed.verdict}: {number(closed.measure, closed.value)}, {goal}."


def figures(closed: Closed) -> str:
    """The number with its n and range: "37 from 118 answers. The range that fits these answers: 24 to 49."."""
    counted = of_answers(closed.measure, closed.n)
    if closed.value is None:
        return f"No {counted.split(' ')[1]} in this period."
    if closed.low is None:
        return f"{number(closed.measure, closed.value)} from {counted}; too few for a range."
    ends = reach(closed.measure, closed.low, closed.high)
    return f"{number(closed.measure, closed.value)} from {counted}. The range that fits these answers: {ends}."


def change(closed: Closed) -> str:
    """Whether the number moved, by a test; empty where there is nothing to compare with."""
    if not closed.change or closed.before is None:
        return ""
    before = number(closed.measure, closed.before)
    if closed.change == Verdict.TOO_FEW:
        return f"Before: {before}. Too few answers to compare."
    if closed.change == Verdict.NO_EVIDENCE:
        unseen = ""
        if closed.detectable is not None:
            unseen = f" A change under about {amount(closed.measure, closed.detectable)} could not have been seen."
        return f"No evidence of change from {before} before.{unseen}"
    return f"{closed.change.capitalize()} from {before} before."


def next_step(closed: Closed, waiting: int) -> Step:
    """What helps most now: reply first, then ask enough people, then find the cause."""
    if waiting:
        people = "1 unhappy customer waits" if waiting == 1 else f"{waiting} unhappy customers wait"
        return Step(f"{people} for a reply.", "Reply to the first", "queue/")
    page = f"metric/{closed.measure.key}/"
    if closed.n < closed.measure.minimum:
        missing = of_answers(closed.measure, closed.measure.minimum - closed.n)
        return Step(f"{missing} more, and a verdict can be given.", "Ask more customers", "surveys/")
    if closed.verdict in LAGGING:
        return Step("See which segment pulls the number, and choose one cause to remove.", "Find the cause", page)
    return Step("See which segment does best, and do more of that.", "Open the number", page)


def days(closed: Closed) -> str:
    """The period's first and last day: "1 March 2026 to 31 March 2026"."""
    return f"{day(closed.period_from)} to {day(closed.period_to - timedelta(days=1))}"


def day(moment: date) -> str:
    """A day in words: "31 March 2026"."""
    return writing.full_day(moment)
