"""What every request and every answer is held to, whichever view it is for."""

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from trustapp import pages

GetResponse = Callable[[HttpRequest], HttpResponse]
NOTHING_OF_THE_DEVICE = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
HEADERS = {
    "Permissions-Policy": NOTHING_OF_THE_DEVICE,
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store, private",  # a shared computer keeps nothing; static files say otherwise themselves
}
# Pages whose address is a key: search engines leave them out, and no other page hears of the address.
# (Not `no-referrer`: a form sent from such a page would carry `Origin: null`, which CSRF protection refuses.)
LINK_PAGES = {"join", "account_confirm_email", "account_reset_password_from_key"}
LINK_HEADERS = {"X-Robots-Tag": "noindex", "Referrer-Policy": "strict-origin"}
# Forms that anybody may fill with anybody's address: how soon they answer must not tell whether it is known here.
EVEN_FORMS = {"account_login", "account_signup", "account_reset_password"}


class Guards:
    """Middleware: refuses bodies that are too large before anybody reads them, and adds headers to every answer.

    Forms about an address answer no sooner than settings.EVEN_SECONDS: that hides the few milliseconds more that one
    address or another takes, and makes them a small share of what takes longer.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that the view has not set itself."""
        began = time.monotonic()
        response = self.get_response(request)
        view = request.resolver_match.view_name if request.resolver_match else ""
        if view in LINK_PAGES:
            for name, value in LINK_HEADERS.items():
                response.headers.setdefault(name, value)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if view == "account_logout" and request.method == "POST":
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        if view in EVEN_FORMS and request.method == "POST":
            time.sleep(max(0.0, began + settings.EVEN_SECONDS - time.monotonic()))
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Status 413 for a body over its limit; this middleware stands before the first that reads one."""
        if brought(request) <= most(request, view):
            return None
        return pages.too_large(request)


def brought(request: HttpRequest) -> int:
    """How many bytes a request says it brings. Django reads no more than that: without a length, nothing."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


def most(request: HttpRequest, view: Any) -> int:
    """How many bytes a view takes: a file only from somebody who is signed in."""
    form: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    file: int = settings.IMPORT_MAX_MB << 20
    return form + file if getattr(view, "takes_a_file", False) and request.user.is_authenticated else form
