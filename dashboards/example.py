"""Made-up figures, for a business that has none yet: what Home will look like. Pure."""

from datetime import datetime, timedelta

from dashboards.figures import Aim, Figures, borders, figures, months
from dashboards.pieces import Pieces, cut
from metrics.maths.goals import Goal
from metrics.maths.periods import local_day
from metrics.maths.scales import EMPTY, Counts, pool
from metrics.measures import measure_of
from metrics.ranges import Calendar, History

DIMENSION = "branch"
# Promoters, passives and detractors in each of twelve months: from about 20 points to about 37.
KIOSK = ((5, 4, 3), (5, 3, 4), (4, 5, 3), (6, 4, 3), (6, 4, 4), (5, 4, 3)) * 2
OLD_TOWN = (
    *((7, 5, 4), (8, 4, 5), (7, 6, 4), (9, 4, 4), (9, 5, 3), (9, 4, 4)),
    *((11, 4, 3), (11, 5, 3), (12, 4, 3), (13, 4, 2), (13, 5, 2), (15, 4, 2)),
)
BRANCHES = {"Old Town shop": OLD_TOWN, "Station kiosk": KIOSK}


def example(calendar: Calendar, now: datetime) -> Figures:
    """Figures of a bakery on its way from 24 to 40."""
    measure, today = measure_of("nps"), local_day(now, calendar.zone)
    way = Goal(24, 40, today - timedelta(days=170), today + timedelta(days=130))
    spans = cut(borders(calendar, now, way.start), calendar)
    starts = [month.first for month in months(calendar, now)]
    segments = {name: [EMPTY] * len(spans) for name in BRANCHES}
    for name, counts in BRANCHES.items():
        for first, (promoters, passives, detractors) in zip(starts, counts, strict=True):
            # A month's answers stand in its first piece: more detail than an example needs would only be invented.
            place = next(index for index, piece in enumerate(spans) if piece.first == first)
            segments[name][place] = histogram(promoters, passives, detractors)
    whole = [pool(rows) for rows in zip(*segments.values(), strict=True)]
    stored = History(starts[0], today, 1, now)
    return figures(measure, Pieces(spans, whole, segments), stored, calendar, now, Aim(way, way.start))


def histogram(promoters: int, passives: int, detractors: int) -> Counts:
    """Answers of 9, 8 and 4."""
    counts = [0] * len(EMPTY)
    counts[9], counts[8], counts[4] = promoters, passives, detractors
    return tuple(counts)
