"""What stands on groups of customers. Called inside `acting_for(business)`."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from accounts.models import Business
from dashboards.presenters.goals import title
from followup.queries import improvements_of_groups
from metrics.measures import measure_of
from metrics.queries import goals


@dataclass(frozen=True, slots=True)
class Needing:
    """A target, or an improvement where it has an `improvement`, that is about one group of a property."""

    title: str
    improvement: uuid.UUID | None = None


def standing_on(business: Business) -> dict[str, list[Needing]]:
    """The standing targets and the open improvements that are about a group, by its dimension. Two statements."""
    found: defaultdict[str, list[Needing]] = defaultdict(list)
    for goal in goals(business):
        if goal.dimension:
            words = title(measure_of(goal.metric), (goal.dimension, goal.segment))
            found[goal.dimension].append(Needing(words))
    for one in improvements_of_groups(business):
        found[one.dimension].append(Needing(one.title, one.id))
    return found
