"""One link, one answer, however many press Send at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client

from accounts.models import Business
from foundation.agenda.models import Due
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.models import Answer
from surveys.queries.verification import check_answers
from tests.factories.answers import Asked, make_asked

THREADS = 50
pytestmark = pytest.mark.django_db(transaction=True)


def press_send(asked: Asked, score_of: Callable[[int], int]) -> list[int]:
    """Send from 50 threads at once; the statuses of the replies."""
    start = Barrier(THREADS)

    def press(number: int) -> int:
        try:
            start.wait(30)
            return Client().post(asked.path, {"score": score_of(number), "stamp": f"tab{number}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(press, range(THREADS)))


def lines(business: Business) -> list[str]:
    with acting_for(business):
        return list(LedgerLine.objects.order_by("id").values_list("kind", flat=True))


def test_fifty_threads_on_one_link_make_one_answer(business: Business) -> None:
    asked = make_asked(business)
    assert press_send(asked, lambda number: 9) == [200] * THREADS
    with acting_for(business):
        assert Answer.objects.count() == 1
    assert lines(business) == ["answer.given"]
    assert Due.objects.filter(kind="ledger.seal").count() == 1


def test_a_burst_from_fifty_threads_is_seen_as_one(business: Business) -> None:
    asked = make_asked(business)
    assert press_send(asked, lambda number: number % 11) == [200] * THREADS
    answer = asked.answer()
    assert answer is not None
    assert answer.state == "set_aside"
    assert len(asked.reload().evidence) == 40
    assert check_answers(business).faults == []
