"""Pages of the business's own reply texts: whoever answers cases sees them, managers and owners write them."""

import uuid

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from followup import queries, text_pages
from followup.actions import reply_texts
from followup.text_forms import ReplyTextForm

WRITE = Permission.WRITE_REPLY_TEXTS


@member(Permission.WORK_CASES)
@require_safe
def texts(request: MemberRequest) -> HttpResponse:
    """What do our replies begin with?"""
    return render(request, "followup/texts.html", text_pages.list_context(request))


@member(WRITE)
@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """Add a text; `?reply=` begins it with a reply that was sent."""
    form = ReplyTextForm(request.POST or None, begin=text_pages.begin_with(request))
    if _sent(request, form):
        try:
            reply_texts.add_text(
                business=request.business, by=request.user.id, text_id=form.cleaned_data["entry"], **form.words()
            )
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, "The text is kept. It stands first where a reply begins.")
            return redirect("followup:texts", slug=request.business.slug)
    return _page(request, form)


@member(WRITE)
@require_http_methods(["GET", "POST"])
def change(request: MemberRequest, replytext_id: uuid.UUID) -> HttpResponse:
    """Change a text."""
    shown = _found(request, replytext_id)
    form = ReplyTextForm(request.POST or None, shown=shown)
    if _sent(request, form):
        try:
            reply_texts.change_text(business=request.business, text_id=replytext_id, by=request.user.id, **form.words())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, "The text is changed.")
            return redirect("followup:texts", slug=request.business.slug)
    return _page(request, form, shown)


@member(WRITE)
@require_POST
def move(request: MemberRequest, replytext_id: uuid.UUID) -> HttpResponse:
    """Put a text at another place of the list."""
    shown = _found(request, replytext_id)
    try:
        to = forms.IntegerField(min_value=0, max_value=reply_texts.MOST).clean(request.POST.get("to"))
    except ValidationError as fault:
        raise Http404 from fault
    reply_texts.move_text(business=request.business, text_id=replytext_id, to=to, by=request.user.id)
    messages.success(request, f"“{shown.label}” is now number {to + 1}.")
    return redirect("followup:texts", slug=request.business.slug)


@member(WRITE)
@require_POST
def remove(request: MemberRequest, replytext_id: uuid.UUID) -> HttpResponse:
    """Remove a text."""
    shown = _found(request, replytext_id)
    reply_texts.remove_text(business=request.business, text_id=replytext_id, by=request.user.id)
    messages.success(request, f"“{shown.label}” is removed. Replies that began with it stay as they are.")
    return redirect("followup:texts", slug=request.business.slug)


def _sent(request: MemberRequest, form: ReplyTextForm) -> bool:
    """Whether to keep what was typed: it is whole, and was not sent to see how it reads (`see`)."""
    return request.method == "POST" and "see" not in request.POST and form.is_valid()


def _page(request: MemberRequest, form: ReplyTextForm, shown: queries.ReplyTextView | None = None) -> HttpResponse:
    if "see" in request.POST:  # as typed so far: nothing is wrong yet
        form = ReplyTextForm(shown=shown)
        form.initial.update({field: request.POST.get(field, "") for field in form.fields})
    context = text_pages.form_context(request, form, shown)
    return render(request, "followup/text.html", context, status=422 if form.errors else 200)


def _found(request: MemberRequest, text_id: uuid.UUID) -> queries.ReplyTextView:
    found = queries.reply_text(request.business, text_id)
    if found is None:
        raise Http404
    return found
