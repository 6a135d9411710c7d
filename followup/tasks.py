"""What the ledger and the letters bring to this room."""

import uuid

from followup.actions import alerts, replies
from followup.actions.forgetting import forget
from followup.actions.opening import News, hear
from foundation.ledger.feed import consumes
from foundation.ledger.models import LedgerLine
from letters.purposes import register

ERASED = ("answer.erased", "customer.erased")


@consumes("followup", ["answer.given", "answer.changed", "answer.set_aside", "answer.restored", *ERASED])
def hear_of_answers(business_id: uuid.UUID, lines: list[LedgerLine]) -> None:
    """Open and note cases by the latest line of each answer; forget who was erased."""
    erased = {line.subject for line in lines if line.kind in ERASED}
    latest = {line.subject: line for line in lines if line.kind not in ERASED}
    hear(
        business=business_id,
        news={subject: News(line.id, line.kind, line.at) for subject, line in latest.items()},
    )
    if erased:
        forget(business=business_id, subjects=erased)


register(alerts.PURPOSE, alerts.write)
register(replies.PURPOSE, replies.write, settled=replies.settled)
