"""Why did it move, in words: two ranges of days against each other, by segment and by score. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dashboards.presenters import answers, numbers, periods
from dashboards.presenters.home import SHOWN_TO_ALL, behind
from foundation import writing
from metrics.change_words import change, unseen
from metrics.maths.comparison import Comparison
from metrics.maths.scales import DETRACTORS, Headline
from metrics.maths.states import State
from metrics.maths.suppression import hidden
from metrics.measured import Measured
from metrics.measures import Measure
from metrics.wording import number, of_answers, reach, rounded

HIDDEN = "Too few to show"


@dataclass(frozen=True, slots=True)
class Row:
    """One segment: its figures in words, and the parameters that list the answers behind it."""

    name: str
    value: str
    counted: str
    range: str
    change: str
    state: str
    early: bool
    query: str
    n: int
    figures: tuple[float | None, float | None, float | None] = (None, None, None)  # score, low, high as they are shown


@dataclass(frozen=True, slots=True)
class Bar:
    """One score: how often it was given, its share in per cent, its band's class, and its length from 0 to 100."""

    score: str
    n: int
    share: str
    band: str
    length: float


@dataclass(frozen=True, slots=True)
class Summary:
    """The figure of the days looked at, what it is made of, and the rest of the sentence."""

    value: str
    counted: str
    rest: str


def summary(measure: Measure, after: Measured, today: date) -> Summary:
    """37 from 118 answers, 24 September to 18 November; likely range 24 to 49."""
    days = periods.days(after.period_from, after.period_to, today)
    likely = "" if after.low is None else f"; likely range {reach(measure, after.low, after.high)}"
    return Summary(number(measure, after.value), of_answers(measure, after.n), f", {days}{likely}.")


def state_words(measure: Measure, one: Measured, today: date) -> str:
    """What must be said beside a number, empty where it is enough; days up to now are never called unfinished."""
    up_to_now = one.period_to == today + timedelta(days=1)
    return {
        State.OK: "",
        State.TOO_FEW: f"Too early ({numbers.too_early(measure, one.n)})",
        State.PARTIAL: "" if up_to_now else "Not whole",
        State.NONE: "Nothing counted",
    }[one.state]


def compared(measure: Measure, before: Measured, after: Measured, comparison: Comparison, today: date) -> str:
    """24 from 96 answers before, 30 July to 23 September; likely range 15 to 33. Now +7, range −3 to +17: …"""
    days = periods.days(before.period_from, before.period_to, today)
    if not before.n:
        return f"Nothing was counted before, {days}: there is nothing to compare with."
    was = f"{number(measure, before.value)} from {of_answers(measure, before.n)} before, {days}"
    likely = "" if before.low is None else f"; likely range {reach(measure, before.low, before.high)}"
    moved = change(measure, before.value, after.value, comparison)
    return f"{was}{likely}. {f'Now {moved}.' if moved else ''} {unseen(measure, comparison)}".strip()


def rows(
    measure: Measure,
    dimension: str,
    found: Sequence[tuple[Measured, Comparison]],
    before: Mapping[str, Measured],
    today: date,
    *,
    sees_answers: bool,
) -> list[Row]:
    """The segments, most answers first; `before` holds each segment in the days before, by its name."""
    shown = [(one, comparison) for one, comparison in found if one.n]
    counts = {one.segment or "": one.n for one, _ in shown}
    kept = SHOWN_TO_ALL if sees_answers else hidden(counts)
    kept_before = SHOWN_TO_ALL if sees_answers else hidden({name: one.n for name, one in before.items()})
    were = {name: one.value for name, one in before.items() if name not in kept_before.scores}
    return [
        hidden_row(measure, dimension, one)
        if (one.segment or "") in kept.scores
        else Row(
            name=answers.segment_name(dimension, one.segment or ""),
            value=number(measure, one.value),
            counted=of_answers(measure, one.n),
            range=reach(measure, one.low, one.high),
            change=numbers.change(measure, comparison.verdict, were.get(one.segment or ""), one.value) or "–",
            state=state_words(measure, one, today),
            early=one.state is State.TOO_FEW,
            query=behind(measure, one, dimension) if sees_answers else "",
            n=one.n,
            figures=(rounded(measure, one.value), rounded(measure, one.low), rounded(measure, one.high)),
        )
        for one, comparison in shown
    ]


def hidden_row(measure: Measure, dimension: str, one: Measured) -> Row:
    """A segment too small for those who may not see single answers."""
    name = answers.segment_name(dimension, one.segment or "")
    return Row(name, "–", of_answers(measure, one.n), "–", "–", HIDDEN, early=False, query="", n=one.n)


def bars(measure: Measure, one: Measured) -> list[Bar]:
    """How often each score was given, highest first."""
    scale, most = measure.scale, max(one.counts) or 1
    return [
        Bar(
            score=score_name(measure, score),
            n=one.counts[score],
            share=writing.percent(writing.digits(f"{100 * one.counts[score] / one.n:.1f}")) if one.n else "–",
            band=band(measure, score),
            length=round(100 * one.counts[score] / most, 1),
        )
        for score in range(scale.maximum, scale.minimum - 1, -1)
    ]


def score_name(measure: Measure, score: int) -> str:
    """A score as the table names it; a letter was answered or not."""
    if measure.kind == "response":
        return "Answered" if score else "Silent"
    return str(score)


def band(measure: Measure, score: int) -> str:
    """The class name of a score's band."""
    if score in measure.scale.good:
        return "promoter"
    if measure.scale.headline is Headline.NET:
        return "detractor" if score in DETRACTORS else "passive"
    middle = (measure.scale.minimum + measure.scale.maximum) / 2
    return "passive" if score == middle else "detractor"
