"""Who is let in to the operator's pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from allauth.mfa.adapter import get_adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.models import User

P = ParamSpec("P")


class OperatorRequest(HttpRequest):
    """A request by an operator, who is inside no business."""

    user: User


def operator(
    view: Callable[Concatenate[OperatorRequest, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let a view run for operators with a second factor; for everybody else there is no such page."""

    @wraps(view)
    def enter(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        user = request.user
        if not (user.is_authenticated and user.is_staff and get_adapter().is_mfa_enabled(user)):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(enter)
