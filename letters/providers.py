"""What mail providers tell over the web of letters that were sent through them, read by django-anymail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.http import HttpRequest
from django.utils.module_loading import import_string

from letters.marks import KEY, Marked, marked_in
from letters.purposes import BOUNCED, COMPLAINED

# The library's readers by name, loaded with the first word of a provider: some bring an HTTP client of their own.
VIEWS = {
    "brevo": "anymail.webhooks.brevo.BrevoTrackingWebhookView",
    "mailgun": "anymail.webhooks.mailgun.MailgunTrackingWebhookView",
    "postmark": "anymail.webhooks.postmark.PostmarkTrackingWebhookView",
    "sendgrid": "anymail.webhooks.sendgrid.SendGridTrackingWebhookView",
}
# Who signs, and what the library calls the key; the others send a name and a password.
SIGNING = {"mailgun": "webhook_signing_key", "sendgrid": "tracking_webhook_verification_key"}
GONE = (RejectReason.BOUNCED, RejectReason.INVALID)
PASSING = {"Type": "SoftBounce", "event": "soft_bounce"}  # a full mailbox: Postmark's and Brevo's words


class ForgedError(ValueError):
    """A request without the provider's secret or signature."""


class MalformedError(ValueError):
    """A request that is the provider's, and cannot be read."""


@dataclass(frozen=True, slots=True)
class Event:
    """Which letter, and what about it: `bounced` or `complained`; `at` where the provider says when."""

    letter: Marked
    kind: str
    at: datetime | None


def is_open(provider: str, secret: str, key: str) -> bool:
    """Whether a provider's word can be told from a stranger's; without that nobody is listened to."""
    return provider in VIEWS and bool(key if provider in SIGNING else ":" in secret)


def wanted(provider: str) -> str:
    """What is missing, in words, where a provider's word cannot be told from a stranger's."""
    if provider not in VIEWS:
        return f"it is one of {', '.join(VIEWS)}."
    return "set MAIL_WEBHOOK_KEY." if provider in SIGNING else "set MAIL_WEBHOOK_SECRET to name:password."


def events_in(request: HttpRequest, *, provider: str, secret: str, key: str) -> list[Event]:
    """The bounces and complaints of letters of ours in a request. Raises ForgedError and MalformedError."""
    given: dict[str, Any] = {"webhook_secret": [secret] if secret else []}
    if provider in SIGNING:
        given[SIGNING[provider]] = key
    view = import_string(VIEWS[provider])(**given)
    try:
        view.run_validators(request)
    except Exception as fault:  # the library's refusal, or its stumbling over what a stranger sent
        raise ForgedError from fault
    try:
        found = [_event(event) for event in view.parse_events(request)]
    except Exception as fault:  # the library reads fields as they come
        raise MalformedError from fault
    return [event for event in found if event]


def _event(event: AnymailTrackingEvent) -> Event | None:
    kind = _kind(event)
    letter = _letter(event) if kind else None
    return Event(letter, kind, event.timestamp) if kind and letter else None


def _kind(event: AnymailTrackingEvent) -> str | None:
    if event.event_type == EventType.COMPLAINED:
        return COMPLAINED
    if any(event.esp_event.get(name) == word for name, word in PASSING.items()):
        return None
    if event.event_type == EventType.BOUNCED:
        # What a receiver's policy refuses says nothing of the person.
        return BOUNCED if event.reject_reason in (*GONE, RejectReason.OTHER, None) else None
    return BOUNCED if event.event_type == EventType.REJECTED and event.reject_reason in GONE else None


def _letter(event: AnymailTrackingEvent) -> Marked | None:
    told = event.metadata.get(KEY, "") if isinstance(event.metadata, dict) else ""
    return marked_in(f"{told} {event.message_id or ''}")
