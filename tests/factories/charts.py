"""A chart of six months with a gap, a goal, and a month that is not over."""

from datetime import date
from typing import Any

from dashboards.charts import Point, chart
from metrics.maths.goals import Goal
from metrics.maths.periods import Period
from metrics.measures import measure_of

TODAY = date(2026, 11, 18)
BORDERS = [date(2026, month, 1) for month in range(6, 13)]
WAY = Goal(24, 40, date(2026, 6, 1), date(2027, 3, 31))
VALUES: list[float | None] = [20.0, 26.0, None, 31.0, 35.0, 37.0]


def make_points(values: list[float | None]) -> list[Point]:
    """One month for each value, June the first."""
    return [
        Point(since, until, value, 40, None if value is None else value - 12, None if value is None else value + 12)
        for since, until, value in zip(BORDERS, BORDERS[1:], values, strict=False)
    ]


def make_chart(values: list[float | None] = VALUES, goal: Goal | None = WAY, **more: Any) -> dict[str, Any]:
    """NPS by month."""
    return chart(measure_of("nps"), make_points(values), Period.MONTH, TODAY, goal, **more)
