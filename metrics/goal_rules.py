"""What a goal may be, and the periods in which it is looked at. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from foundation import writing
from metrics.maths.periods import MONDAY, Period, first_day, next_first_day
from metrics.measures import Measure
from metrics.wording import number

FEWEST_METRICS, MOST_METRICS = 2, 3
FIRST_ANSWERS = 30  # a baseline is taken from so many where none is given
LONGEST = timedelta(days=5 * 366)
CADENCES = {"weekly": Period.WEEK, "two_weekly": Period.TWO_WEEKLY, "monthly": Period.MONTH}
USUAL_DAYS = {Period.WEEK: 7, Period.TWO_WEEKLY: 14, Period.MONTH: 30}

Faults = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A goal before it is set. `baseline` None: the first 30 answers will tell."""

    measure: Measure
    baseline: float | None
    target: float
    starts_on: date
    due_on: date
    cadence: str


def faults_of(goal: Proposal) -> Faults:
    """What is wrong with a goal, by field, each with its remedy; nothing where it can be set."""
    found = {}
    low, high = goal.measure.limits
    between = f"Choose a value from {number(goal.measure, low)} to {number(goal.measure, high)}."
    if goal.baseline is not None and not low <= goal.baseline <= high:
        found["baseline"] = between
    if not low <= goal.target <= high:
        found["target"] = between
    elif goal.baseline is not None and not _is_ahead(goal.measure, goal.baseline, goal.target):
        better, side = ("Higher", "above") if goal.measure.higher_is_better else ("Lower", "below")
        where = number(goal.measure, goal.baseline)
        found["target"] = f"{better} is better here: choose a target {side} where you start, {where}."
    if goal.due_on <= goal.starts_on:
        found["due_on"] = f"Choose a date after the start, {writing.full_day(goal.starts_on)}."
    elif goal.due_on - goal.starts_on > LONGEST:
        found["due_on"] = "Choose a date within five years of the start."
    if goal.cadence not in CADENCES:
        found["cadence"] = f"Choose one of: {', '.join(CADENCES)}."
    return found


def fault_of_choice(count: int) -> str:
    """Why so many chosen metrics are refused; empty where they are not."""
    if count > MOST_METRICS:
        return (
            "Three metrics at most: what everybody watches gets better, and a fourth draws the eye away from them. "
            "Take one away first."
        )
    return "" if count else "Choose two or three metrics; one at least."


def closing_days(starts_on: date, due_on: date, cadence: str, week_start: int = MONDAY) -> list[tuple[date, date]]:
    """The half-open periods of a goal from its start to its due date, both within, cut at the calendar's borders.

    A first or last piece of less than half a period joins its neighbour: it would hold too few answers to say anything.
    """
    period = CADENCES[cadence]
    end = due_on + timedelta(days=1)
    borders = []
    border = next_first_day(first_day(starts_on, period, week_start), period)
    while border < end:
        borders.append(border)
        border = next_first_day(border, period)
    if borders and (borders[0] - starts_on).days * 2 < USUAL_DAYS[period]:
        borders.pop(0)
    if borders and (end - borders[-1]).days * 2 < USUAL_DAYS[period]:
        borders.pop()
    return list(zip([starts_on, *borders], [*borders, end], strict=True))


def _is_ahead(measure: Measure, start: float, target: float) -> bool:
    return (target - start) * measure.scale.direction.sign > 0
