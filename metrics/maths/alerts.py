"""Alarms that seldom cry wolf: 28 days against the 28 before, and CUSUM for slow drifts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from metrics.maths.estimate import Difference
from metrics.maths.headline import difference
from metrics.maths.means import moments
from metrics.maths.scales import Counts, Scale

WINDOW_DAYS = 28
MINIMUM_FOR_ALARM = 20
THRESHOLD_Z = 2.33
CUSUM_SLACK = 0.5
CUSUM_LIMIT = 5.0


class Alarm(StrEnum):
    """What to raise: the number got worse, better, stayed, or has too few answers to say."""

    WORSE = "worse"
    BETTER = "better"
    NONE = "none"
    TOO_FEW = "too few"


@dataclass(frozen=True, slots=True)
class Alert:
    """The alarm and the difference it rests on; several metrics at once: pass their p to `multiple.discoveries`."""

    alarm: Alarm
    difference: Difference | None


@dataclass(frozen=True, slots=True)
class Cusum:
    """The upper and lower sums after each value, 0 or more, and the places (from 0) where one passed the limit."""

    rise: tuple[float, ...]
    fall: tuple[float, ...]
    rose_at: tuple[int, ...]
    fell_at: tuple[int, ...]


def four_weeks(before: Counts, after: Counts, scale: Scale) -> Alert:
    """28 days against the 28 before: an alarm where |z| is 2.33 or more and each side has 20 answers or more.

    Looked at once a week this raises less than one false alarm a metric a year, worse and better together
    (an alarm that stays up counts once).
    """
    tested = difference(before, after, scale)
    if tested is None or min(sum(before), sum(after)) < MINIMUM_FOR_ALARM:
        return Alert(Alarm.TOO_FEW, tested)
    # Without a z neither side varied at all: then any difference is beyond the threshold.
    if tested.z is not None and abs(tested.z) < THRESHOLD_Z:
        return Alert(Alarm.NONE, tested)
    return Alert(Alarm.BETTER if tested.diff * scale.direction.sign > 0 else Alarm.WORSE, tested)


def deviations(histograms: Sequence[Counts], baseline: Counts, scale: Scale) -> tuple[float | None, ...]:
    """How many standard errors each period's headline number lies above the baseline's.

    None for a period without answers, and for all where the baseline has no spread.
    """
    _, centre, variance = moments(baseline, scale.points)
    if centre is None or not variance:
        return (None,) * len(histograms)
    found: list[float | None] = []
    for counts in histograms:
        n, value, _ = moments(counts, scale.points)
        found.append(None if value is None else (value - centre) / sqrt(variance / n))
    return tuple(found)


def cusum(values: Iterable[float | None], slack: float = CUSUM_SLACK, limit: float = CUSUM_LIMIT) -> Cusum:
    """Two-sided tabular CUSUM of standardised values.

    Page (1954), Biometrika 41; run lengths from Montgomery, Introduction to Statistical Quality Control.
    A missing value carries both sums on; after an alarm both begin again at 0. Slack .5 and limit 5 find a
    shift of one standard error in about 10 values and raise a false alarm about every 465.
    """
    rise, fall, rose_at, fell_at = [0.0], [0.0], [], []
    for place, value in enumerate(values):
        alarmed = rise[-1] > limit or fall[-1] > limit
        up, down = (0.0, 0.0) if alarmed else (rise[-1], fall[-1])
        if value is not None:
            up, down = max(0.0, up + value - slack), max(0.0, down - value - slack)
        rise.append(up)
        fall.append(down)
        if up > limit:
            rose_at.append(place)
        if down > limit:
            fell_at.append(place)
    return Cusum(tuple(rise[1:]), tuple(fall[1:]), tuple(rose_at), tuple(fell_at))
