"""Your files: what was asked for and takes a while, how far it is, and the file when it is ready."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import files, files_page
from dashboards.actions.beginning import retry_export
from dashboards.actions.exports import TooManyError, drop_export, note_export
from dashboards.queries.exports import content, ready_file
from metrics.businesses import calendar_of
from metrics.maths.periods import local_day


@member(Permission.SEE_ANSWERS)
@require_safe
def page(request: MemberRequest) -> HttpResponse:
    """The files that this person asked for."""
    return render(request, "dashboards/files.html", files_page.context(request))


@member(Permission.SEE_ANSWERS)
@require_safe
def live(request: MemberRequest) -> HttpResponse:
    """What moves on that page."""
    return render(request, "dashboards/files_live.html", files_page.context(request))


@member(Permission.SEE_ANSWERS)
@require_POST
def take(request: MemberRequest, export_id: uuid.UUID) -> HttpResponseBase:
    """A ready file; the ledger notes who took it, each time."""
    business = request.business
    found = ready_file(business, request.user.id, export_id, timezone.now())
    if found is None:
        raise Http404
    note_export(business=business, by=request.user.id, form=found.form, answers=found.done)
    day = local_day(found.began_at or found.asked_at, calendar_of(business).zone)
    name = files.name_of(business.slug, "answers", day)
    return files.stream(content(business, found), found.size, found.form, name)


@member(Permission.SEE_ANSWERS)
@require_POST
def retry(request: MemberRequest, export_id: uuid.UUID) -> HttpResponse:
    """Go on with a file that was given up."""
    business, by, now = request.business, request.user.id, timezone.now()
    try:
        if not retry_export(business=business, export_id=export_id, by=by, now=now):
            raise Http404
    except TooManyError as fault:
        messages.error(request, str(fault))
    return redirect("dashboards:files", slug=business.slug)


@member(Permission.SEE_ANSWERS)
@require_POST
def drop(request: MemberRequest, export_id: uuid.UUID) -> HttpResponse:
    """Delete a file, or make it no further."""
    if not drop_export(business=request.business, export_id=export_id, by=request.user.id, now=timezone.now()):
        raise Http404
    messages.success(request, "The file is deleted.")
    return redirect("dashboards:files", slug=request.business.slug)
