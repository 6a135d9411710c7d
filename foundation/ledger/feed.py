"""Consumers: who hears of what happened."""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass

from foundation.ledger.actions import advance, lock_cursor
from foundation.ledger.models import LedgerLine
from foundation.ledger.queries import lines_after
from foundation.tenancy.context import acting_for

Listener = Callable[[uuid.UUID, list[LedgerLine]], None]


@dataclass(frozen=True)
class Consumer:
    """A name, the kinds of line it hears of, and what it does with a batch of them, at least once each."""

    name: str
    kinds: frozenset[str]
    hear: Listener


consumers: dict[str, Consumer] = {}


def consumes(name: str, kinds: Collection[str]) -> Callable[[Listener], Listener]:
    """Register a function of `(business_id, lines)`; it runs inside `acting_for`, and must be idempotent."""

    def register(hear: Listener) -> Listener:
        consumers[name] = Consumer(name, frozenset(kinds), hear)
        return hear

    return register


def feed(business_id: uuid.UUID, name: str, batch: int = 500) -> bool:
    """Let one consumer hear the next batch; whether there may be more.

    What it writes and its cursor commit together.
    """
    consumer = consumers[name]
    with acting_for(business_id):
        number = lock_cursor(business=business_id, consumer=name)
        lines, reached = lines_after(business=business_id, number=number, kinds=consumer.kinds, limit=batch)
        if lines:
            consumer.hear(business_id, lines)
        if reached > number:
            advance(business=business_id, consumer=name, number=reached)
    return reached == number + batch
