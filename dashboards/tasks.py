"""What this room adds to the rooms below, in every process: letters about numbers, what the page of a round shows."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone

from accounts.hearing import Hearing
from accounts.queries import by_id
from dashboards.actions.reports import PERIODS, REPORT, queue_reports
from dashboards.presenters import rounds
from dashboards.report_letters import write_closings, write_reports
from foundation.agenda.handlers import handles
from foundation.tenancy.context import HasId
from letters.purposes import register
from metrics.actions.closings import LETTER
from metrics.maths.scales import histogram
from metrics.measures import measure_of
from surveys.beside import presents_round
from surveys.queries.counts import round_counts

register(REPORT, write=write_reports)
register(LETTER, write=write_closings)  # a closed period's letter carries a chart, and charts are made here


@presents_round("dashboards")
def figures_of_round(business: HasId, round_id: uuid.UUID, kind: str) -> Mapping[str, str]:
    """How many answered, and what they gave."""
    delivered, answered, scores = round_counts(business, round_id)
    return rounds.figures(measure_of(kind), delivered, answered, histogram(scores))


@handles(REPORT)
def report(business_id: uuid.UUID, key: str) -> datetime | None:
    """Queue the letters of everybody who hears `key`, weekly or monthly."""
    hears = {one.value: one for one in PERIODS}.get(key)
    if hears is None:
        return None
    return queue_reports(business=by_id(business_id), hears=Hearing(hears), now=timezone.now())
