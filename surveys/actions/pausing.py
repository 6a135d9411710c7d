"""A business whose letters come back, or are reported as spam, stops sending before mailbox providers stop it."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from accounts import queries as accounts
from accounts.actions import pause_sending
from foundation.ledger.queries import history
from letters.queries import complaints_since
from surveys.asker import Asker
from surveys.models import Invitation, InvitationState, RoundState
from surveys.reasons import BOUNCED

WINDOW = timedelta(days=7)
ENOUGH = 100  # letters, before a share means something
MOST_PERCENT = 4
MOST_REPORTED = 8  # of 10,000 letters: 0.08 %
ONE_IN = 1_250  # letters, from which on a single complaint is no more than that share; below, one says nothing of it


def pause_if_bouncing(*, business: Asker, now: datetime) -> bool:
    """Pause sending where at least 4 % of at least 100 letters of the last 7 days came back; whether it did.

    Letters from before the owner let sending go on again do not count a second time.
    """
    tried, bounced = _tried(business, now)
    if tried < ENOUGH or bounced * 100 < MOST_PERCENT * tried or business.sending_paused:
        return False
    pause_sending(business=accounts.by_id(business.id), reason=f"{bounced} of your last {tried} letters came back")
    return True


def pause_if_reported(*, business: Asker, now: datetime) -> bool:
    """Pause sending where at least 0.08 % of at least 100 letters of the last 7 days were reported as spam; whether.

    Below 1,250 letters a single complaint is more than that share whatever the business does: there it takes two.
    """
    tried, _ = _tried(business, now)
    if tried < ENOUGH or business.sending_paused:
        return False
    reported = complaints_since(business=business, since=_since(business, now))
    if reported < (1 if tried >= ONE_IN else 2) or reported * 10_000 < MOST_REPORTED * tried:
        return False
    pause_sending(
        business=accounts.by_id(business.id), reason=f"{reported} of your last {tried} letters were reported as spam"
    )
    return True


def _tried(business: Asker, now: datetime) -> tuple[int, int]:
    """How many letters went out lately, and how many of them came back."""
    settled = Invitation.objects.filter(
        Q(round__state=RoundState.SENDING) | Q(round__starts_at__gte=now - WINDOW),
        settled_at__gte=_since(business, now),
    )
    counted = settled.aggregate(
        all=Count("id"), bounced=Count("id", filter=Q(state=InvitationState.FAILED, reason=BOUNCED))
    )
    return counted["all"], counted["bounced"]


def _since(business: Asker, now: datetime) -> datetime:
    return max([now - WINDOW, *_resumed(business)])


def _resumed(business: Asker) -> list[datetime]:
    lines = history(business=business, subject=business.id)
    return [line.at for line in lines if line.kind == "sending.resumed"]
