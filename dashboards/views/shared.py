"""The pages behind a link that shows one dashboard. Nobody is signed in, no cookie is set, nothing can be changed."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Business
from accounts.queries import by_code
from dashboards import screen_page, shared_page
from dashboards.actions.sharing import METRIC, open_link
from dashboards.models import SharedLink
from foundation.tenancy.context import acting_for
from foundation.writing import written_for

P = ParamSpec("P")
LinkView = Callable[Concatenate[HttpRequest, Business, SharedLink, str, P], HttpResponse]
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "Cache-Control": "no-store"}


def link(view: LinkView[P]) -> Callable[..., HttpResponse]:
    """Find what a link shows; wrong, over and ended look alike. Caches, search engines and referrers stay out."""

    @require_safe
    @wraps(view)
    def enter(request: HttpRequest, code: str, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        business = by_code(code)
        found = open_link(business=business, token=token, now=timezone.now()) if business else None
        if business is None or found is None:
            response = page_of(request, "shared_closed", {}, status=404)
        else:
            with acting_for(business), written_for(business):
                response = view(request, business, found, token, *args, **kwargs)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return enter


@link
def page(request: HttpRequest, business: Business, shared: SharedLink, token: str) -> HttpResponse:
    """Home, or one metric."""
    if shared.screen == METRIC:
        return page_of(request, "shared_metric", shared_page.metric_context(business, shared))
    asked = request.GET.get("metric", "")
    return page_of(request, "shared_home", shared_page.home_context(business, shared, token, asked))


@link
def screen(request: HttpRequest, business: Business, shared: SharedLink, token: str) -> HttpResponse:
    """The same as large as a wall needs it."""
    return page_of(
        request, "screen", screen_page.context(business, wanted(request, shared), live_path(business, token))
    )


def live(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """What a large screen shows, if it is no longer what `seen` names; 204 otherwise."""
    response = news(request, code, token)
    if response.status_code == 404:
        response["HX-Refresh"] = "true"  # the screen loads its page anew, and that says so
    return response


@link
def news(request: HttpRequest, business: Business, shared: SharedLink, token: str) -> HttpResponse:
    """The living part of a large screen."""
    if request.GET.get("seen") == screen_page.token(business):
        return HttpResponse(status=204)
    context = screen_page.context(business, wanted(request, shared), live_path(business, token))
    return page_of(request, "screen_live", context)


def wanted(request: HttpRequest, shared: SharedLink) -> str:
    """The metric to show: the link's own, else the one asked for."""
    return shared.metric or request.GET.get("metric", "")


def live_path(business: Business, token: str) -> str:
    """Where a screen asks for news."""
    return f"/d/{business.code}/{token}/live"


def page_of(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A page, without the context processors: they would open the session."""
    return HttpResponse(render_to_string(f"dashboards/{name}.html", {**context, "request": request}), status=status)
