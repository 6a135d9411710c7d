"""A business whose letters come back stops sending, before mailbox providers stop it."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from accounts import queries as accounts
from accounts.actions import pause_sending
from foundation.ledger.queries import history
from surveys.asker import Asker
from surveys.models import Invitation, InvitationState, RoundState
from surveys.reasons import BOUNCED

WINDOW = timedelta(days=7)
ENOUGH = 100  # letters, before a share means something
MOST_PERCENT = 4


def pause_if_bouncing(*, business: Asker, now: datetime) -> bool:
    """Pause sending where at least 4 % of at least 100 letters of the last 7 days came back; whether it did.

    Letters from before the owner let sending go on again do not count a second time.
    """
    since = max([now - WINDOW, *_resumed(business)])
    settled = Invitation.objects.filter(
        Q(round__state=RoundState.SENDING) | Q(round__starts_at__gte=now - WINDOW), settled_at__gte=since
    )
    tried = settled.aggregate(
        all=Count("id"), bounced=Count("id", filter=Q(state=InvitationState.FAILED, reason=BOUNCED))
    )
    if tried["all"] < ENOUGH or tried["bounced"] * 100 < MOST_PERCENT * tried["all"] or business.sending_paused:
        return False
    reason = f"{tried['bounced']} of your last {tried['all']} letters came back"
    pause_sending(business=accounts.by_id(business.id), reason=reason)
    return True


def _resumed(business: Asker) -> list[datetime]:
    lines = history(business=business, subject=business.id)
    return [line.at for line in lines if line.kind == "sending.resumed"]
