"""Answers: who said what?"""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import answers_page
from surveys.actions import corrections
from surveys.queries.answers import answer


@member(Permission.SEE_ANSWERS)
@require_safe
def answers(request: MemberRequest) -> HttpResponse:
    """The answers that the filters in the address find, newest first."""
    return render(request, "dashboards/answers.html", answers_page.context(request))


@member(Permission.MANAGE_SURVEYS)
@require_POST
def restore(request: MemberRequest, answer_id: uuid.UUID) -> HttpResponse:
    """Let an answer count again that was set aside."""
    if answer(request.business, answer_id) is None:
        raise Http404
    corrections.restore(business=request.business, answer_id=answer_id, by=request.user.id)
    messages.success(request, "The answer counts again.")
    return redirect("dashboards:answers", slug=request.business.slug)
