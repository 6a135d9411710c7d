"""One line in the log and one count for every request: its route by name, never its address."""

import re
import time
import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from foundation.counters import Histogram

log = structlog.get_logger("trustapp.requests")
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET = frozenset({"healthz", "readyz", "metrics"})  # asked every few seconds
NAME = re.compile(r"[A-Za-z0-9_:.-]{1,80}")
SECONDS = Histogram(
    "trustapp_request_seconds",
    "How long requests took",
    ["route", "method", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)


class RequestLog:
    """Gives each request an id, which its other lines and its answer carry too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write the line."""
        began, number = time.perf_counter(), uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request=number)
        response = self.get_response(request)
        took = time.perf_counter() - began
        response["X-Request-ID"] = number
        route, method = route_of(request), str(request.method)
        method = method if method in METHODS else "other"
        SECONDS.labels(route, method, response.status_code).observe(took)
        if route not in QUIET:
            business = getattr(request, "business", None)
            log.info(
                "request",
                route=route,
                method=method,
                status=response.status_code,
                ms=round(took * 1000, 1),
                **({"business": str(business.id)} if business else {}),
            )
        return response


def route_of(request: HttpRequest) -> str:
    """The name of the route, as `room:page`; "none" where no page was found."""
    match = request.resolver_match
    name = match.view_name if match else ""
    return name if name and NAME.fullmatch(name) else "none"
