"""Before and after of an improvement, and what may be shown of it. Called inside `acting_for(business)`."""

from datetime import datetime

from accounts.models import Business
from followup.queries import ImprovementView
from metrics.maths.periods import Period
from metrics.maths.suppression import hidden, total_is_shown
from metrics.measured import Measured
from metrics.queries import Compared, measure, review


def reviewed(business: Business, one: ImprovementView, now: datetime, *, sees: bool) -> tuple[Compared | None, bool]:
    """Before and after, and whether it may be shown: `sees` is whether single answers may be read."""
    if not is_counted(business, one):
        return None, False
    found = review(business, one, now)
    shown = found is None or sees or all(is_large(business, one, side, now) for side in (found.before, found.after))
    return found, shown


def is_counted(business: Business, one: ImprovementView) -> bool:
    """Whether its score is: that of a group is as long as groups are compared by the property."""
    return not one.dimension or one.dimension in business.dimensions


def is_large(business: Business, one: ImprovementView, side: Measured, now: datetime) -> bool:
    """Whether a side may be shown to all: it is no small group, nor the way to learn of one."""
    if not one.dimension or not total_is_shown(side.n):
        return total_is_shown(side.n)
    days = (side.period_from, side.period_to)
    groups = measure(business, one.kind, *days, Period.ALL, one.dimension, one.survey_id, now=now)
    return one.segment not in hidden({each.segment or "": each.n for each in groups}).scores
