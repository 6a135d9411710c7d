"""Pages about the team, the business's settings, and the businesses of one person."""

import uuid
from typing import Any, cast

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts import actions, invitations, queries
from accounts.entrance import MemberRequest, member
from accounts.forms import InviteForm, JoinForm, NewBusinessForm, SettingsForm
from accounts.models import Membership, User
from accounts.roles import MATRIX, Permission, Role

MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


@login_required
def businesses(request: HttpRequest) -> HttpResponseBase:
    """The person's businesses; with just one, straight into it."""
    mine = queries.memberships(cast(User, request.user))
    if len(mine) == 1 and "all" not in request.GET:
        return redirect("dashboards:home", slug=mine[0].business.slug)
    return render(request, "accounts/businesses.html", {"memberships": mine})


@login_required
@require_http_methods(["GET", "POST"])
def new_business(request: HttpRequest) -> HttpResponse:
    """Make one more business."""
    form = NewBusinessForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.create_business(owner=cast(User, request.user), **form.cleaned_data)
        return redirect("dashboards:home", slug=made.slug)
    return render(request, "accounts/new_business.html", {"form": form})


@member(Permission.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def team(request: MemberRequest) -> HttpResponse:
    """Who works here, who is on duty, who was asked; and asking one more."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        try:
            invitations.invite(business=request.business, email=email, role=role, by=request.user)
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, "The invitation is on its way.")
            return redirect("accounts:team", slug=request.business.slug)
    context = {
        "form": form,
        "members": queries.members(request.business),
        "invitations": queries.open_invitations(request.business),
        "roles": list(Role),
        "matrix": [(permission.value, [permission in MATRIX[role] for role in Role]) for permission in Permission],
    }
    return render(request, "accounts/team.html", context)


@member(Permission.MANAGE_MEMBERS)
@require_POST
def change_member(request: MemberRequest, member_id: uuid.UUID) -> HttpResponse:
    """Change one member's role or duty, or let them go."""
    try:
        if "remove" in request.POST:
            actions.remove_member(business=request.business, member_id=member_id, by=request.user)
            messages.success(request, "Removed.")
        else:
            on_duty = "on_duty" in request.POST
            actions.set_duty(business=request.business, member_id=member_id, on_duty=on_duty, by=request.user)
            role = Role(request.POST.get("role", ""))
            actions.change_role(business=request.business, member_id=member_id, role=role, by=request.user)
            messages.success(request, "Saved.")
    except Membership.DoesNotExist as fault:
        raise Http404 from fault
    except ValidationError as fault:
        messages.error(request, " ".join(fault.messages))
    except ValueError:
        messages.error(request, "Choose one of the four roles.")
    return redirect("accounts:team", slug=request.business.slug)


@member(Permission.MANAGE_MEMBERS)
@require_POST
def withdraw_invitation(request: MemberRequest, invitation_id: uuid.UUID) -> HttpResponse:
    """Take an open invitation back."""
    if not invitations.withdraw(business=request.business, invitation_id=invitation_id, by=request.user):
        raise Http404
    return redirect("accounts:team", slug=request.business.slug)


@member(Permission.MANAGE_BUSINESS)
@require_http_methods(["GET", "POST"])
def settings(request: MemberRequest) -> HttpResponse:
    """How the business likes to work."""
    form = SettingsForm(request.POST or None, instance=request.business)
    if request.method == "POST" and form.is_valid():
        actions.change_business(business=request.business, by=request.user, **form.values())
        darker = f" Your colour was darkened to {request.business.colour}, so that white words on it can be read."
        messages.success(request, "Saved." + darker * form.darkened)
        return redirect("accounts:settings", slug=request.business.slug)
    return render(request, "accounts/settings.html", {"form": form})


@require_http_methods(["GET", "POST"])
def join(request: HttpRequest, code: str, token: str) -> HttpResponseBase:
    """A colleague's invitation: with an account, one press; without, a name and a password."""
    business = queries.by_code(code)
    invitation = invitations.find(business=business, token=token) if business else None
    if business is None or invitation is None:
        return render(request, "accounts/join_closed.html", status=404)
    known = EmailAddress.objects.filter(email=invitation.email).exists()
    user = request.user if isinstance(request.user, User) else None
    if known and user is None:
        return redirect_to_login(request.get_full_path())
    form = None if user else JoinForm(request.POST or None)
    context: dict[str, Any] = {"business": business, "invitation": invitation, "form": form, "user": user}
    if request.method == "POST":
        try:
            if user and invitations.join(business=business, token=token, user=user):
                return redirect("dashboards:home", slug=business.slug)
            if form and form.is_valid():
                joined = invitations.join_as_new(business=business, token=token, **form.cleaned_data)
                if joined:
                    login(request, joined, backend=MODEL_BACKEND)
                    return redirect("dashboards:home", slug=business.slug)
        except ValidationError as fault:
            context["problem"] = " ".join(fault.messages)
    return render(request, "accounts/join.html", context)
