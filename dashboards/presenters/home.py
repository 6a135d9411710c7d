"""Home in words and shapes, ready for its template. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from dashboards.charts import Marker, Point, Spark, chart, extent, spark
from dashboards.figures import Figures, SegmentFigures
from dashboards.presenters import answers, numbers, periods, verdict
from dashboards.presenters.verdict import Stage, Words, stage_of
from foundation import writing
from metrics.maths.periods import Period
from metrics.maths.suppression import Hidden, hidden, total_is_shown
from metrics.measured import Measured
from metrics.measures import Measure
from metrics.wording import number, of_answers, reach

MOST_SEGMENTS = 6
SPARK_MONTHS = 6
SHOWN_TO_ALL = Hidden(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class Stat:
    """One figure under the heading; `query` leads to the answers behind it, `term` to what its name means."""

    label: str
    value: str | None
    query: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """One small multiple. `early` is "25 of 30" where the score is too early; `hidden` says why nothing is shown."""

    name: str
    counted: str
    value: str
    range: str
    early: str
    hidden: str
    spark: Spark | None
    query: str


@dataclass(frozen=True, slots=True)
class HomeWords:
    """Everything above "What people said"."""

    stage: Stage
    words: Words
    score: str | None
    stats: Sequence[Stat]
    chart: Mapping[str, Any] | None
    segments: Sequence[Segment]
    more_segments: int
    is_shown: bool

    @property
    def early(self) -> bool:
        """Whether the score is greyed."""
        return self.stage is Stage.EARLY

    @property
    def has_verdict(self) -> bool:
        """Whether the heading is a verdict, or says that it is too early for one."""
        return self.is_shown and self.stage in (Stage.EARLY, Stage.VERDICT)

    @property
    def has_score(self) -> bool:
        """Whether there is a score to show at all."""
        return self.is_shown and self.stage in (Stage.EARLY, Stage.VERDICT)


def present(
    figures: Figures, dimension: str, today: date, *, sees_answers: bool, markers: Sequence[Marker] = ()
) -> HomeWords:
    """The figures as Home shows them; for those who may not see single answers small groups stay hidden."""
    stage = stage_of(figures)
    shows_line = stage in (Stage.SILENT, Stage.EARLY, Stage.VERDICT)
    segments = small_multiples(figures, dimension, sees_answers=sees_answers) if shows_line else []
    return HomeWords(
        stage=stage,
        words=verdict.heading(figures, today),
        score=number(figures.measure, figures.now.value),
        stats=stats(figures, today, sees_answers=sees_answers),
        chart=line(figures, today, markers, sees_answers=sees_answers) if shows_line else None,
        segments=segments[:MOST_SEGMENTS],
        more_segments=max(0, len(segments) - MOST_SEGMENTS),
        is_shown=sees_answers or total_is_shown(figures.now.n),
    )


def stats(figures: Figures, today: date, *, sees_answers: bool) -> list[Stat]:
    """How many answers, the likely range, and the change since as many days before."""
    measure, now, before = figures.measure, figures.now, figures.before
    span = periods.length(now.period_from, now.period_to, today)
    changed = numbers.change(measure, figures.comparison.verdict, before.value, now.value)
    noun, counted = of_answers(measure, 2).split()[1].capitalize(), f"{writing.count(now.n)} in {span}"
    return [
        Stat(noun, counted, behind(measure, now) if sees_answers else ""),
        Stat("Likely range", None if now.low is None else reach(measure, now.low, now.high), term="range"),
        Stat(
            f"Since {periods.as_long(now.period_from, now.period_to)}",
            changed or "nothing to compare with",
            term="change",
        ),
    ]


def line(figures: Figures, today: date, markers: Sequence[Marker] = (), *, sees_answers: bool) -> Mapping[str, Any]:
    """The chart of the months and its table."""
    points = [point(month, today, sees_answers=sees_answers) for month in figures.months]
    return chart(figures.measure, points, Period.MONTH, today, figures.aim.way if figures.aim else None, markers)


def point(number: Measured, today: date, *, sees_answers: bool) -> Point:
    """A period of a line; one of under five answers keeps its value from those who may not see single answers."""
    shown = sees_answers or total_is_shown(number.n)
    value, low, high = (number.value, number.low, number.high) if shown else (None, None, None)
    return Point(number.period_from, number.period_to, value, number.n, low, high, number.period_to > today)


def small_multiples(figures: Figures, dimension: str, *, sees_answers: bool) -> list[Segment]:
    """The segments of a dimension side by side, on one scale."""
    kept = SHOWN_TO_ALL if sees_answers else hidden({one.name: one.now.n for one in figures.segments})
    lines = {one.name: recent(one, sees_answers=sees_answers) for one in figures.segments}
    scale = extent([values for name, values in lines.items() if name not in kept.scores])
    return [
        Segment(
            name=answers.segment_name(dimension, one.name),
            counted=of_answers(figures.measure, one.now.n),
            value=number(figures.measure, one.now.value),
            range=reach(figures.measure, one.now.low, one.now.high),
            early=numbers.too_early(figures.measure, one.now.n) if one.now.n < figures.measure.minimum else "",
            hidden="Too few answers to show" if one.name in kept.scores else "",
            spark=None if one.name in kept.scores else spark(figures.measure, lines[one.name], scale),
            query=behind(figures.measure, one.now, dimension) if sees_answers else "",
        )
        for one in figures.segments
    ]


def recent(segment: SegmentFigures, *, sees_answers: bool) -> list[float | None]:
    """A segment's last six months, for its small line."""
    months = segment.months[-SPARK_MONTHS:]
    return [month.value if sees_answers or total_is_shown(month.n) else None for month in months]


def behind(measure: Measure, number: Measured, dimension: str = "") -> str:
    """The parameters of the Answers page that list the very answers behind a number; empty for letters."""
    if measure.kind == "response" or not number.n:
        return ""
    chosen = answers.Chosen(
        kind=measure.kind,
        segment=None if number.segment is None else (dimension, number.segment),
        first=number.period_from,
        last=number.period_to - timedelta(days=1),
    )
    return urlencode(answers.query(chosen))
