"""Pages of the queue and its cases; each button posts to an address of its own and leads back."""

import uuid
from collections.abc import Callable
from functools import partial

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from followup import case_page, queries
from followup.actions import closing, replies, work
from followup.errors import AnsweredError
from followup.queue_page import queue_context
from followup.way_back import way_back

WORK = Permission.WORK_CASES
Then = Callable[[MemberRequest, uuid.UUID], HttpResponse]


@member(WORK)
@require_safe
def queue(request: MemberRequest) -> HttpResponse:
    """Who needs me now?"""
    try:
        context = queue_context(request)
    except ValueError as fault:
        raise Http404 from fault
    return render(request, "followup/queue.html", context)


@member(WORK)
@require_POST
def take_next(request: MemberRequest) -> HttpResponse:
    """Take the soonest due case that nobody has."""
    taken = _take_next(request, "seen")
    if taken is None:
        messages.info(request, "Every case that waits is in somebody’s hands.")
        return redirect(way_back(request))
    return redirect("followup:case", slug=request.business.slug, case_id=taken)


@member(WORK)
@require_safe
def case(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """What happened?"""
    return _page(request, _case(request, case_id))


@member(WORK)
@require_POST
def take(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """Take this case."""
    return _press(request, case_id, lambda: work.take(business=request.business, case_id=case_id, by=request.user.id))


@member(WORK)
@require_POST
def release(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give this case back to the queue."""
    return _press(
        request, case_id, lambda: work.release(business=request.business, case_id=case_id, by=request.user.id)
    )


@member(WORK)
@require_POST
def reopen(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """Open this case again."""
    return _press(
        request, case_id, lambda: closing.reopen(business=request.business, case_id=case_id, by=request.user.id)
    )


@member(WORK)
@require_POST
def assign(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """Give this case to a colleague."""

    def act(form: forms.Form) -> None:
        to = uuid.UUID(form.cleaned_data["to"])
        work.assign(business=request.business, case_id=case_id, to=to, by=request.user.id)

    return _submit(request, case_id, "assign", act, "It is theirs now.")


@member(WORK)
@require_POST
def reply(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """Send a reply by e-mail; `next`, the case seen as next, is taken in the same step, `reopen` opens a closed one."""
    action = partial(replies.reply, reopen="reopen" in request.POST)
    return _write(request, case_id, "reply", action, then=_after_replying)


@member(WORK)
@require_POST
def call(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """Note a call; `reopen` opens a closed case for it."""
    action = partial(work.note_call, reopen="reopen" in request.POST)
    return _write(request, case_id, "call", action, "The call is noted. Close the case once it is settled.")


@member(WORK)
@require_POST
def note(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """Note something for colleagues."""
    return _write(request, case_id, "note", work.note, "Noted.")


@member(WORK)
@require_POST
def close(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """Close this case with its cause and outcome; `next`, the case seen as next, is taken in the same step."""

    def act(form: forms.Form) -> None:
        cause, outcome = form.cleaned_data["cause"], form.cleaned_data["outcome"]
        closing.close(business=request.business, case_id=case_id, cause=cause, outcome=outcome, by=request.user.id)

    return _submit(request, case_id, "close", act, then=_after_closing)


def _take_next(request: MemberRequest, field: str) -> uuid.UUID | None:
    """Take the case that was seen as next, or whichever is next by now; which one it is."""
    try:
        seen = forms.UUIDField(required=False).clean(request.POST.get(field))
    except ValidationError:
        seen = None
    return work.take_next(business=request.business, by=request.user.id, seen=seen)


def _case(request: MemberRequest, case_id: uuid.UUID) -> queries.CaseView:
    found = queries.case(request.business, case_id)
    if found is None:
        raise Http404
    return found


def _page(
    request: MemberRequest, found: queries.CaseView, sent: str = "", fault: ValidationError | None = None
) -> HttpResponse:
    context = case_page.case_context(request, found, sent, outrun=isinstance(fault, AnsweredError))
    if fault:
        form: forms.Form = getattr(context["forms"], sent)
        form.full_clean()
        form.add_error(None, fault)
    context["form"] = context["forms"].faulty()
    return render(request, "followup/case.html", context, status=200 if context["form"] is None else 422)


def _press(request: MemberRequest, case_id: uuid.UUID, act: Callable[[], None]) -> HttpResponse:
    """A button without fields: do it, or say on the case's page why not."""
    _case(request, case_id)
    try:
        act()
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    return redirect("followup:case", slug=request.business.slug, case_id=case_id)


def _write(
    request: MemberRequest,
    case_id: uuid.UUID,
    kind: str,
    action: Callable[..., object],
    said: str = "",
    then: Then | None = None,
) -> HttpResponse:
    """A form that adds words to the case: its text, and the id that makes the same press twice one entry."""

    def act(form: forms.Form) -> None:
        text, entry = form.cleaned_data["text"], form.cleaned_data["entry"]
        action(business=request.business, case_id=case_id, text=text, by=request.user.id, entry_id=entry)

    return _submit(request, case_id, kind, act, said, then)


def _submit(
    request: MemberRequest,
    case_id: uuid.UUID,
    kind: str,
    act: Callable[[forms.Form], None],
    said: str = "",
    then: Then | None = None,
) -> HttpResponse:
    """A form of the case's page: do it and lead on, or show the page again with what is wrong and what was typed."""
    found = _case(request, case_id)
    form: forms.Form = getattr(case_page.make_forms(request, kind, request.POST), kind)
    if not form.is_valid():
        return _page(request, found, kind)
    try:
        act(form)
    except ValidationError as fault:
        return _page(request, _case(request, case_id), kind, fault)
    if then:
        return then(request, case_id)
    messages.success(request, said)
    return redirect("followup:case", slug=request.business.slug, case_id=case_id)


def _after_replying(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """On to the next case, where that was asked for and there is one; else closing is the step."""
    if "next" in request.POST and (taken := _take_next(request, "next")):
        messages.success(request, "Your reply is on its way. This is the next one.")
        return redirect("followup:case", slug=request.business.slug, case_id=taken)
    messages.success(request, "Your reply is on its way. Close the case once it is settled.")
    return redirect("followup:case", slug=request.business.slug, case_id=case_id)


def _after_closing(request: MemberRequest, case_id: uuid.UUID) -> HttpResponse:
    """On to the next case, where that was asked for and there is one; else back to the list."""
    if "next" in request.POST and (taken := _take_next(request, "next")):
        messages.success(request, "Closed. This is the next one.")
        return redirect("followup:case", slug=request.business.slug, case_id=taken)
    messages.success(request, "Closed.")
    return redirect(way_back(request, closed=str(case_id)))
