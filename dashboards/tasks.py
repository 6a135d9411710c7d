"""What this room adds to the rooms below, in every process: letters about numbers, figures of rounds, larger files."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils import timezone

from accounts.hearing import Hearing
from accounts.queries import by_id
from dashboards.actions.beginning import begin_export
from dashboards.actions.exports import FAILED, FORGET, MAKE, READY, forget_export, withdraw_exports
from dashboards.actions.making import advance_export
from dashboards.actions.reports import PERIODS, REPORT, queue_reports
from dashboards.file_letters import write_file_letters
from dashboards.presenters import rounds
from dashboards.report_letters import write_closings, write_reports
from foundation.agenda.handlers import handles
from foundation.ledger.feed import consumes
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import HasId
from letters.purposes import register
from metrics.actions.closings import LETTER
from metrics.maths.scales import histogram
from metrics.measures import measure_of
from surveys.beside import presents_round
from surveys.queries.counts import round_counts

AT_A_TIME = timedelta(seconds=15)

register(REPORT, write=write_reports)
register(READY, write=write_file_letters)
register(FAILED, write=write_file_letters)
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


@handles(MAKE)
def make_export(business_id: uuid.UUID, key: str) -> datetime | None:
    """Go on with a file for a while; now, where there is more to do."""
    business, end = by_id(business_id), timezone.now() + AT_A_TIME
    if not begin_export(business=business, export_id=uuid.UUID(key)):
        return None
    while (now := timezone.now()) < end:
        if not advance_export(business=business, export_id=uuid.UUID(key), now=now):
            return None
    return timezone.now()


@handles(FORGET)
def forget(business_id: uuid.UUID, key: str) -> datetime | None:
    """Delete some of a file whose time is over, or that may hold somebody who was erased."""
    return forget_export(business=business_id, export_id=uuid.UUID(key), now=timezone.now())


@consumes("exports", ["answer.erased", "customer.erased"])
def hear_of_erasures(business_id: uuid.UUID, lines: list[LedgerLine]) -> None:
    """Withdraw the files that may hold who was erased."""
    withdraw_exports(business=business_id, now=timezone.now())
