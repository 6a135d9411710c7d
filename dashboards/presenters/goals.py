"""Goals in words. Pure."""

from dataclasses import dataclass
from datetime import date

from dashboards.presenters import answers, numbers, periods, verdict
from metrics.goal_rules import FIRST_ANSWERS
from metrics.maths.goals import Goal, Judgement, Standing
from metrics.maths.suppression import total_is_shown
from metrics.measured import Measured
from metrics.measures import Measure, Unit
from metrics.wording import amount, bare, number, of_answers, reach

EXAMPLE_ANSWERS = 50  # as many as a small business has in a quarter
CADENCES = {"weekly": "every week", "two_weekly": "every two weeks", "monthly": "every month"}


@dataclass(frozen=True, slots=True)
class GoalWords:
    """One goal of the list. `progress` is 0 to 100 of the way, None where it cannot be told."""

    title: str
    verdict: str
    tone: str
    way: str
    now: str
    more: str
    progress: int | None


def words(
    measure: Measure,
    segment: tuple[str, str],
    way: Goal | None,
    judged: Judgement | None,
    now: Measured,
    *,
    target: float,
    due: date,
    today: date,
    sees_answers: bool,
) -> GoalWords:
    """A goal with its verdict, the way, and where it stands; small groups stay hidden from those who may not see."""
    name = title(measure, segment)
    if not sees_answers and now.n and not total_is_shown(now.n):
        return GoalWords(name, "Too few to show", "", aim(measure, target, due, today), "", "", None)
    if way is None or judged is None:
        here = numbers.counted(now.n, FIRST_ANSWERS)
        waits = f"The first {FIRST_ANSWERS} answers tell where you start: {here} so far."
        return GoalWords(name, "Waiting for its start", "", aim(measure, target, due, today), "", waits, None)
    early = judged.standing is Standing.TOO_EARLY
    said = f"{judged.standing} ({numbers.too_early(measure, judged.n)})" if early else str(judged.standing)
    return GoalWords(
        title=name,
        verdict=said,
        tone=verdict.tone(judged.standing),
        way=periods.sentence(verdict.from_to(measure, way, today)) + ".",
        now=standing_now(measure, now, today),
        more=verdict.settling(measure, judged),
        progress=None if early or judged.progress is None else round(100 * min(1.0, max(0.0, judged.progress))),
    )


def title(measure: Measure, segment: tuple[str, str]) -> str:
    """Recommend us; Recommend us, Station kiosk."""
    dimension, value = segment
    return f"{measure.plain_name}, {answers.segment_name(dimension, value)}" if dimension else measure.plain_name


def aim(measure: Measure, target: float, due: date, today: date) -> str:
    """To 40 by 31 March."""
    return f"To {number(measure, target)} by {periods.day(due, today)}."


def standing_now(measure: Measure, now: Measured, today: date) -> str:
    """37 now, from 118 answers since 1 June, likely between 24 and 49."""
    if not now.n:
        return f"No answers since {periods.day(now.period_from, today)}."
    likely = "" if now.low is None else f", likely range {reach(measure, now.low, now.high)}"
    since = periods.day(now.period_from, today)
    return f"{number(measure, now.value)} now, from {of_answers(measure, now.n)} since {since}{likely}."


def cannot_show(measure: Measure, smallest: float | None, n: int = EXAMPLE_ANSWERS) -> str:
    """50 answers cannot show changes under about 20 points; empty where it is unknown."""
    if smallest is None:
        return ""
    return f"{of_answers(measure, n)} cannot show changes under about {amount(measure, coarse(measure, smallest))}."


def coarse(measure: Measure, size: float) -> float:
    """A size that is a guess: from 10 on to the next five."""
    step = {Unit.POINTS: 5.0, Unit.SHARE: 0.05, Unit.MEAN: 0.1}[measure.unit]
    return round(size / step) * step if size >= 2 * step else size


def unit_words(measure: Measure) -> str:
    """What to type: a whole number from −100 to 100; per cent; a number from 1 to 7."""
    low, high = (bare(measure, limit) for limit in measure.limits)
    kind = "Per cent" if measure.unit is Unit.SHARE else "Points" if measure.unit is Unit.POINTS else "The mean"
    better = "Higher" if measure.higher_is_better else "Lower"
    return f"{kind}, from {low} to {high}. {better} is better."
