"""What came of an improvement: as long before it began as after. Called inside `acting_for`."""

from datetime import datetime

from followup.queries import ImprovementView
from metrics.businesses import LocalBusiness, calendar_of
from metrics.maths.periods import local_day
from metrics.queries.numbers import Compared, compare
from metrics.ranges import around


def review(business: LocalBusiness, one: ImprovementView, now: datetime) -> Compared | None:
    """Its score after it began against as many days before; None while it has not run for a day.

    Counted up to the day to look back, or to the day on which somebody did so earlier, and never with today.
    """
    end = min(one.review_on, one.settled_on or one.review_on)
    days = around(one.starts_on, end, local_day(now, calendar_of(business).zone))
    if days is None:
        return None
    segment = (one.dimension, one.segment)
    return compare(business, one.kind, *days, segment=segment, survey=one.survey_id, now=now)
