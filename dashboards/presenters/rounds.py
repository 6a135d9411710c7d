"""What a round brought, in words. Pure."""

from foundation import writing
from metrics.change_words import side
from metrics.maths.nonresponse import bounds
from metrics.maths.scales import Counts
from metrics.measures import MEASURES, Measure
from metrics.wording import number

RATE = MEASURES["response_rate"]


def figures(measure: Measure, delivered: int, answered: int, counts: Counts) -> dict[str, str]:
    """Answered: 12.5% of 96 letters, likely range …; and the round's own score, with what the silent could hide.

    `answered` of the `delivered` letters have a confirmed answer; `counts` are all confirmed answers by score.
    """
    found: dict[str, str] = {}
    if delivered:
        rate = RATE.estimate((delivered - answered, answered, *(0 for _ in counts[2:])))
        found[RATE.plain_name] = f"{side(RATE, rate)}."
    score = measure.estimate(counts)
    if score.n:
        early = f" Too early to say ({score.n} of {measure.minimum})." if score.n < measure.minimum else ""
        found[measure.plain_name] = f"{side(measure, score)}.{early}"
        if silent := delivered - answered:
            found["Who is silent"] = hidden_by(measure, counts, silent)
    return found


def hidden_by(measure: Measure, counts: Counts, silent: int) -> str:
    """If the 84 who are silent were all like the lowest or the highest quarter of the answers: between −60 and 90."""
    found = bounds(counts, silent, measure.scale)
    ends = sorted(end for end in (found.like_lowest, found.like_highest) if end is not None)
    low, high = (number(measure, end) for end in ends)
    who = f"the {writing.count(silent)} who are silent were all" if silent > 1 else "the one who is silent were"
    return f"If {who} like the lowest or the highest quarter of the answers, it would be {low} or {high}."
