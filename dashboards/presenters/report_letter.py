"""What the letter about the numbers says of one metric. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dashboards.figures import Figures
from dashboards.presenters import numbers, periods
from dashboards.presenters.home import HomeWords
from metrics.measures import Measure
from metrics.wording import number, of_answers, reach


def section(figures: Figures, shown: HomeWords, today: date) -> dict[str, Any]:
    """Verdict, number, n, range and change of a metric, in sentences."""
    return {
        "about": figures.measure.plain_name,
        "heading": shown.words.heading,
        "more": shown.words.more,
        "figures": standing(figures, today) if shown.has_score else "",
        "change": changed(figures) if shown.has_score else "",
        "picture": None,
    }


def standing(figures: Figures, today: date) -> str:
    """37 from 118 answers in the last 8 weeks. The range that fits these answers: 24 to 49."""
    measure, now = figures.measure, figures.now
    days = periods.length(now.period_from, now.period_to, today)
    said = f"{number(measure, now.value)} from {of_answers(measure, now.n)} in {days}"
    if now.low is None:
        return f"{said}; too few for a range."
    return f"{said}. The range that fits these answers: {reach(measure, now.low, now.high)}."


def changed(figures: Figures) -> str:
    """Against the 8 weeks before: +9, may be chance. Nothing where nothing came before."""
    now, before = figures.now, figures.before
    change = numbers.change(figures.measure, figures.comparison.verdict, before.value, now.value)
    return f"Against {periods.as_long(now.period_from, now.period_to)}: {change}." if change else ""


def alternative(measure: Measure, rows: Sequence[Sequence[str | None]]) -> str:
    """The figures of a line, for whoever does not see its picture: July: 32, range 13 to 48, n 59; August: none."""
    said = [
        f"{name}: none" if value is None else f"{name}: {value}, range {reached}, n {n}"
        for name, value, reached, n in rows
    ]
    return f"{measure.plain_name} by period. {'; '.join(said)}."
