"""Before and after in words, with what the test says. Pure."""

from foundation import writing
from metrics.maths.comparison import Comparison, Verdict
from metrics.maths.estimate import Estimate
from metrics.measured import Measured
from metrics.measures import Measure
from metrics.wording import amount, moved, number, of_answers, reach

VERDICTS = {
    Verdict.UP: "really up",
    Verdict.DOWN: "really down",
    Verdict.NO_EVIDENCE: "too close to call",
    Verdict.TOO_FEW: "too few to tell",
}
BETTER, WORSE, UNCLEAR, TOO_FEW = "better", "worse", "unclear", "too_few"  # as `followup.models.Found` keeps them
PLAINLY = {BETTER: "It got better.", WORSE: "It got worse.", UNCLEAR: "Too close to call."}


def side(measure: Measure, one: Measured | Estimate) -> str:
    """A number with its n and range: "31 from 118 answers, likely range 24 to 38"."""
    if one.value is None:
        return f"nothing, from {of_answers(measure, one.n)}"
    likely = "" if one.low is None else f", likely range {reach(measure, one.low, one.high)}"
    return f"{number(measure, one.value)} from {of_answers(measure, one.n)}{likely}"


def change(measure: Measure, before: float | None, after: float | None, comparison: Comparison) -> str:
    """How far it moved: "+7, range −3 to +17: too close to call"; empty where a side has nothing.

    The difference is that of the two values as they are shown; range and verdict are the test's.
    """
    tested = comparison.difference
    if before is None or after is None or tested is None:
        return ""
    return f"{moved(measure, after - before, *tested.ci)}: {VERDICTS[comparison.verdict]}"


def found(comparison: Comparison) -> str:
    """What a review found: BETTER, WORSE, UNCLEAR or TOO_FEW."""
    if comparison.verdict is Verdict.TOO_FEW:
        return TOO_FEW
    return UNCLEAR if comparison.better is None else BETTER if comparison.better else WORSE


def plainly(measure: Measure, comparison: Comparison) -> str:
    """The verdict: "It got better."; "Too few answers to tell (40 before, 12 after; 30 each are needed)."."""
    if comparison.verdict is Verdict.TOO_FEW:
        counts = f"{writing.count(comparison.n_before)} before, {writing.count(comparison.n_after)} after"
        return f"Too few answers to tell ({counts}; {measure.minimum} each are needed)."
    return PLAINLY[found(comparison)]


def unseen(measure: Measure, comparison: Comparison) -> str:
    """The smallest change that would probably have been seen; empty where it is unknown."""
    if comparison.detectable is None:
        return ""
    smallest = amount(measure, comparison.detectable)
    if comparison.verdict in (Verdict.UP, Verdict.DOWN):
        return f"With so many answers a change of {smallest} would usually be seen."
    return f"A change smaller than {smallest} would usually not be seen with so many answers."
