"""Reading customers. Every function is called inside `acting_for(business)`."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from customers.checks import normal_email, tidy
from customers.fingerprints import address_hash
from customers.models import Customer, Import, ImportFault, Suppression, SuppressionReason
from foundation.tenancy.context import HasId, business_id_of, run_for

Whose = HasId | uuid.UUID
NEWEST = 50_000
MOST_KINDS = 200
MOST_HELD = 500_000  # values that are counted: ten properties of each of the newest, or more of fewer customers
# Values that one customer alone has are counted and not brought: they would take as long again to sort.
KINDS = """
WITH newest AS (
    SELECT properties FROM customers_customer
    WHERE business_id = %(business)s AND erased_at IS NULL ORDER BY id DESC LIMIT %(among)s
), each AS (SELECT key, value FROM newest, jsonb_each_text(properties) LIMIT %(held)s),
held AS (SELECT key, value, count(*) AS n FROM each GROUP BY key, value)
SELECT key, count(*), sum(n)::int, (array_agg(value ORDER BY n DESC, value) FILTER (WHERE n > 1))[1:3]
FROM held WHERE value <> '' GROUP BY key ORDER BY sum(n) DESC, key LIMIT %(limit)s
"""


@dataclass(frozen=True)
class Person:
    """A customer as other rooms see them; `email` is None where unknown, `properties` are texts by name."""

    id: uuid.UUID
    email: str | None
    name: str
    language: str
    phone: str
    properties: dict[str, str]

    @property
    def label(self) -> str:
        """What a page calls them."""
        return self.name or self.email or "a customer"


@dataclass(frozen=True, slots=True)
class Kind:
    """A property that customers have: how many different values, how many customers, and its most shared values."""

    name: str
    values: int
    customers: int
    examples: list[str]


def person(business: Whose, customer_id: uuid.UUID) -> Person | None:
    """One customer, or None: unknown, or another business's."""
    return people(business, [customer_id]).get(customer_id)


def people(business: Whose, ids: Collection[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """The customers of many ids; unknown ones are missing. One query."""
    return {row.id: _person(row) for row in _rows(business).filter(id__in=ids)}


def audience(
    business: Whose, audience: Mapping[str, str], after: uuid.UUID | None = None, limit: int = 1000
) -> list[Person]:
    """The next `limit` customers, by id: `{}` everybody, or `{"property": name, "value": value}`.

    Those without an address and suppressed ones are among them, so that the sender can name the reason for skipping.
    """
    rows = _audience(business, audience)
    if after is not None:
        rows = rows.filter(id__gt=after)
    return [_person(row) for row in rows.order_by("id")[:limit]]


def audience_size(business: Whose, audience: Mapping[str, str]) -> int:
    """How many customers `audience` goes through."""
    return _audience(business, audience).count()


def suppressed(business: Whose, emails: Collection[str]) -> dict[str, str]:
    """Why addresses get no letters: `{address as given: reason}`, those that do get them left out. One query."""
    business_id = business_id_of(business)
    by_hash = {address_hash(business_id, email): email for email in emails if email}
    found = Suppression.objects.filter(business_id=business_id, address_hash__in=list(by_hash))
    return {by_hash[row.address_hash]: row.reason for row in found}


def reason_words(reason: str) -> str:
    """A reason of `suppressed` as a page says it: "stopped your letters"."""
    return str(SuppressionReason(reason).label)


def segment_values(business: Whose, dimension: str, limit: int = 50) -> list[tuple[str, int]]:
    """The values of a property and how many customers have each, the most frequent first."""
    value = KeyTextTransform(dimension, "properties")
    rows = _rows(business).filter(erased_at=None).annotate(value=value).filter(value__isnull=False)
    counted = rows.values("value").annotate(n=Count("id")).order_by("-n", "value")[:limit]
    return [(row["value"], row["n"]) for row in counted]


def segment_names(business: Whose, dimension: str, *, limit: int = 50, among: int = NEWEST) -> list[str]:
    """The values to choose from, the most frequent first, as the newest `among` customers have them.

    It takes as long for ten million customers as for these.
    """
    value, alive = KeyTextTransform(dimension, "properties"), _rows(business).filter(erased_at=None)
    older = alive.order_by("-id").values_list("id", flat=True)[among : among + 1].first()
    newest = alive.filter(id__gt=older) if older else alive
    counted = newest.annotate(value=value).filter(value__isnull=False).values("value").annotate(n=Count("id"))
    return list(counted.order_by("-n", "value").values_list("value", flat=True)[:limit])


def kinds(business: Whose, *, among: int = NEWEST, most: int = MOST_HELD) -> list[Kind]:
    """The properties that the newest `among` customers have, those of most customers first; MOST_KINDS at most.

    It takes as long for ten million customers as for these; with more than `most` values among fewer of them.
    """
    values = {"business": business_id_of(business), "among": among, "held": most, "limit": MOST_KINDS}
    return [Kind(name, n, held, shared or []) for name, n, held, shared in run_for(business, KINDS, values)]


def match(business: Whose, rows: Sequence[tuple[str | None, str | None]]) -> list[uuid.UUID | None]:
    """The customer of each `(email, external_id)`, the number before the address; None: nobody. One query."""
    wanted = [(normal_email(email or ""), (external_id or "").strip()) for email, external_id in rows]
    emails, numbers = {email for email, _ in wanted if email}, {number for _, number in wanted if number}
    found = _rows(business).filter(Q(email__in=emails) | Q(external_id__in=numbers))
    known = list(found.values_list("id", "email", "external_id"))
    by_email = {email: customer_id for customer_id, email, _ in known if email}
    by_number = {number: customer_id for customer_id, _, number in known if number}
    return [by_number.get(number) or by_email.get(email) for email, number in wanted]


def count(business: Whose) -> int:
    """How many customers a business has, the erased left out."""
    return _rows(business).filter(erased_at=None).count()


def count_up_to(business: Whose, most: int) -> int:
    """The same, but no more than `most` are counted."""
    return _rows(business).filter(erased_at=None)[:most].count()


def one_import(business: Whose, import_id: uuid.UUID) -> Import | None:
    """One import, or None: unknown, or another business's."""
    return Import.objects.filter(business_id=business_id_of(business), id=import_id).first()


def latest_imports(business: Whose, limit: int = 5) -> list[Import]:
    """The latest imports of customers, drafts and those under way too."""
    rows = Import.objects.filter(business_id=business_id_of(business), kind="customers")
    return list(rows.order_by("-created_at")[:limit])


def faults(business: Whose, import_id: uuid.UUID) -> list[ImportFault]:
    """The broken rows of an import that were kept, in the file's order."""
    rows = ImportFault.objects.filter(business_id=business_id_of(business), of_id=import_id)
    return list(rows.order_by("row"))


def customer(business: Whose, customer_id: uuid.UUID) -> Customer | None:
    """All that is known of one customer; None: unknown, another business's, or erased."""
    return _rows(business).filter(id=customer_id, erased_at=None).first()


def search(
    business: Whose, words: str, segment: Mapping[str, str], after: uuid.UUID | None = None, limit: int = 25
) -> list[Customer]:
    """The next `limit` customers of a segment (as of `audience`) whom `words` find, the newest first.

    `words` stand anywhere in the name, or begin the address or the number; empty ones find everybody.
    """
    rows = _found(business, words, segment)
    if after is not None:
        rows = rows.filter(id__lt=after)
    return list(rows.order_by("-id")[:limit])


def count_found(business: Whose, words: str, segment: Mapping[str, str]) -> int:
    """How many customers `search` goes through."""
    return _found(business, words, segment).count()


def _found(business: Whose, words: str, segment: Mapping[str, str]) -> QuerySet[Customer]:
    rows, text = _audience(business, segment), tidy(words)
    if text:
        begins = Q(email__startswith=normal_email(text)) | Q(external_id__istartswith=text)
        rows = rows.filter(begins | Q(name__icontains=text))
    return rows


def _rows(business: Whose) -> QuerySet[Customer]:
    return Customer.objects.filter(business_id=business_id_of(business))


def _audience(business: Whose, audience: Mapping[str, str]) -> QuerySet[Customer]:
    rows = _rows(business).filter(erased_at=None)
    if audience:
        wanted: dict[str, Any] = {audience["property"]: audience["value"]}
        rows = rows.filter(properties__contains=wanted)
    return rows


def _person(row: Customer) -> Person:
    return Person(row.id, row.email, row.name, row.language, row.phone, row.properties)
