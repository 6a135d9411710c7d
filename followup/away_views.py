"""The page on which somebody goes away and comes back."""

import uuid
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.actions import set_away
from accounts.entrance import MemberRequest, member
from accounts.queries import Member, able
from accounts.roles import Permission, allows
from followup.actions.handing import hand_over
from followup.forms import KEEP, QUEUE, AwayForm
from foundation import writing

WORK = Permission.WORK_CASES


@member(WORK)
@require_http_methods(["GET", "POST"])
def away(request: MemberRequest) -> HttpResponse:
    """Until when, and who takes over? Whoever manages the team may say it of a colleague who is ill."""
    people = able(request.business, WORK)
    me = _one(people, request.user.id)
    form = AwayForm(
        request.POST or None,
        today=timezone.now().astimezone(ZoneInfo(request.business.timezone)).date(),
        people=people,
        me=me,
        for_others=allows(me.role, Permission.MANAGE_MEMBERS),
    )
    if request.method == "POST" and form.is_valid():
        who = _one(people, uuid.UUID(form.cleaned_data.get("who") or str(me.id)))
        try:
            _go(request, form, who)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            return redirect("followup:away", slug=request.business.slug)
    away_now = [one for one in people if one.away_until and (one.id == me.id or "who" in form.fields)]
    context = {"form": form, "me": me, "away": away_now}
    return render(request, "followup/away.html", context, status=422 if form.errors else 200)


@member(WORK)
@require_POST
def back(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    """Somebody is back: oneself, or a colleague where one manages the team."""
    people = able(request.business, WORK)
    who, me = _one(people, member_id), _one(people, request.user.id)
    if who.id != me.id and not allows(me.role, Permission.MANAGE_MEMBERS):
        raise Http404
    set_away(business=request.business, member_id=who.id, until=None, by=request.user)
    whose = "You are" if who.id == me.id else f"{who.label} is"
    messages.success(request, f"{whose} back, and told of new cases again.")
    return redirect("followup:away", slug=request.business.slug)


def _go(request: MemberRequest, form: AwayForm, who: Member) -> None:
    cases, until = form.cleaned_data["cases"], form.cleaned_data["until"]
    handed = 0
    if cases != KEEP:
        to = None if cases == QUEUE else uuid.UUID(cases)
        handed = hand_over(business=request.business, of=who.id, to=to, by=request.user.id)
    set_away(business=request.business, member_id=who.id, until=until, by=request.user)
    moved = f" {handed} open {'case was' if handed == 1 else 'cases were'} handed over." if handed else ""
    whose = "You are" if who.id == request.user.id else f"{who.label} is"
    messages.success(request, f"{whose} away until {writing.day(until)}.{moved}")


def _one(people: list[Member], member_id: uuid.UUID) -> Member:
    found = next((one for one in people if one.id == member_id), None)
    if found is None:
        raise Http404
    return found
