"""What this room adds to the pages of the rooms below; loaded in every process, as the tasks of all rooms are."""

import uuid
from collections.abc import Mapping

from dashboards.presenters import rounds
from foundation.tenancy.context import HasId
from metrics.maths.scales import histogram
from metrics.measures import measure_of
from surveys.beside import presents_round
from surveys.queries.counts import round_counts


@presents_round("dashboards")
def figures_of_round(business: HasId, round_id: uuid.UUID, kind: str) -> Mapping[str, str]:
    """How many answered, and what they gave."""
    delivered, answered, scores = round_counts(business, round_id)
    return rounds.figures(measure_of(kind), delivered, answered, histogram(scores))
