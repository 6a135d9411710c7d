"""Figures of Home from scores alone, without a database."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from dashboards.figures import Aim, Figures, borders, figures
from dashboards.pieces import Pieces, cut
from metrics.maths.goals import Goal
from metrics.maths.scales import EMPTY, Counts, histogram, pool
from metrics.measures import measure_of
from metrics.ranges import Calendar, History

NOW = datetime(2026, 11, 18, 11, 30, tzinfo=UTC)
TODAY = date(2026, 11, 18)
CALENDAR = Calendar(ZoneInfo("Europe/Berlin"))
Scores = Mapping[int, Iterable[int]]  # days ago: scores


def make_figures(
    given: Scores, *, key: str = "nps", aim: Aim | None = None, segments: Mapping[str, Scores] | None = None
) -> Figures:
    """Figures of answers by how many days ago they were given; those of `segments` count in the total too."""
    measure = measure_of(key)
    spans = cut(borders(CALENDAR, NOW, aim.since if aim else None), CALENDAR)

    def laid(scores: Scores) -> list[Counts]:
        rows = [EMPTY] * len(spans)
        for ago, values in scores.items():
            day = TODAY - timedelta(days=ago)
            place = next(place for place, piece in enumerate(spans) if piece.first <= day < piece.end)
            rows[place] = pool((rows[place], histogram(values)))
        return rows

    parts = {name: laid(scores) for name, scores in (segments or {}).items()}
    whole = [pool(cells) for cells in zip(laid(given), *parts.values(), strict=True)]
    return figures(measure, Pieces(spans, whole, parts), History(TODAY, TODAY, 1, NOW), CALENDAR, NOW, aim)


def make_aim(baseline: float = 24, target: float = 40, since: date = date(2026, 6, 1)) -> Aim:
    """From 24 to 40 by 31 March."""
    return Aim(Goal(baseline, target, since, date(2027, 3, 31)), since)
