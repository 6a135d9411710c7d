"""What the pages of the queue and of a case have in common: the clock, the names, and the case to see to next."""

import uuid
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.entrance import MemberRequest
from accounts.queries import members
from followup import lists, queries
from followup.presenters import Clock, Names
from followup.queries import CaseView


def clock_of(request: MemberRequest) -> Clock:
    """Now, where the business is."""
    return Clock(timezone.now(), ZoneInfo(request.business.timezone))


def names_of(request: MemberRequest) -> Names:
    """What the reader calls colleagues."""
    return Names({one.id: one.name or one.email for one in members(request.business)}, request.user.id)


def following(request: MemberRequest, show: str, besides: uuid.UUID | None = None) -> CaseView | None:
    """The case to see to next: the first of one's own and those nobody has; in the lists of one's own, one's own.

    It waits for an answer; in the lists of answered cases it is one of those, as long as there is one.
    """
    if show in lists.ANSWERED and (found := _following(request, show, besides, answered=True)):
        return found
    return _following(request, show, besides, answered=False)


def _following(request: MemberRequest, show: str, besides: uuid.UUID | None, *, answered: bool) -> CaseView | None:
    mine = queries.next_of(request.business, request.user.id, besides, answered=answered)
    free = queries.next_of(request.business, None, besides, answered=answered)
    if mine is None or free is None:
        return free or mine
    order = lists.ANSWERED[0] if answered else lists.USUAL
    is_first = queries.place_of(mine, order) <= queries.place_of(free, order)
    return mine if show in lists.MINE or is_first else free
