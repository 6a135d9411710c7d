"""Sharing: who else sees a dashboard?"""

import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.entrance import MemberRequest, member
from accounts.roles import Permission
from dashboards import sharing_page
from dashboards.actions.sharing import make_link, revoke_link
from dashboards.sharing_forms import LinkForm


@member(Permission.SHARE)
@require_http_methods(["GET", "POST"])
def sharing(request: MemberRequest) -> HttpResponse:
    """The links there are, and making one: its address stands on this one answer and nowhere else."""
    form = sharing_page.form_for(request)
    made = make(request, form) if request.method == "POST" and form.is_valid() else None
    context = sharing_page.context(request, LinkForm(None, form.measures, {}) if made else form)
    return render(request, "dashboards/sharing.html", {**context, "made": made})


@member(Permission.SHARE)
@require_POST
def revoke(request: MemberRequest, link_id: uuid.UUID) -> HttpResponse:
    """End a link at once."""
    if not revoke_link(business=request.business, link_id=link_id, by=request.user.id, now=timezone.now()):
        raise Http404
    messages.success(request, "The link works no longer.")
    return redirect("dashboards:sharing", slug=request.business.slug)


def make(request: MemberRequest, form: LinkForm) -> dict[str, str] | None:
    """Make the link; its name and address, or None where the form says what is wrong."""
    business = request.business
    try:
        link, token = make_link(
            business=business,
            by=request.user.id,
            name=form.cleaned_data["name"],
            target=form.target(),
            days=int(form.cleaned_data["days"]),
            dimensions=business.dimensions,
            now=timezone.now(),
        )
    except ValidationError as fault:
        for field, texts in fault.message_dict.items():
            form.add_error(field if field in form.fields else None, texts)
        return None
    return {"name": link.name, "url": f"{settings.BASE_URL}/d/{business.code}/{token}"}
