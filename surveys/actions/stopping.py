"""No more letters: what the link at the foot of each letter does, whether or not its survey is still open."""

from customers.actions.suppression import resume_letters, suppress
from customers.queries import person, suppressed
from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for
from surveys.queries.openings import Opening, opening_of

STOPPED = "stopped"


def stop(*, business: HasId, token: str) -> Opening | None:
    """Send this person no more letters; twice does no harm. None: no letter of this business carried the token."""
    with acting_for(business):
        opening = opening_of(business, token)
        if opening is None:
            return None
        who = person(business, opening.customer_id)
        if who and who.email and not suppressed(business, [who.email]):
            suppress(business=business, email=who.email, reason=STOPPED)
            record(business=business, kind="letters.stopped", subject=opening.invitation_id)
    return opening


def resume(*, business: HasId, token: str) -> Opening | None:
    """Take back a stop that was a mistake. None: no letter of this business carried the token."""
    with acting_for(business):
        opening = opening_of(business, token)
        if opening is None:
            return None
        who = person(business, opening.customer_id)
        if who and who.email:
            resume_letters(business=business, email=who.email)
    return opening
