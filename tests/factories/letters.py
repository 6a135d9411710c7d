"""A purpose that exists in tests only, and letters of it."""

import uuid
from collections.abc import Sequence

from accounts.models import Business
from foundation.tenancy.context import acting_for
from letters.actions import queue
from letters.models import Letter
from letters.purposes import Held, Mail, Outcome, Written, register

PURPOSE = "test"


def address(subject: uuid.UUID) -> str:
    """Where the letter about a subject goes."""
    return f"{subject.hex}@example.com"


class Writer:
    """Writes a short letter about each subject, and remembers what it was asked and told."""

    def __init__(self) -> None:
        self.asked: list[uuid.UUID] = []
        self.told: list[Outcome] = []
        self.instead: dict[uuid.UUID, Mail | Held] = {}

    def write(self, business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> Written:
        """One letter each."""
        self.asked += subjects
        usual = {one: Mail(address(one), "How was it?", "Hello", "<p>Hello</p>") for one in subjects}
        return usual | {one: self.instead[one] for one in subjects if one in self.instead}

    def settled(self, business_id: uuid.UUID, outcomes: Sequence[Outcome]) -> None:
        """Remember."""
        self.told += outcomes

    def outcome(self, subject: uuid.UUID) -> tuple[str, str]:
        """The state and reason that were told; each subject is told once."""
        (one,) = [outcome for outcome in self.told if outcome.subject == subject]
        return one.state, one.reason


def register_test_purpose() -> Writer:
    """Make the purpose known."""
    writer = Writer()
    register(PURPOSE, writer.write, writer.settled)
    return writer


def queue_letters(business: Business, n: int) -> list[uuid.UUID]:
    """Queue letters about `n` made-up subjects, in the order they will be sent."""
    queue(business=business, purpose=PURPOSE, subjects=[uuid.uuid4() for _ in range(n)])
    with acting_for(business):
        return list(Letter.objects.order_by("not_before", "id").values_list("subject", flat=True))[-n:]
