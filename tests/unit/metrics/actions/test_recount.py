"""Marking days stale, and counting them anew."""

from datetime import UTC, date, datetime
from threading import Event, Thread

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actions import add_dimensions, stop_dimension
from accounts.models import Business
from foundation.agenda.runner import drain
from foundation.tenancy.context import acting_for
from metrics.actions import mark_all_stale, mark_stale, recount
from metrics.models import DailyHistogram, Refresh, StaleDay
from metrics.tasks import APART
from surveys.actions.corrections import erase, restore, set_aside
from tests.factories.accounts import make_business, make_user
from tests.factories.answers import make_survey
from tests.factories.metrics import catch_up, change, deliver, give, histograms
from tests.threads import all_at_once

NOW = datetime(2026, 4, 1, 12, tzinfo=UTC)
DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)


def total(business: Business, kind: str = "nps", day: date = DAY) -> list[int] | None:
    found = {(k, d): counts for (_, k, d, dimension, _), counts in histograms(business).items() if not dimension}
    return found.get((kind, day))


def test_answers_become_a_histogram_of_their_day(business: Business) -> None:
    give(business, make_survey(business), [10, 10, 9, 0], DAY)
    catch_up(business)
    assert total(business) == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]


def test_every_dimension_counts_every_answer(business: Business) -> None:
    survey = make_survey(business)
    add_dimensions(business=business, names=["branch"])
    give(business, survey, [10, 9], DAY, {"branch": "Nord"})
    give(business, survey, [3], DAY)
    catch_up(business)
    by_segment = {segment: sum(counts) for (*_, of, segment), counts in histograms(business).items() if of}
    assert by_segment == {"Nord": 2, "": 1}


def test_a_dimension_that_is_stopped_counts_no_more_and_comes_back_whole(business: Business) -> None:
    survey = make_survey(business)
    add_dimensions(business=business, names=["branch"])
    give(business, survey, [10, 9], DAY, {"branch": "Nord"})
    catch_up(business)
    before = histograms(business)
    stop_dimension(business=business, name="branch", by=None)
    catch_up(business)
    assert {of for *_, of, _ in histograms(business)} == {""}
    add_dimensions(business=business, names=["branch"])
    catch_up(business)
    assert histograms(business) == before


def test_a_letter_counts_on_the_day_it_was_delivered(business: Business) -> None:
    survey = make_survey(business)
    asked = [deliver(business, survey, DAY) for _ in range(3)]
    give(business, survey, [10], NEXT, invitation=asked[0])
    catch_up(business)
    assert total(business, "response") == [2, 1, *[0] * 9]
    assert total(business, "response", NEXT) is None


def test_an_answer_set_aside_counts_no_more_until_it_is_restored(business: Business) -> None:
    (answer,) = give(business, make_survey(business), [10], DAY)
    user = make_user()
    set_aside(business=business, answer_id=answer.id, reason="a test", by=user.id)
    catch_up(business)
    assert histograms(business) == {}
    restore(business=business, answer_id=answer.id, by=user.id)
    catch_up(business)
    assert total(business) == [*[0] * 10, 1]


def test_a_changed_answer_moves_within_its_day(business: Business) -> None:
    (answer,) = give(business, make_survey(business), [10], DAY)
    catch_up(business)
    change(business, answer, 2)
    catch_up(business)
    assert total(business) == [0, 0, 1, *[0] * 8]


def test_erasing_a_customer_keeps_the_totals_and_leaves_the_segments(business: Business) -> None:
    survey = make_survey(business)
    add_dimensions(business=business, names=["branch"])
    asked = deliver(business, survey, DAY, {"branch": "Nord"})
    give(business, survey, [10], DAY, {"branch": "Nord"}, invitation=asked)
    catch_up(business)
    erase(business=business, customer_id=asked.customer_id)
    catch_up(business)
    assert total(business) == [*[0] * 10, 1]
    assert {segment for *_, segment in histograms(business)} == {""}


def test_what_did_not_change_is_not_written(business: Business) -> None:
    survey = make_survey(business)
    give(business, survey, [10], DAY)
    catch_up(business)
    with acting_for(business):
        mark_stale(business=business, days=[(survey.id, DAY)])
        recount(business=business, dimensions=[], now=NOW)
        with connection.cursor() as cursor:
            cursor.execute("SELECT xmin::text = pg_current_xact_id()::xid::text FROM metrics_dailyhistogram")
            assert cursor.fetchall() == [(False,)]


def test_counting_says_when(business: Business) -> None:
    give(business, make_survey(business), [10], DAY)
    catch_up(business, NOW)
    with acting_for(business):
        assert Refresh.objects.get().refreshed_at == NOW


def test_counting_goes_in_slices(business: Business) -> None:
    survey = make_survey(business)
    for day in (1, 2, 3):
        give(business, survey, [10], date(2026, 3, day))
    assert mark_all_stale(business=business) == 3
    assert [recount(business=business, dimensions=[], now=NOW, limit=2) for _ in range(3)] == [2, 1, 0]


def test_from_scratch_removes_what_nothing_stands_behind(business: Business) -> None:
    survey = make_survey(business)
    with acting_for(business):
        DailyHistogram.objects.create(
            business_id=business.id, survey=survey, kind="nps", day=DAY, counts=[1, *[0] * 10]
        )
    mark_all_stale(business=business)
    recount(business=business, dimensions=[], now=NOW)
    assert histograms(business) == {}


def test_marking_a_day_twice_does_no_harm(business: Business) -> None:
    survey = make_survey(business)
    for _ in range(2):
        mark_stale(business=business, days=[(survey.id, DAY), (survey.id, DAY)])
    with acting_for(business):
        assert StaleDay.objects.count() == 1


def test_workers_count_what_the_ledger_tells(business: Business) -> None:
    give(business, make_survey(business), [10, 0], DAY)
    drain()
    assert total(business) == [1, *[0] * 9, 1]


def test_a_quiet_business_is_counted_at_once_and_a_busy_one_in_a_few_seconds(business: Business) -> None:
    survey = make_survey(business)
    give(business, survey, [10], DAY)
    drain()
    give(business, survey, [0], DAY)
    drain()
    assert total(business) == [*[0] * 10, 1]
    drain(until=timezone.now() + APART)
    assert total(business) == [1, *[0] * 9, 1]


def test_another_business_is_left_alone(business: Business, other_business: Business) -> None:
    give(business, make_survey(business), [10], DAY)
    give(other_business, make_survey(other_business), [0], DAY)
    catch_up(business)
    assert total(business) == [*[0] * 10, 1]
    assert histograms(other_business) == {}


@pytest.mark.django_db(transaction=True)
def test_a_day_marked_while_it_is_counted_is_counted_again() -> None:
    business = make_business()
    survey = make_survey(business)
    give(business, survey, [10], DAY)
    mark_all_stale(business=business)
    marking = Event()

    def answer_meanwhile() -> None:
        give(business, survey, [0], DAY)
        marking.set()
        mark_stale(business=business, days=[(survey.id, DAY)])  # waits for the count to commit
        connection.close()

    writer = Thread(target=answer_meanwhile)
    with acting_for(business):
        recount(business=business, dimensions=[], now=NOW)
        writer.start()
        assert marking.wait(10)
    writer.join(10)
    assert recount(business=business, dimensions=[], now=NOW) == 1
    assert total(business) == [1, *[0] * 9, 1]


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_days() -> None:
    business = make_business()
    survey = make_survey(business)
    for day in range(1, 29):
        give(business, survey, [10], date(2026, 2, day))
    mark_all_stale(business=business)
    counted: list[int] = []

    def work(_: int) -> None:
        while days := recount(business=business, dimensions=[], now=NOW, limit=3):
            counted.append(days)

    all_at_once(work, threads=2)
    assert sum(counted) == 28
    assert len(histograms(business)) == 28
