"""Goals: how far, whether reached, and whether on the way. Two questions, never mixed.

Reached? P(true value is at the target or better). On the way? P(true value is at the straight line from
baseline to target, today, or better). The names are the verdicts; the sentences around them belong to a presenter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from metrics.maths.estimate import Estimate
from metrics.maths.probability import CERTAIN, more_answers_to_settle, probability_reached
from metrics.maths.scales import Direction
from metrics.maths.states import MINIMUM_ANSWERS


class Question(StrEnum):
    """Which of the two questions a standing answers."""

    REACHED = "reached"
    ON_THE_WAY = "on the way"


class Standing(StrEnum):
    """Where a goal stands; the value is its label."""

    TOO_EARLY = "Too early to say"
    TARGET_REACHED = "Target reached"
    ON_THE_WAY = "On the way"
    PROBABLY_ON_THE_WAY = "Probably on the way"
    REACHED = "Reached"
    PROBABLY_REACHED = "Probably reached"
    TOO_CLOSE_TO_CALL = "Too close to call"
    PROBABLY_BEHIND = "Probably behind"
    BEHIND = "Behind"
    PROBABLY_MISSED = "Probably missed"
    MISSED = "Missed"


STEPS = (CERTAIN, 0.60, 0.40, 0.10)
WAY_LADDER = (
    Standing.ON_THE_WAY,
    Standing.PROBABLY_ON_THE_WAY,
    Standing.TOO_CLOSE_TO_CALL,
    Standing.PROBABLY_BEHIND,
    Standing.BEHIND,
)
DUE_LADDER = (
    Standing.REACHED,
    Standing.PROBABLY_REACHED,
    Standing.TOO_CLOSE_TO_CALL,
    Standing.PROBABLY_MISSED,
    Standing.MISSED,
)


@dataclass(frozen=True, slots=True)
class Goal:
    """From a baseline to a target, in the metric's unit, between two local dates."""

    baseline: float
    target: float
    start: date
    due: date
    direction: Direction = Direction.HIGHER

    def __post_init__(self) -> None:
        if self.due <= self.start:
            raise ValueError(f"A goal is due after its start {self.start}, not on {self.due}: choose a later date.")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A goal's standing and what it rests on: the threshold of its question, the probability, and n.

    `at_target` is the probability that the target itself is reached, whichever the question. `progress` is 0 at the
    baseline and 1 at the target. `more_answers` is how many more would settle the question: 0 where it is settled,
    None where no number would.
    """

    question: Question
    standing: Standing
    threshold: float
    probability: float | None
    at_target: float | None
    progress: float | None
    n: int
    more_answers: int | None


def progress(goal: Goal, now: float | None) -> float | None:
    """(now - baseline) / (target - baseline); None without a value, or where the baseline is already at the target."""
    way = goal.target - goal.baseline
    if now is None or way * goal.direction.sign <= 0:
        return None
    return (now - goal.baseline) / way


def line_at(goal: Goal, today: date) -> float:
    """The straight line from baseline to target at today; the baseline before the start, the target after the due."""
    elapsed = (today - goal.start).days / (goal.due - goal.start).days
    return goal.baseline + (goal.target - goal.baseline) * min(1.0, max(0.0, elapsed))


def judge(goal: Goal, now: Estimate, today: date, *, minimum: int = MINIMUM_ANSWERS) -> Judgement:
    """Where the goal stands today, by the estimate of the current period.

    Before the due date the line decides, unless the target itself is reached for certain; from the due date on
    the target alone decides.
    """
    at_target = probability_reached(now, goal.target, goal.direction)
    is_due = today >= goal.due
    reached = at_target is not None and at_target >= CERTAIN
    question = Question.REACHED if is_due or (reached and now.n >= minimum) else Question.ON_THE_WAY
    threshold = goal.target if question is Question.REACHED else line_at(goal, today)
    probability = probability_reached(now, threshold, goal.direction)
    more_answers = more_answers_to_settle(now, threshold)
    if probability is None or now.n < minimum:
        standing = Standing.TOO_EARLY
        more_answers = max(more_answers or 0, minimum - now.n)
    elif question is Question.ON_THE_WAY:
        standing = rung(probability, WAY_LADDER)
    elif is_due:
        standing = rung(probability, DUE_LADDER)
    else:
        standing = Standing.TARGET_REACHED
    return Judgement(
        question=question,
        standing=standing,
        threshold=threshold,
        probability=probability,
        at_target=at_target,
        progress=progress(goal, now.value),
        n=now.n,
        more_answers=more_answers,
    )


def rung(probability: float, ladder: Sequence[Standing]) -> Standing:
    """The rung of a ladder of five that a probability stands on: .90, .60, .40, .10, less."""
    for step, standing in zip(STEPS, ladder, strict=False):
        if probability >= step:
            return standing
    return ladder[-1]
