"""The door of a business's pages: who is let in, and the walls raised around the view."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import structlog
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.models import Business, Membership, User
from accounts.roles import Permission, Role, allows
from foundation.tenancy.context import acting_for
from foundation.writing import written_for

P = ParamSpec("P")
log = structlog.get_logger(__name__)


class MemberRequest(HttpRequest):
    """A request by a member, inside their business. `waiting_cases`: left by a view that counted them, for the menu."""

    user: User
    business: Business
    role: Role
    waiting_cases: int
    htmx: Any


def member(
    permission: Permission,
) -> Callable[[Callable[Concatenate[MemberRequest, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let a view run inside `acting_for(business)` for members whose role has `permission`.

    The business is the `slug` of the address. Signed out: to the login. Not a member: 404, as for a business that does
    not exist. A member without the permission: 403.
    """

    def guard(view: Callable[Concatenate[MemberRequest, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def enter(request: Any, slug: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            membership = (
                Membership.objects.select_related("business").filter(business__slug=slug, user=request.user).first()
            )
            if membership is None:
                log.warning("not a member", user=str(request.user.pk))
                raise Http404
            request.business, request.role = membership.business, Role(membership.role)
            if not allows(request.role, permission):
                log.warning("not allowed", user=str(request.user.pk), wanted=permission.name)
                raise PermissionDenied
            with acting_for(request.business), written_for(request.business):
                return view(request, *args, **kwargs)

        enter.permission = permission  # type: ignore[attr-defined] # read by the test that enumerates the routes
        return enter

    return guard
