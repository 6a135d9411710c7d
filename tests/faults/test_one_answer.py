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
from tests.factories.answers import Asked, make_asked, make_survey

THREADS = 50
pytestmark = pytest.mark.django_db(transaction=True)


def press_send(asked: Asked, score_of: Callable[[int], int], threads: int = THREADS) -> list[int]:
    """Send from many threads at once; the statuses of the replies."""
    start = Barrier(threads)

    def press(number: int) -> int:
        try:
            start.wait(30)
            return Client().post(asked.path, {"score": score_of(number), "stamp": f"tab{number}"}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(press, range(threads)))


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


def repeat_in_parallel(business: Business, links: int) -> str:
    """Each of so many answers sent ten times at once. The figures."""
    survey = make_survey(business)
    for number in range(links):
        asked = make_asked(business, survey)
        assert press_send(asked, lambda _, score=number % 11: score, threads=10) == [200] * 10  # type: ignore[misc] # mypy cannot tell the default's type
        answer = asked.answer()
        assert answer is not None
        assert (answer.score, answer.state) == (number % 11, "confirmed")
    assert lines(business) == ["answer.given"] * links
    assert check_answers(business).faults == []
    return f"{links} answers sent ten times at once each: one effect each\n"


def test_an_answer_sent_ten_times_at_once_has_one_effect(business: Business, tell: Callable[[str], None]) -> None:
    tell(repeat_in_parallel(business, 20))


@pytest.mark.slow
def test_a_thousand_answers_sent_ten_times_at_once_have_one_effect_each(
    business: Business, tell: Callable[[str], None]
) -> None:
    tell(repeat_in_parallel(business, 1000))
