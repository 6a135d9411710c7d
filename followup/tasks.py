"""What the ledger, the agenda and the letters bring to this room."""

import uuid
from datetime import datetime

from django.utils import timezone

from accounts.queries import by_id
from followup.actions import alerts, improvements, replies
from followup.actions.forgetting import forget
from followup.actions.hearing import hear as hear_from
from followup.actions.opening import News, hear
from followup.addresses import addressed
from followup.incoming import read
from foundation.agenda.handlers import handles
from foundation.ledger.feed import consumes
from foundation.ledger.models import LedgerLine
from letters.mailbox import reads
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


@handles(improvements.LOOK)
def look(business_id: uuid.UUID, key: str) -> datetime | None:
    """Let the improvement `key` begin, or ask its owner to look back."""
    return improvements.look(business=by_id(business_id), improvement_id=uuid.UUID(key), now=timezone.now())


register(alerts.PURPOSE, alerts.write)
register(replies.PURPOSE, replies.write, settled=replies.settled, returned=replies.returned)


@reads
def read_answer(raw: bytes) -> str:
    """Note a customer's mail on the cases that it is addressed to."""
    message = read(raw)
    if message.automatic:
        return "An automatic answer: nothing to do." if any(map(addressed, message.recipients)) else ""
    return "Noted on its case." if hear_from(message) else ""
