"""Pages of the queue and its cases."""

from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from followup import queries
from followup.due import due


@member(Permission.WORK_CASES)
@require_safe
def queue(request: MemberRequest) -> HttpResponse:
    """Who needs me now?"""
    now, zone = timezone.now(), ZoneInfo(request.business.timezone)
    cases = queries.queue(request.business, now=now)
    rows = [{"due": due(case.due_at, now, zone), "late": case.due_at < now} for case in cases]
    return render(request, "followup/queue.html", {"rows": rows})
