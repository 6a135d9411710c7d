"""Home: are we on target?"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.actions import close_checklist as put_away
from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import pages, screen_page
from dashboards.queries import live as glance


@member(Permission.SEE_NUMBERS)
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """The verdict, what to do next, where it differs and what people said; `?example=off` hides the made-up figures."""
    if "example" in request.GET:
        request.session[pages.EXAMPLE_OFF] = request.GET["example"] == "off"
        return redirect("dashboards:home", slug=request.business.slug)
    return render(request, "dashboards/home.html", pages.home_context(request))


@member(Permission.SEE_NUMBERS)
@require_safe
def live(request: MemberRequest) -> HttpResponse:
    """What Home shows, if it is no longer what `seen` names; 204 otherwise. An open page asks every few seconds."""
    if request.GET.get("seen") == glance.token(request.business, request.role, timezone.now()):
        return HttpResponse(status=204)
    return render(request, "dashboards/home_live.html", pages.home_context(request))


@member(Permission.SEE_NUMBERS)
@require_safe
def screen(request: MemberRequest) -> HttpResponse:
    """Home for a wall: large, dark, and showing what is new by itself."""
    return render(request, "dashboards/screen.html", screen_context(request))


@member(Permission.SEE_NUMBERS)
@require_safe
def screen_live(request: MemberRequest) -> HttpResponse:
    """What the large screen shows, if it is no longer what `seen` names; 204 otherwise."""
    if request.GET.get("seen") == screen_page.token(request.business):
        return HttpResponse(status=204)
    return render(request, "dashboards/screen_live.html", screen_context(request))


def screen_context(request: MemberRequest) -> dict[str, Any]:
    """Context of the large screen."""
    live_path = reverse("dashboards:screen_live", kwargs={"slug": request.business.slug})
    return screen_page.context(request.business, request.GET.get("metric", ""), live_path)


@member(Permission.SET_GOALS)
@require_POST
def close_checklist(request: MemberRequest) -> HttpResponse:
    """Put the first steps away for good."""
    put_away(business=request.business, by=request.user)
    return redirect("dashboards:home", slug=request.business.slug)
