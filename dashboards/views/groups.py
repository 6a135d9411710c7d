"""Groups: which of my customers do I compare?"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import groups_page
from dashboards.actions.groups import compare_groups, stop_comparing
from dashboards.presenters import groups as words

MANAGE = Permission.MANAGE_CUSTOMERS


@member(MANAGE)
@require_safe
def groups(request: MemberRequest) -> HttpResponse:
    """The properties of the customers, and which of them make groups."""
    return render(request, "dashboards/groups.html", groups_page.context(request))


@member(MANAGE)
@require_POST
def compare(request: MemberRequest) -> HttpResponse:
    """Compare groups by a property."""
    name = request.POST.get("name", "")
    try:
        again = compare_groups(business=request.business, name=name, by=request.user.id)
    except ValidationError as fault:
        return refused(request, fault)
    messages.success(request, words.compared(name, again=again))
    return redirect("dashboards:groups", slug=request.business.slug)


@member(MANAGE)
@require_POST
def stop(request: MemberRequest) -> HttpResponse:
    """Compare groups by a property no longer."""
    name = request.POST.get("name", "")
    try:
        stop_comparing(business=request.business, name=name, by=request.user.id)
    except ValidationError as fault:
        return refused(request, fault)
    messages.success(request, words.stopped(name))
    return redirect("dashboards:groups", slug=request.business.slug)


def refused(request: MemberRequest, fault: ValidationError) -> HttpResponse:
    """Back to the page, which says why."""
    for words_of_it in fault.messages:
        messages.error(request, words_of_it)
    return redirect("dashboards:groups", slug=request.business.slug)
