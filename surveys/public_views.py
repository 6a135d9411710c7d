"""The pages behind a letter's links. Nobody is signed in, no cookie is set, and only a POST changes an answer."""

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.queries import by_code
from foundation.tenancy.context import acting_for
from surveys import presenting
from surveys.actions import answers, stopping
from surveys.answering import Reply, read, score_of
from surveys.asker import Asker
from surveys.drawing import drawn
from surveys.letter import trial_survey
from surveys.queries.openings import Opening, opening_of, trial_opening
from surveys.queries.surveys import survey
from surveys.speaking import LANGUAGE, Reader, Voice

P = ParamSpec("P")
LinkView = Callable[Concatenate[HttpRequest, Asker, str, P], HttpResponse]
TOO_LARGE = 413
HEADERS = {"Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex", "Cache-Control": "no-store"}


def link(*methods: str) -> Callable[[LinkView[P]], Callable[..., HttpResponse]]:
    """Find the business of a link's code, and close the page to caches, search engines and referrers."""

    def guard(view: LinkView[P]) -> Callable[..., HttpResponse]:
        # No CSRF token: there is no session to ride on, and the link's own token is the right to act.
        @csrf_exempt
        @require_http_methods(methods)
        @wraps(view)
        def enter(request: HttpRequest, code: str, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            business = by_code(code)
            response = closed(request) if business is None else view(request, business, token, *args, **kwargs)
            return unseen(response)

        return enter

    return guard


@link("GET", "HEAD", "POST")
def answer(request: HttpRequest, business: Asker, token: str) -> HttpResponse:
    """The survey: a GET shows it and counts nothing, a POST answers."""
    if request.method == "POST":
        return _sent(request, business, token)
    opening = opening_of(business, token)
    now = timezone.now()
    if opening is None or not opening.open_at(now):
        return closed(request)
    chosen = score_of(request.GET.get("score", ""), opening.scale)
    changing = opening.answered and "change" in request.GET
    if opening.answered and not changing and not opening.clicked_again(chosen, now):
        voice = _voice(request, business, opening)
        return _page(request, "already", presenting.already(business, token, chosen, voice))
    return _form(request, business, token, opening, presenting.entered(opening, chosen, changing=changing))


@link("GET", "HEAD", "POST")
def trial(request: HttpRequest, business: Asker, token: str) -> HttpResponse:
    """The survey behind a test letter, for the member who asked for one: nothing is kept."""
    survey_id = trial_survey(token)
    with acting_for(business):
        found = survey(business, survey_id) if survey_id else None
    if found is None:
        return closed(request)
    opening = trial_opening(found)
    voice = _voice(request, business, opening)
    reply = read(request.POST.dict(), opening.scale) if request.method == "POST" else []
    if isinstance(reply, Reply):
        return _page(request, "thanks", presenting.tried(business, opening, reply, voice))
    shown = presenting.entered(opening, score_of(request.GET.get("score", ""), opening.scale), changing=False)
    if reply:
        shown = presenting.sent_back(opening, request.POST.dict(), reply)
    page = presenting.trial(business, token, opening, shown, voice)
    return _page(request, "answer", page, status=400 if reply else 200)


@link("POST")
def provisional(request: HttpRequest, business: Asker, token: str) -> HttpResponse:
    """Keep the score of a page that a person touched, where the business lets one click do."""
    kept = answers.keep_provisional(business=business, token=token, data=request.POST.dict())
    return HttpResponse(status=204) if kept else closed(request)


@link("GET", "HEAD", "POST")
def stop(request: HttpRequest, business: Asker, token: str) -> HttpResponse:
    """No more letters: a GET asks, a POST acts at once, as RFC 8058 wants it (no cookie, no redirect)."""
    if request.method == "POST":
        opening = stopping.stop(business=business, token=token)
        if opening is None:
            return closed(request)
        return _page(request, "stopped", presenting.stopped(business, token, _voice(request, business, opening)))
    opening = opening_of(business, token)
    if opening is None:
        return closed(request)
    return _page(request, "stop", presenting.stop(business, token, _voice(request, business, opening)))


@link("POST")
def resume(request: HttpRequest, business: Asker, token: str) -> HttpResponse:
    """Take back a stop that was a mistake."""
    opening = stopping.resume(business=business, token=token)
    if opening is None:
        return closed(request)
    return _page(request, "resumed", presenting.resumed(business, _voice(request, business, opening)))


@link("GET", "HEAD", "POST")
def trap(request: HttpRequest, business: Asker, token: str, stamp: str) -> HttpResponse:
    """The link that no person sees. What follows it learns nothing."""
    answers.follow_trap(business=business, token=token, stamp=stamp)
    return closed(request)


def closed(request: HttpRequest) -> HttpResponse:
    """The one page of every link that does not work: over, unknown, or another business's.

    Its language is the browser's: the customer's would tell a link that is over from one that never was.
    """
    return unseen(_page(request, "closed", _reader(request).voice().around(), status=404))


def failed(request: HttpRequest, status: int) -> HttpResponse:
    """What any of these pages shows when it fails, in the browser's language: nothing of it comes from the database."""
    browser = request.headers.get("Accept-Language", "")  # the address itself may be what could not be read
    voice = Reader.of("", browser).voice()
    return unseen(_page(request, "failed", {**voice.around(), "too_large": status == TOO_LARGE}, status=status))


def unseen(response: HttpResponse) -> HttpResponse:
    """A page that caches, search engines and other pages learn nothing of."""
    for name, value in HEADERS.items():
        response[name] = value
    return response


def _sent(request: HttpRequest, business: Asker, token: str) -> HttpResponse:
    outcome = answers.send(business=business, token=token, data=request.POST.dict())
    if outcome is None:
        return closed(request)
    if outcome.reply is None:
        entered = presenting.sent_back(outcome.opening, request.POST.dict(), outcome.problems)
        return _form(request, business, token, outcome.opening, entered, status=400)
    voice = _voice(request, business, outcome.opening)
    return _page(request, "thanks", presenting.thanks(business, token, outcome.opening, outcome.reply, voice))


def _form(
    request: HttpRequest,
    business: Asker,
    token: str,
    opening: Opening,
    entered: presenting.Entered,
    status: int = 200,
) -> HttpResponse:
    voice, stamp = _voice(request, business, opening), secrets.token_urlsafe(6)
    return _page(request, "answer", presenting.form(business, token, opening, entered, voice, stamp), status=status)


def _reader(request: HttpRequest) -> Reader:
    return Reader.of(request.GET.get(LANGUAGE, ""), request.headers.get("Accept-Language", ""))


def _voice(request: HttpRequest, business: Asker, opening: Opening) -> Voice:
    return _reader(request).voice(opening.language, business.language)


def _page(request: HttpRequest, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    response = HttpResponse(drawn(request, f"surveys/{name}.html", context), status=status)
    response["Content-Language"], response["Vary"] = context["language"], "Accept-Language"
    return response
