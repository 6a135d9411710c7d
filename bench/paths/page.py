"""The survey page, in processor time, beside the smallest page that Django can serve."""

import time
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, reset_queries
from django.test.utils import override_settings

from bench.data import make_asked
from bench.database import own_database
from bench.harness import Result, pairs, path, timed

GOAL = 4.0
ROUNDS, EACH = 7, 200
QUERIES = 2


@path("page", GOAL)
def measure() -> list[Result]:
    """The page behind a letter's link against `bench.urls.hello`, through the same middleware."""
    with own_database(), override_settings(ROOT_URLCONF="bench.urls", ALLOWED_HOSTS=["*"]):
        business, _ = make_asked(10)
        handler = WSGIHandler()
        address = f"/s/{business.code}/token1"
        queries = _queries(handler, address)

        def cost(of: str) -> float:
            return timed(lambda: [_get(handler, of) for _ in range(EACH)], EACH, time.process_time)

        note = f"{queries} statements (with the transaction's own), {QUERIES} of them queries at most"
        found = pairs(
            "page",
            lambda: cost("/hello"),
            lambda: cost(address),
            rounds=ROUNDS,
            goal=GOAL,
            size=f"{EACH} pages a round",
            note=note,
        )
        return [found]


def _queries(handler: WSGIHandler, address: str) -> int:
    _get(handler, address)
    connection.force_debug_cursor = True
    reset_queries()
    _get(handler, address)
    connection.force_debug_cursor = False
    return len(connection.queries)


def _get(handler: WSGIHandler, address: str) -> bytes:
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": address,
        "QUERY_STRING": "",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    response: Any = handler(environ, _start)
    body = b"".join(response)
    response.close()  # ends the request, as a server does
    if response.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{address} answered {response.status_code}.")
    return body


def _start(status: str, headers: Any, exc_info: Any = None, /) -> Any:
    return None
