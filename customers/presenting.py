"""Customers in words: what to call them, how many were found, what happened to them. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from customers.checks import LABELS
from foundation import writing
from foundation.languages import LANGUAGES, first_spoken, spoken


def label(name: str, email: str | None, external_id: str | None) -> str:
    """What a page calls a customer: the name, else the address, else the number."""
    return name or email or external_id or "A customer"


def found(count: int, *, is_filtered: bool) -> str:
    """ "1,204 customers", "1 customer fits"."""
    customers = f"{writing.count(count)} customer{'' if count == 1 else 's'}"
    return f"{customers} {'fits' if count == 1 else 'fit'}" if is_filtered else customers


def day(at: datetime, zone: ZoneInfo) -> str:
    """ "3 March 2026", where the business is."""
    return writing.full_day(at.astimezone(zone))


def moment(at: datetime, zone: ZoneInfo) -> str:
    """ "3 March 2026, 14:05", where the business is."""
    return f"{day(at, zone)}, {writing.clock(at.astimezone(zone))}"


def language(code: str, default: str) -> str:
    """A customer's language and, where no letters are written in it, the one that they are written to in."""
    if found := spoken(code):
        return LANGUAGES[found].name
    return f"{code}; letters come in {LANGUAGES[first_spoken(default)].name}" if code else ""


def happened(kind: str, data: Mapping[str, Any], who: str) -> str:
    """A ledger line about a customer as a sentence: "Mia changed the e-mail and the phone"; "" for another kind."""
    author = who or "Trustapp"
    author = author[0].upper() + author[1:]
    if kind == "customer.added":
        return f"{author} added them"
    if kind == "customer.changed":
        return f"{author} changed {joined([_named(field) for field in data.get('fields', [])]) or 'something'}"
    return ""


def _named(field: str) -> str:
    return f"the {LABELS.get(field, field).lower()}"


def joined(words: Sequence[str]) -> str:
    """ "shop, town and size"; nothing for none."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
