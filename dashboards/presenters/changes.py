"""What changed between two ranges of days, in words: within which segment, and among whom. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboards.presenters import answers
from foundation import writing
from metrics.change_words import change
from metrics.maths.comparison import Comparison, Verdict, compare
from metrics.maths.decomposition import decompose
from metrics.maths.multiple import discoveries
from metrics.maths.scales import Direction, Headline
from metrics.maths.suppression import hidden
from metrics.measured import Measured
from metrics.measures import Measure, Unit
from metrics.wording import number, of_answers, signed
from surveys.scales import SCALES, Band

MOST = 0.5  # of the change: from here on a segment is called most of it
BANDS = ((Band.HIGH, "Happy"), (Band.LOW, "Unhappy"))


@dataclass(frozen=True, slots=True)
class Parts:
    """The segments of two ranges of days by name, and how each that stands in both compares with itself before."""

    dimension: str
    before: Mapping[str, Measured]
    after: Mapping[str, Measured]
    compared: Mapping[str, Comparison]

    @property
    def small(self) -> set[str]:
        """What must not be told to all: too small on either side, or the way to learn of one that is."""
        sides = ({name: one.n for name, one in side.items()} for side in (self.before, self.after))
        return {name for side in sides for name in hidden(side).scores}


def most_of_it(measure: Measure, parts: Parts, *, sees_answers: bool) -> str:
    """Most of it: Station kiosk, +15, range −1 to +31: too close to call. Or: who was counted shifted.

    Empty where no single reason makes up more than half of the change, where the change rounds to nothing, and where
    those who may not see single answers would learn of a small group.
    """
    before, after = ({name: one.counts for name, one in side.items()} for side in (parts.before, parts.after))
    found = decompose(before, after, measure.scale)
    if found is None or len(found.within) < 2 or signed(measure, found.change) == signed(measure, 0):
        return ""
    kept = set() if sees_answers else parts.small
    name, most = max(found.within.items(), key=lambda item: item[1] / found.change)
    if most / found.change > MOST and name not in kept:
        words = change(measure, parts.before[name].value, parts.after[name].value, parts.compared[name])
        return f"Most of it: {answers.segment_name(parts.dimension, name)}, {words}."
    return shifted(measure, parts) if found.mix / found.change > MOST and not kept else ""


def shifted(measure: Measure, parts: Parts) -> str:
    """Most of it is who was counted: Old Town shop makes up 45% of the answers, and 30% before."""
    weights = {
        name: [side[name].n / sum(one.n for one in side.values()) if name in side else 0 for side in both]
        for both in [(parts.after, parts.before)]
        for name in {*parts.before, *parts.after}
    }
    name, (now, was) = max(sorted(weights.items()), key=lambda item: abs(item[1][0] - item[1][1]))
    noun = of_answers(measure, 2).split()[1]
    return (
        f"Most of it is who was counted, not what they said: {answers.segment_name(parts.dimension, name)} makes up "
        f"{writing.percent(f'{100 * now:.0f}')} of the {noun}, and {writing.percent(f'{100 * was:.0f}')} before."
    )


def among_whom(measure: Measure, before: Measured, after: Measured) -> list[str]:
    """Happy answers (9 and 10) are 51.0% now and were 45.0% before; +6.0 percentage points, range …: …; and unhappy.

    None for letters, and none where the metric is this share itself. Both are tested, so false discoveries are held
    down.
    """
    if measure.kind not in SCALES or not before.n or not after.n:
        return []
    bands = [(name, SCALES[measure.kind].in_band(band)) for band, name in BANDS]
    bands = [one for one in bands if measure.unit is not Unit.SHARE or set(one[1]) != measure.scale.good]
    shares = [as_share(measure, scores) for _, scores in bands]
    tested = [compare(before.counts, after.counts, one.scale, minimum=one.minimum) for one in shares]
    real = discoveries([one.difference.p if one.difference else None for one in tested])
    found = []
    for (name, scores), one, comparison, called in zip(bands, shares, tested, real, strict=True):
        was, now = one.estimate(before.counts).value, one.estimate(after.counts).value
        held = comparison if called or comparison.better is None else replace(comparison, verdict=Verdict.NO_EVIDENCE)
        found.append(
            f"{name} answers ({these(scores)}) are {number(one, now)} now and were {number(one, was)} before; "
            f"{change(one, was, now, held)}."
        )
    return found


def as_share(measure: Measure, scores: range) -> Measure:
    """The share of some of a metric's scores, as a metric of its own."""
    good = replace(measure.scale, good=frozenset(scores), headline=Headline.SHARE, direction=Direction.HIGHER)
    return replace(measure, scale=good)


def these(scores: range) -> str:
    """9 and 10; 0 to 6."""
    return f"{scores[0]} {'and' if len(scores) == 2 else 'to'} {scores[-1]}"
