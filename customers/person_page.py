"""What this room knows of a customer, for their page: `dashboards` shows it beside what the rooms above know."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from accounts.entrance import MemberRequest
from accounts.queries import members
from customers import presenting, properties, queries
from customers.models import Customer
from foundation.ledger.queries import history


def known(request: MemberRequest, customer_id: uuid.UUID, *, manages: bool) -> dict[str, Any] | None:
    """Who this is and whether they get letters; for who `manages` customers all that is kept, and what happened.

    None where the business has nobody of this id.
    """
    shown = queries.customer(request.business, customer_id)
    if shown is None:
        return None
    named = properties.labels(shown.properties if manages else ())
    reasons = queries.suppressed(request.business, [shown.email] if shown.email else [])
    return {
        "customer": shown,
        "label": presenting.label(shown.name, shown.email, shown.external_id),
        "language_words": presenting.language(shown.language, request.business.language),
        "stopped": queries.reason_words(reasons[shown.email]) if shown.email in reasons else "",
        "manages": manages,
        "properties": sorted((words, shown.properties[name]) for name, words in named.items()),
        "happened": _happened(request, shown) if manages else [],
    }


def _happened(request: MemberRequest, shown: Customer) -> list[dict[str, Any]]:
    """The ledger's lines about a customer in words, the latest first; one who was imported has none of their own."""
    zone = ZoneInfo(request.business.timezone)
    names = {one.id: one.name or one.email for one in members(request.business)} | {request.user.id: "you"}
    lines = history(business=request.business, subject=shown.id)
    said = []
    for line in lines:
        who = names.get(line.actor, "a former colleague") if line.actor else ""
        said.append((presenting.happened(line.kind, line.data, who), line.at))
    if not any(line.kind == "customer.added" for line in lines):
        said.insert(0, ("Came onto your list", shown.created_at))
    return [{"what": what, "at": presenting.moment(at, zone)} for what, at in reversed(said) if what]
