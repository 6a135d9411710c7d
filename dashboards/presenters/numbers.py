"""What stands beside a figure: its n, and its change with the word of a test. Pure."""

from metrics.maths.comparison import Verdict
from metrics.measures import Measure
from metrics.wording import number

CHANGE = {
    Verdict.UP: "really up",
    Verdict.DOWN: "really down",
    Verdict.NO_EVIDENCE: "too close to call",
}


def too_early(measure: Measure, n: int) -> str:
    """12 of 30."""
    return counted(n, measure.minimum)


def signed(measure: Measure, change: float) -> str:
    """+9, −4, 0."""
    sign = "+" if change > 0 and number(measure, change) != number(measure, 0) else ""
    return f"{sign}{number(measure, change)}"


def change(measure: Measure, verdict: Verdict, before: float | None, after: float | None) -> str | None:
    """ "+9, too close to call", "−12, really down", "about the same", "too few to tell"; None where nothing was before.

    The difference is that of the two values as shown elsewhere; the verdict is the test's.
    """
    if before is None or after is None:
        return None
    if verdict is Verdict.TOO_FEW:
        return "too few to tell"
    moved = signed(measure, after - before)
    return "about the same" if moved == number(measure, 0) else f"{moved}, {CHANGE[verdict]}"


def counted(n: int, of: int) -> str:
    """12 of 30."""
    return f"{n} of {of}"
