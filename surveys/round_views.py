"""Pages about rounds: whom to ask and when, what that would do, and whether it is working."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.actions import pause_sending
from accounts.entrance import MemberRequest, member
from accounts.roles import Permission, allows
from foundation import writing
from foundation.ids import uuid7
from surveys import round_presenting
from surveys.actions import rounds as actions
from surveys.actions.reminders import remind_round
from surveys.forms import AskForm, audience_words
from surveys.letter import compose
from surveys.models import Round
from surveys.progress import tally, when
from surveys.queries import rounds as queries
from surveys.queries.eligibility import forecast
from surveys.queries.surveys import survey as survey_of


@member(Permission.MANAGE_SURVEYS)
@require_GET
def rounds(request: MemberRequest) -> HttpResponse:
    """All rounds and how far each one is."""
    page = Paginator(queries.rounds(request.business), 20).get_page(request.GET.get("page"))
    counts = queries.counts_of(request.business, [row.id for row in page])
    zone = ZoneInfo(request.business.timezone)
    shown = [
        {
            "round": row,
            "when": when(row.starts_at, zone),
            "audience": audience_words(row.audience),
            "tally": tally(counts[row.id]),
        }
        for row in page
    ]
    return render(request, "surveys/rounds.html", {"shown": shown, "page": page, **_sending(request)})


@member(Permission.MANAGE_SURVEYS)
@require_GET
def ask(request: MemberRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Whom to ask, and when."""
    shown = _survey(request, survey_id)
    form = AskForm(request.business, timezone.now())
    return render(request, "surveys/ask.html", {"survey": shown, "form": form, **_sending(request)})


@member(Permission.MANAGE_SURVEYS)
@require_http_methods(["GET", "POST"])
def check(request: MemberRequest, survey_id: uuid.UUID) -> HttpResponse:
    """Who would get a letter and who would not, before anything goes out; then plan it."""
    shown, now = _survey(request, survey_id), timezone.now()
    data = request.POST if request.method == "POST" else request.GET
    form = AskForm(request.business, now, data)
    if not form.is_valid():
        return render(request, "surveys/ask.html", {"survey": shown, "form": form, **_sending(request)})
    if request.method == "POST":
        try:
            planned = actions.plan_round(
                business=request.business,
                survey_id=survey_id,
                audience=form.chosen_audience,
                starts_at=form.starts_at,
                round_id=_uuid(data.get("round", "")),
                by=request.user.id,
            )
        except ValidationError as fault:
            messages.error(request, fault.messages[0])
            return redirect("surveys:ask", slug=request.business.slug, survey_id=survey_id)
        return redirect("surveys:round", slug=request.business.slug, round_id=planned.id)
    zone = ZoneInfo(request.business.timezone)
    context = {
        "survey": shown,
        "form": form,
        "forecast": forecast(request.business, form.chosen_audience, form.starts_at or now),
        "audience": audience_words(form.chosen_audience),
        "when": when(form.starts_at, zone) if form.starts_at else "",
        "letter": compose(request.business, shown),
        "round_id": uuid7(),
    }
    return render(request, "surveys/check.html", context)


@member(Permission.MANAGE_SURVEYS)
@require_GET
def round_page(request: MemberRequest, round_id: uuid.UUID) -> HttpResponse:
    """Is it working?"""
    shown = _round(request, round_id)
    context = {
        **_live(request, shown),
        "audience": audience_words(shown.audience),
        "when": when(shown.starts_at, ZoneInfo(request.business.timezone)),
    }
    return render(request, "surveys/round.html", context)


@member(Permission.MANAGE_SURVEYS)
@require_GET
def live(request: MemberRequest, round_id: uuid.UUID) -> HttpResponse:
    """The part of a round's page that moves, if it is no longer what `seen` names; 204 otherwise."""
    shown = _round(request, round_id)
    if request.GET.get("seen") == round_presenting.glance(request.business, shown).token:
        return HttpResponse(status=204)
    return render(request, "surveys/live.html", _live(request, shown))


@member(Permission.MANAGE_SURVEYS)
@require_POST
def cancel(request: MemberRequest, round_id: uuid.UUID) -> HttpResponse:
    """Undo a round, or stop what has not gone out yet."""
    _round(request, round_id)
    try:
        stopped = actions.cancel_round(business=request.business, round_id=round_id, by=request.user.id)
    except ValidationError as fault:
        messages.error(request, fault.messages[0])
    else:
        messages.success(
            request, f"Called off. {writing.count(stopped)} letters stay here." if stopped else "Called off."
        )
    return redirect("surveys:round", slug=request.business.slug, round_id=round_id)


@member(Permission.MANAGE_SURVEYS)
@require_POST
def remind(request: MemberRequest, round_id: uuid.UUID) -> HttpResponse:
    """Send the one reminder."""
    _round(request, round_id)
    try:
        remind_round(business=request.business, round_id=round_id, by=request.user.id)
    except ValidationError as fault:
        messages.error(request, fault.messages[0])
    else:
        messages.success(request, "The reminder is on its way to everybody who has not answered.")
    return redirect("surveys:round", slug=request.business.slug, round_id=round_id)


@member(Permission.MANAGE_BUSINESS)
@require_POST
def resume(request: MemberRequest) -> HttpResponse:
    """Let letters go out again after a pause."""
    pause_sending(business=request.business, reason="", by=request.user)
    messages.success(request, "Sending goes on. Letters that waited leave within 15 minutes.")
    return redirect("surveys:rounds", slug=request.business.slug)


def _live(request: MemberRequest, shown: Round) -> dict[str, Any]:
    seen = round_presenting.glance(request.business, shown)
    return round_presenting.context(request.business, shown, seen, request.GET) | _sending(request)


def _sending(request: MemberRequest) -> dict[str, Any]:
    return {
        "paused": request.business.sending_paused,
        "may_resume": allows(request.role, Permission.MANAGE_BUSINESS),
    }


def _survey(request: MemberRequest, survey_id: uuid.UUID) -> Any:
    found = survey_of(request.business, survey_id)
    if found is None or found.archived_at:
        raise Http404
    return found


def _round(request: MemberRequest, round_id: uuid.UUID) -> Round:
    found = queries.round_of(request.business, round_id)
    if found is None:
        raise Http404
    return found


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
