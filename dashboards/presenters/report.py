"""The page of a metric, and the page of answers, as reports. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from customers import properties
from dashboards.charts import Point
from dashboards.exports.report import Cell, Grid, Report, Table
from dashboards.presenters import answers, periods
from dashboards.presenters.metric import Row
from foundation import writing
from metrics.maths.periods import Period
from metrics.measures import Measure, Unit
from metrics.wording import rounded
from surveys.queries.answer_lines import AnswerLine

DAY = timedelta(days=1)
LINES = {
    Period.DAY: "days",
    Period.WEEK: "weeks",
    Period.TWO_WEEKLY: "two weeks each",
    Period.MONTH: "months",
    Period.QUARTER: "quarters",
}
UNITS = {Unit.POINTS: "Score (points)", Unit.SHARE: "Score (%)", Unit.MEAN: "Score"}
RANGE = ("Range from", "Range to")


@dataclass(frozen=True, slots=True)
class Shown:
    """What the page of a metric shows; `days` are half-open."""

    business: str
    measure: Measure
    period: Period
    dimension: str
    days: tuple[date, date]
    today: date
    made: str


def metric_report(shown: Shown, parts: Mapping[str, Any]) -> Report:
    """The page of a metric, by its own words; `parts` is its context."""
    measure, summary, chart = shown.measure, parts["summary"], parts["chart"]
    lead = f"{summary.value} from {summary.counted}{summary.rest}" if summary else ""
    tables = [line(measure, shown.period, shown.today, parts["points"], chart)]
    tables += [segments(measure, shown.dimension, parts["rows"])] if parts["rows"] else []
    tables += [scores(parts["bars"])] if parts["bars"] else []
    told = [parts["compared"], *parts["changed"], parts["goal"]]
    meaning = f"{measure.name}. {measure.explanation} {measure.formula}"
    return Report(
        business=shown.business,
        title=measure.plain_name,
        lead=" ".join(one for one in (lead, sentence(parts["state"])) if one),
        lines=[one for one in (*told, filters(shown), meaning, measure.notice) if one],
        tables=tables,
        made=shown.made,
        chart=chart["spec"],
        caption=chart["caption"],
    )


def filters(shown: Shown) -> str:
    """Shown: 24 September to 18 November 2026, the line in months, split by branch."""
    first, last = shown.days[0], shown.days[1] - DAY
    span = day(first) if first == last else f"{day(first)} to {day(last)}"
    split = f", split by {properties.in_words(shown.dimension)}" if shown.dimension else ""
    return f"Shown: {span}, the line in {LINES[shown.period]}{split}."


def made(now: datetime, zone: ZoneInfo) -> str:
    """Made on 18 November 2026 at 12:30 (Europe/Berlin)."""
    local = now.astimezone(zone)
    return f"Made on {day(local.date())} at {writing.clock(local)} ({zone.key})."


def line(measure: Measure, period: Period, today: date, points: Sequence[Point], chart: Mapping[str, Any]) -> Table:
    """The periods."""
    rows: list[list[Cell]] = [
        [
            words[0],
            point.since.isoformat(),
            (point.until - DAY).isoformat(),
            rounded(measure, point.value),
            rounded(measure, point.low),
            rounded(measure, point.high),
            point.n,
        ]
        for point, words in zip(points, chart["rows"], strict=True)
    ]
    columns = ["Period", "First day", "Last day", UNITS[measure.unit], *RANGE, "Answers"]
    return Table(f"The line in {LINES[period]}", Grid(chart["columns"], chart["rows"]), Grid(columns, rows))


def segments(measure: Measure, dimension: str, rows: Sequence[Row]) -> Table:
    """The segments of the days looked at; a spreadsheet has the property by the name it came in with."""
    words = [[row.name, row.value, row.counted, row.range, row.change, row.state or "Enough"] for row in rows]
    figures = [[row.name, *row.figures, row.n, row.change, row.state or "Enough"] for row in rows]
    return Table(
        "Where it differs",
        Grid([properties.label(dimension), "Score", "Counted", "Likely range", "Against before", "State"], words),
        Grid([dimension, UNITS[measure.unit], *RANGE, "Answers", "Against before", "State"], figures),
    )


def scores(bars: Sequence[Any]) -> Table:
    """How often each score was given."""
    return Table(
        "How the scores lie",
        Grid(["Score", "Given", "Share"], [[bar.score, writing.count(bar.n), bar.share] for bar in bars]),
        Grid(["Score", "Given", "Share"], [[number(bar.score), bar.n, bar.share] for bar in bars]),
    )


def number(text: str) -> Cell:
    """A score as a number; "Silent" stays a word."""
    return int(text) if text.isdecimal() else text


def sentence(words: str) -> str:
    """Words as a sentence of their own; nothing stays nothing."""
    return f"{words}." if words else ""


def day(of: date) -> str:
    """A day with its year: a file is read long after it was made."""
    return writing.full_day(of)


def answers_report(
    *, business: str, sentence: str, grid: Grid | None, dimensions: Sequence[str], made: str, most: int | None = None
) -> Report:
    """The page of answers; `grid` is None where there are none. `most` is what it holds where there are more."""
    words = answers_columns(properties.labels(dimensions).values())
    cut = f"This file holds the newest {writing.count(most)} of them. A CSV file holds all." if most else ""
    return Report(
        business=business,
        title="Who said what?",
        lead=sentence,
        lines=[cut] if cut else [],
        tables=[Table("Answers", Grid(words, grid.rows), grid)] if grid else [],
        made=made,
    )


def answers_grid(found: Sequence[AnswerLine], dimensions: Sequence[str], zone: ZoneInfo) -> Grid:
    """The answers row by row, their properties named as they were imported, so that a file finds its way back."""
    rows: list[list[Cell]] = [
        [
            f"{one.given_at.astimezone(zone):%Y-%m-%d %H:%M}",
            one.survey_name,
            one.score,
            periods.sentence(answers.BANDS[one.band]),
            one.comment,
            one.customer_name,
            *(one.segments.get(name, "") for name in dimensions),
            periods.sentence(answers.STATES[one.state] or "counted"),
        ]
        for one in found
    ]
    return Grid(answers_columns(dimensions), rows)


def answers_columns(dimensions: Iterable[str]) -> list[str]:
    """What stands above the rows."""
    return ["Given", "Survey", "Score", "Who", "Comment", "Customer", *dimensions, "State"]
