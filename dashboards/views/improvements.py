"""Improvements: what are we changing?"""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import improvements_page
from dashboards.forms import blame
from dashboards.improvement_forms import ReviewForm
from followup import queries
from followup.actions.improvements import add_improvement, change_improvement, drop_improvement, review_improvement
from metrics import change_words
from metrics.queries import review as review_of

IMPROVE = Permission.IMPROVE


@member(Permission.SEE_NUMBERS)
@require_safe
def improvements(request: MemberRequest) -> HttpResponse:
    """What runs, what is planned, and what came of the others."""
    return render(request, "dashboards/improvements.html", improvements_page.list_context(request))


@member(IMPROVE)
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add one; `?cause=` names the trouble it should end."""
    form = improvements_page.form_for(request, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_improvement(
                business=request.business,
                by=request.user.id,
                improvement_id=form.cleaned_data["entry"],
                **form.values(),
            )
        except ValidationError as fault:
            blame(form, fault)
        else:
            messages.success(request, "It is kept, and stands on the chart from its first day on.")
            return redirect("dashboards:improvement", slug=request.business.slug, improvement_id=made)
    return render(request, "dashboards/improvement_form.html", improvements_page.form_context(request, form))


@member(Permission.SEE_NUMBERS)
@require_safe
def improvement(request: MemberRequest, improvement_id: uuid.UUID) -> HttpResponse:
    """One improvement: before and after."""
    one = found(request, improvement_id)
    return render(request, "dashboards/improvement.html", improvements_page.one_context(request, one))


@member(IMPROVE)
@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, improvement_id: uuid.UUID) -> HttpResponse:
    """Change what is planned or running."""
    one = found(request, improvement_id)
    if not one.is_open:
        raise Http404
    form = improvements_page.form_for(request, one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_improvement(
                business=request.business, by=request.user.id, improvement_id=improvement_id, **form.values()
            )
        except ValidationError as fault:
            blame(form, fault)
        else:
            messages.success(request, "It is changed.")
            return redirect("dashboards:improvement", slug=request.business.slug, improvement_id=improvement_id)
    return render(request, "dashboards/improvement_form.html", improvements_page.form_context(request, form, one))


@member(IMPROVE)
@require_POST
def review(request: MemberRequest, improvement_id: uuid.UUID) -> HttpResponse:
    """Look back: keep what the test says now and what people make of it."""
    one, form = found(request, improvement_id), ReviewForm(request.POST)
    if form.is_valid():
        compared = review_of(request.business, one, timezone.now())
        said = change_words.found(compared.comparison) if compared else change_words.TOO_FEW
        try:
            review_improvement(
                business=request.business,
                improvement_id=improvement_id,
                found=said,
                outcome=form.cleaned_data["outcome"],
                by=request.user.id,
            )
        except ValidationError as fault:
            messages.error(request, " ".join(fault.messages))
        else:
            messages.success(request, "Kept. What came of it stands here for all to see.")
        return redirect("dashboards:improvement", slug=request.business.slug, improvement_id=improvement_id)
    context = improvements_page.one_context(request, one, form)
    return render(request, "dashboards/improvement.html", context, status=422)


@member(IMPROVE)
@require_POST
def drop(request: MemberRequest, improvement_id: uuid.UUID) -> HttpResponse:
    """Give it up."""
    found(request, improvement_id)
    try:
        drop_improvement(business=request.business, improvement_id=improvement_id, by=request.user.id)
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    else:
        messages.success(request, "It is given up, and no longer stands on the chart.")
    return redirect("dashboards:improvements", slug=request.business.slug)


def found(request: MemberRequest, improvement_id: uuid.UUID) -> queries.ImprovementView:
    """The improvement of an id. Raises Http404."""
    one = queries.improvement(request.business, improvement_id)
    if one is None:
        raise Http404
    return one
