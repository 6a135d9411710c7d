"""Queueing, cancelling and counting letters."""

import uuid
from datetime import UTC, datetime

from accounts.models import Business
from foundation.agenda.models import Due
from letters.actions import cancel, queue
from letters.queries import counts

ROUND = uuid.UUID(int=7)


def subjects(n: int) -> list[uuid.UUID]:
    return [uuid.uuid4() for _ in range(n)]


def test_a_bundle_is_queued_and_counted(business: Business) -> None:
    assert queue(business=business, purpose="test", subjects=subjects(3), bundle=ROUND) == 3
    assert counts(business=business, bundle=ROUND)["queued"] == 3


def test_nobody_gets_a_second_letter_about_the_same(business: Business) -> None:
    twice = subjects(2)
    queue(business=business, purpose="test", subjects=twice)
    assert queue(business=business, purpose="test", subjects=[*twice, *subjects(1)]) == 1


def test_letters_for_later_put_themselves_on_the_agenda_for_later(business: Business) -> None:
    later = datetime(2030, 1, 1, tzinfo=UTC)
    queue(business=business, purpose="test", subjects=subjects(1), not_before=later)
    due = Due.objects.get()
    assert (due.kind, due.key, due.due_at) == ("letters.send", "test", later)


def test_nothing_queued_puts_nothing_on_the_agenda(business: Business) -> None:
    assert queue(business=business, purpose="test", subjects=[]) == 0
    assert not Due.objects.exists()


def test_cancelling_a_bundle_says_whose_letters_will_not_go_out(business: Business) -> None:
    people = subjects(2)
    queue(business=business, purpose="test", subjects=people, bundle=ROUND)
    queue(business=business, purpose="test", subjects=subjects(1), bundle=uuid.UUID(int=8))
    assert set(cancel(business=business, bundle=ROUND)) == set(people)
    assert cancel(business=business, bundle=ROUND) == []


def test_another_business_counts_none_of_them(business: Business, other_business: Business) -> None:
    queue(business=business, purpose="test", subjects=subjects(1), bundle=ROUND)
    assert sum(counts(business=other_business, bundle=ROUND).values()) == 0
