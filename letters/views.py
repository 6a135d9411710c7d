"""The outbox as pages: for trying the product out on one's own machine, and nowhere else."""

import ipaddress
from collections.abc import Callable
from email.message import EmailMessage
from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from letters import outbox

PER_PAGE = 25
HEADERS = ["From", "To", "Reply-To", "Date", "Message-ID", "List-Unsubscribe"]
# A letter runs nothing and fetches nothing; its links open in the whole window, when a person clicks them.
LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation"
)
View = Callable[..., HttpResponse]


def is_open_to(request: HttpRequest) -> bool:
    """Whether letters are kept here, and whoever asks sits at this machine."""
    return not settings.EMAIL_URL and (settings.DEBUG or _is_loopback(request))


def on_this_machine(view: View) -> View:
    """Status 404 where letters go out by mail, and for anybody who does not sit at this machine."""

    @wraps(view)
    def inner(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not is_open_to(request):
            raise Http404
        return view(request, *args, **kwargs)

    return inner


@require_safe
@never_cache
@on_this_machine
def letters(request: HttpRequest) -> HttpResponse:
    """What went out, newest first; `q` is part of an address."""
    words = request.GET.get("q", "").strip()
    names = outbox.names()
    if words:
        names = [kept.name for kept in outbox.heads(names) if words.lower() in kept.to.lower()]
    page = Paginator(names, PER_PAGE).get_page(request.GET.get("page"))
    kept = outbox.heads(page.object_list)
    return render(request, "letters/outbox.html", {"page": page, "letters": kept, "words": words})


@require_safe
@never_cache
@on_this_machine
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """One letter: its headers, its HTML in a frame, its text."""
    message = _found(name)
    headers = [(header, message[header]) for header in HEADERS if message[header]]
    context = {
        "name": name,
        "subject": message["Subject"],
        "headers": headers,
        "text": outbox.body(message, "plain"),
        "html": bool(outbox.body(message, "html")),
    }
    return render(request, "letters/outbox_letter.html", context)


@require_safe
@never_cache
@on_this_machine
@xframe_options_sameorigin
def letter_html(request: HttpRequest, name: str) -> HttpResponse:
    """The HTML of one letter, alone."""
    message = _found(name)
    html = outbox.with_pictures(message, outbox.body(message, "html"))
    if not html:
        raise Http404
    response = HttpResponse('<!DOCTYPE html><base target="_top">' + html.removeprefix("<!DOCTYPE html>"))
    response["Content-Security-Policy"] = LETTER_POLICY
    response["Referrer-Policy"] = "no-referrer"
    return response


def _found(name: str) -> EmailMessage:
    message = outbox.letter(name)
    if message is None:
        raise Http404
    return message


def _is_loopback(request: HttpRequest) -> bool:
    # Behind a proxy everybody seems to come from this machine.
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
