"""The operator's pages: businesses and their sending, late work, the state of each part. No customer is shown."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Business
from foundation.agenda.queries import last_pulse
from trustapp.health import LATE, OK, UNKNOWN, readiness
from trustapp.operating import actions, queries
from trustapp.operating.door import OperatorRequest, operator
from trustapp.version import VERSION

PER_PAGE = 25
MOST_WORK = 100
GONE = "Nothing to do any more: it is done, or being done."


@operator
@require_safe
def businesses(request: OperatorRequest) -> HttpResponse:
    """Is everything well, and how does each business do? `paused` shows those whose letters are stopped."""
    now, paused = timezone.now(), "paused" in request.GET
    everybody = Business.objects.order_by("name", "id")
    rows = everybody.exclude(sending_paused="") if paused else everybody
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    parts = readiness(now=now)
    context = {
        "nav": _nav("businesses", now),
        "parts": parts,
        "unwell": [part for part, state in parts.items() if state not in (OK, UNKNOWN)],
        "version": VERSION,
        "size": queries.database_size(),
        "seen": last_pulse(name="tick"),
        "page": page,
        "standings": queries.standings(list(page.object_list), now),
        "most": queries.MOST,
        "paused": paused,
    }
    return render(request, "operating/businesses.html", context)


@operator
@require_safe
def work(request: OperatorRequest) -> HttpResponse:
    """What is late or has failed?"""
    now = timezone.now()
    troubles = queries.troubles(now=now, limit=MOST_WORK)
    context = {
        "nav": _nav("work", now),
        "troubles": troubles,
        "most": MOST_WORK,
        "is_cut": len(troubles) == MOST_WORK,
        "minutes": int(LATE.total_seconds() // 60),
    }
    return render(request, "operating/work.html", context)


@operator
@require_POST
def settle(request: OperatorRequest, row_id: uuid.UUID) -> HttpResponse:
    """Have a piece of work done now, or give it up."""
    if "give_up" in request.POST:
        done, words = actions.give_up_work(row_id=row_id, by=request.user), "Given up. Nobody will do it."
    else:
        done, words = actions.retry_work(row_id=row_id, by=request.user), "It will be tried within seconds."
    (messages.success if done else messages.warning)(request, words if done else GONE)
    return HttpResponseRedirect(reverse("operating:work"))


def _nav(here: str, now: Any) -> list[dict[str, Any]]:
    late = len(queries.troubles(now=now, limit=MOST_WORK))
    return [
        {"label": "Businesses", "url": reverse("operating:businesses"), "current": here == "businesses"},
        {"label": "Work", "url": reverse("operating:work"), "current": here == "work", "count": late},
    ]
