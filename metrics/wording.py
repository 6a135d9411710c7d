"""Numbers in words: rounded once, here, and never without their unit. Pure."""

from decimal import ROUND_HALF_UP, Decimal

from foundation import writing
from metrics.measures import Measure, Unit

MISSING = "–"
SHOWN = {Unit.POINTS: (1, "1"), Unit.SHARE: (100, "0.1"), Unit.MEAN: (1, "0.1")}


def number(measure: Measure, value: float | None) -> str:
    """A value as it is shown: whole points, per cents and means with one decimal; – where there is none."""
    if value is None:
        return MISSING
    digits = bare(measure, value)
    return writing.percent(digits) if measure.unit is Unit.SHARE else digits


def rounded(measure: Measure, value: float | None) -> float | None:
    """A value as it is shown, as a number for a spreadsheet: shares in per cent."""
    if value is None:
        return None
    return float(_rounded(measure, value))


def reach(measure: Measure, low: float | None, high: float | None) -> str:
    """A range as it is shown: "24 to 49"."""
    if low is None or high is None:
        return MISSING
    return f"{bare(measure, low)} to {number(measure, high)}"


def of_answers(measure: Measure, n: int) -> str:
    """What n counts: "1 answer", "118 answers", "40 letters"."""
    noun = "letter" if measure.kind == "response" else "answer"
    return f"{writing.count(n)} {noun}" if n == 1 else f"{writing.count(n)} {noun}s"


def amount(measure: Measure, change: float) -> str:
    """A change without its sign: "20 points", "4.1 percentage points", "0.4"."""
    unit = {Unit.POINTS: " points", Unit.SHARE: " percentage points", Unit.MEAN: ""}[measure.unit]
    return f"{bare(measure, abs(change))}{unit}"


def signed(measure: Measure, change: float) -> str:
    """A change with its sign and without a unit: "+9", "−4.1", "0"."""
    digits = bare(measure, change)
    return f"+{digits}" if change > 0 and digits != bare(measure, 0) else digits


def moved(measure: Measure, change: float, low: float, high: float) -> str:
    """A change with its range: "+7, range −3 to +17"; shares in percentage points."""
    unit = " percentage points" if measure.unit is Unit.SHARE else ""
    return f"{signed(measure, change)}{unit}, range {signed(measure, low)} to {signed(measure, high)}"


def bare(measure: Measure, value: float) -> str:
    """A value as it is shown, without its unit."""
    return writing.digits(f"{_rounded(measure, value):f}".replace("-", "−"))


def _rounded(measure: Measure, value: float) -> Decimal:
    factor, step = SHOWN[measure.unit]
    # Adding 0 turns −0 into 0.
    return Decimal(repr(value * factor)).quantize(Decimal(step), ROUND_HALF_UP) + 0
