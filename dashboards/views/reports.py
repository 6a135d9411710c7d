"""Reports: who hears, when?"""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.entrance import MemberRequest, member
from accounts.hearing import Hearing
from accounts.models import Membership
from accounts.queries import able
from accounts.roles import Permission
from dashboards import reports_page
from dashboards.actions.reports import choose_hearing


@member(Permission.SEE_NUMBERS)
@require_safe
def reports(request: MemberRequest) -> HttpResponse:
    """Who hears how the numbers stand, and when; owners choose for everybody, others for themselves."""
    return render(request, "dashboards/reports.html", reports_page.context(request))


@member(Permission.SEE_NUMBERS)
@require_POST
def change(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    """Choose when somebody hears."""
    people = {person.id for person in able(request.business, Permission.SEE_NUMBERS)}
    if member_id not in people or not reports_page.may_choose(request, member_id):
        raise Http404
    try:
        hears = Hearing(request.POST.get("hears", ""))
        choose_hearing(
            business=request.business, member_id=member_id, hears=hears, by=request.user.id, now=timezone.now()
        )
    except Membership.DoesNotExist as fault:
        raise Http404 from fault
    except ValueError:
        messages.error(request, "Choose one of the four: with each target, every week, every month, or never.")
    else:
        messages.success(request, "Saved.")
    return redirect("dashboards:reports", slug=request.business.slug)
