"""Reading the ledger."""

import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from foundation.ledger.chain import GENESIS, Entry, link
from foundation.ledger.models import LedgerHead, LedgerLine
from foundation.tenancy.context import HasId, acting_for


@dataclass(frozen=True)
class Fault:
    """Where a ledger is not what was sealed."""

    number: int
    what: str


@dataclass(frozen=True)
class Verification:
    """What `verify` found: how many sealed lines, the head's hash in hex, and the faults (none: it holds)."""

    lines: int
    head: str
    faults: list[Fault]


def entry_of(line: LedgerLine) -> Entry:
    """The sealed part of a line."""
    return Entry(line.business_id, line.id, line.kind, line.at, line.actor, line.subject, line.data)


def lines_after(
    *, business: HasId | uuid.UUID, number: int, kinds: Collection[str], limit: int
) -> tuple[list[LedgerLine], int]:
    """The sealed lines of `kinds` after `number`, oldest first, and the number up to which this has looked."""
    window = LedgerLine.objects.filter(number__gt=number, number__lte=number + limit)
    last = window.order_by("-number").values_list("number", flat=True).first()
    return list(window.filter(kind__in=kinds).order_by("number")), number if last is None else last


def history(*, business: HasId | uuid.UUID, subject: uuid.UUID) -> list[LedgerLine]:
    """All that happened to one thing, oldest first."""
    return list(LedgerLine.objects.filter(subject=subject).order_by("id"))


def latest(
    *, business: HasId | uuid.UUID, subjects: Collection[uuid.UUID], kinds: Collection[str]
) -> dict[uuid.UUID, LedgerLine]:
    """The last line of `kinds` about each subject that has one."""
    lines = LedgerLine.objects.filter(subject__in=subjects, kind__in=kinds)
    return {line.subject: line for line in lines.order_by("subject", "-id").distinct("subject")}


def lines_of_kind(
    *, business: HasId | uuid.UUID, kind: str, after: uuid.UUID | None, limit: int
) -> list[tuple[uuid.UUID, uuid.UUID]]:
    """The next `(line, subject)` of a kind after the line `after`, in the order of their ids, sealed or not."""
    lines = LedgerLine.objects.filter(kind=kind, **({"id__gt": after} if after else {}))
    return list(lines.order_by("id").values_list("id", "subject")[:limit])


def happened(*, business: HasId | uuid.UUID, kind: str) -> bool:
    """Whether something of a kind ever happened. Looks through all lines: for businesses that are just beginning."""
    return LedgerLine.objects.filter(kind=kind).exists()


def verify(*, business: HasId | uuid.UUID) -> Verification:
    """Walk the chain from its first line and compare each hash, each number and the head."""
    with acting_for(business):
        faults = []
        expected, current = 0, GENESIS
        for line in _sealed():
            expected += 1
            number = line.number or 0
            if number != expected:
                faults.append(Fault(expected, f"line {expected} is missing: the next one found is {number}"))
                expected = number
            current = link(current, number, entry_of(line))
            if current != bytes(line.hash or b""):
                faults.append(Fault(number, f"line {number} is not what was sealed"))
                current = bytes(line.hash or b"")
        head = LedgerHead.objects.first()
        if head and (head.number, bytes(head.hash)) != (expected, current):
            faults.append(Fault(head.number, f"the ledger ends at line {expected}, but {head.number} were sealed"))
    return Verification(expected, current.hex(), faults)


def _sealed() -> Iterator[LedgerLine]:
    return LedgerLine.objects.exclude(number=None).order_by("number").iterator(chunk_size=1000)
