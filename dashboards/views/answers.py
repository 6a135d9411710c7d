"""Answers: who said what?"""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import answers_file, answers_page, files
from dashboards.actions.exports import TooManyError, note_export, request_export
from dashboards.answers_file import Wanted
from dashboards.presenters.answers import query
from metrics.businesses import calendar_of
from metrics.maths.periods import local_day
from surveys.actions import corrections
from surveys.queries.answers import answer


@member(Permission.SEE_ANSWERS)
@require_safe
def answers(request: MemberRequest) -> HttpResponse:
    """The answers that the filters in the address find, newest first."""
    return render(request, "dashboards/answers.html", answers_page.context(request))


@member(Permission.SEE_ANSWERS)
@require_POST
def export(request: MemberRequest, form: str) -> HttpResponse:
    """What the filters in the address find, as a file: at once where it is small, else made while its reader goes on.

    The ledger notes who took it, so that looking is not enough.
    """
    business, now = request.business, timezone.now()
    wanted = answers_file.wanted(form, request.GET, business.dimensions)
    with files.written_in(form):
        report = answers_file.small(business, wanted, now)
    if report is None:
        return made_later(request, wanted, now)
    answers = sum(len(table.words.rows) for table in report.tables)
    note_export(business=business, by=request.user.id, form=form, answers=answers)
    name = files.name_of(business.slug, "answers", local_day(now, calendar_of(business).zone))
    return files.report_file(report, form, name, now)


def made_later(request: MemberRequest, wanted: Wanted, now: datetime) -> HttpResponse:
    """Ask for the file, and lead to where it will be."""
    try:
        request_export(
            business=request.business,
            by=request.user.id,
            form=wanted.form,
            asked=query(wanted.chosen),
            dimensions=wanted.dimensions,
            now=now,
        )
    except TooManyError as fault:
        messages.error(request, str(fault))
    return redirect("dashboards:files", slug=request.business.slug)


@member(Permission.MANAGE_SURVEYS)
@require_POST
def restore(request: MemberRequest, answer_id: uuid.UUID) -> HttpResponse:
    """Let an answer count again that was set aside."""
    if answer(request.business, answer_id) is None:
        raise Http404
    corrections.restore(business=request.business, answer_id=answer_id, by=request.user.id)
    messages.success(request, "The answer counts again.")
    return redirect("dashboards:answers", slug=request.business.slug)
