"""The door for what a mail provider tells of letters: there only where the environment names one and its secret."""

import structlog
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from letters.actions import NotYetError, note_feedback
from letters.providers import ForgedError, MalformedError, events_in, is_open

LARGEST = 1 << 20
log = structlog.get_logger(__name__)


@csrf_exempt  # no session to ride on: the provider's secret or signature is the right to speak
@require_POST
def provider(request: HttpRequest, name: str) -> HttpResponse:
    """Take a provider's events: 200 whatever is in them, so that they are not sent again; 503 for a letter in hand."""
    secret, key = settings.MAIL_WEBHOOK_SECRET, settings.MAIL_WEBHOOK_KEY
    if name != settings.MAIL_PROVIDER or not is_open(name, secret, key):
        raise Http404
    if len(request.body) > LARGEST:
        return HttpResponse(status=413)
    try:
        events = events_in(request, provider=name, secret=secret, key=key)
    except ForgedError:
        log.warning("a mail provider's event was not the provider's")
        return HttpResponse(status=403)
    except MalformedError:
        log.warning("a mail provider's event could not be read", provider=name)
        return HttpResponse(status=400)
    try:
        for event in events:
            note_feedback(letter=event.letter, kind=event.kind, source=name, at=event.at)
    except NotYetError:
        return HttpResponse(status=503, headers={"Retry-After": "60"})
    return HttpResponse()
