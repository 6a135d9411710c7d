"""Planning rounds, preparing them in slices, calling them off."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actions import add_dimensions, stop_dimension
from accounts.models import Business
from customers.actions import suppress
from foundation.agenda.models import Due
from foundation.agenda.runner import drain
from foundation.ids import uuid7
from foundation.tenancy.context import acting_for
from letters.models import Letter
from surveys.actions.rounds import PREPARE, TooLateError, cancel_round, plan_round, prepare_slice
from surveys.actions.surveys import archive_survey, create_survey
from surveys.localtime import instant_of
from surveys.models import Invitation, Round
from surveys.reasons import NO_ADDRESS, quiet
from tests.factories.accounts import make_business
from tests.factories.customers import make_customer
from tests.factories.rounds import asked_before, invitations, make_round, reload, run_round, states
from tests.smtp_sink import Sink
from tests.threads import all_at_once


def prepare(business: Business, planned: Round, size: int = 500) -> None:
    """All slices of a round, one after another."""
    while prepare_slice(business=business, round_id=planned.id, now=timezone.now(), size=size):
        pass


def test_everybody_gets_one_invitation_with_their_segments(business: Business) -> None:
    business.dimensions = ["shop"]
    business.save()
    for shop in ("Station", "Old Town"):
        make_customer(business, properties={"shop": shop, "note": "regular"})
    planned = make_round(business)
    prepare(business, planned)
    assert [row.segments for row in invitations(business, planned)] == [{"shop": "Station"}, {"shop": "Old Town"}]
    assert states(business, planned) == {"queued": 2}


def test_an_invitation_notes_what_groups_were_compared_by_so_that_they_can_come_back(business: Business) -> None:
    add_dimensions(business=business, names=["shop"])
    stop_dimension(business=business, name="shop", by=None)
    make_customer(business, properties={"shop": "Station", "note": "regular"})
    planned = make_round(business)
    prepare(business, planned)
    assert [row.segments for row in invitations(business, planned)] == [{"shop": "Station"}]


def test_a_segment_is_asked_alone(business: Business) -> None:
    ann = make_customer(business, properties={"shop": "Station"})
    make_customer(business, properties={"shop": "Old Town"})
    planned = make_round(business, audience={"property": "shop", "value": "Station"})
    prepare(business, planned)
    assert [row.customer_id for row in invitations(business, planned)] == [ann.id]


def test_everybody_skipped_is_told_why(business: Business) -> None:
    make_customer(business, email=None, external_id="1")
    for reason in ("stopped", "bounced", "complained", "erased"):
        suppress(business=business, email=str(make_customer(business).email), reason=reason)
    asked_before(business)
    planned = make_round(business)
    prepare(business, planned)
    rows = invitations(business, planned)
    assert {row.state for row in rows} == {"skipped"}
    assert [row.reason for row in rows] == [
        NO_ADDRESS,
        "stopped your letters",
        "the address does not work",
        "reported a letter as spam",
        "asked to be forgotten",
        quiet(90),
    ]
    assert rows[-1].note.startswith("may be asked again from ")
    assert reload(business, planned).state == "sent"


@pytest.mark.parametrize(("days_ago", "state"), [(89, "skipped"), (90, "queued")])
def test_the_quiet_period_ends_on_its_last_day(business: Business, days_ago: int, state: str) -> None:
    noon = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)
    with time_machine.travel(noon, tick=False):
        # At the end of that local day: whole days count, not hours.
        asked_before(business, noon - timedelta(days=days_ago) + timedelta(hours=11))
        planned = make_round(business)
        prepare(business, planned)
    assert states(business, planned) == {state: 1}


@pytest.mark.parametrize(("fate", "state"), [("unknown", "skipped"), ("failed", "queued"), ("cancelled", "queued")])
def test_a_letter_that_may_have_arrived_counts_as_asked(business: Business, fate: str, state: str) -> None:
    asked_before(business, state=fate)
    planned = make_round(business)
    prepare(business, planned)
    assert states(business, planned) == {state: 1}


def test_preparing_goes_on_where_a_killed_worker_stopped(business: Business) -> None:
    for _ in range(7):
        make_customer(business)
    planned = make_round(business)
    with acting_for(business):
        before = transaction.savepoint()
        prepare_slice(business=business, round_id=planned.id, now=timezone.now(), size=3)
        transaction.savepoint_rollback(before)  # as when the process is killed before it commits
    assert states(business) == {}
    prepare_slice(business=business, round_id=planned.id, now=timezone.now(), size=3)
    assert states(business) == {"queued": 3}
    prepare(business, planned, size=3)
    assert states(business) == {"queued": 7}
    with acting_for(business):
        assert Letter.objects.count() == 7


def test_a_slice_looked_at_again_doubles_nobody(business: Business) -> None:
    for _ in range(4):
        make_customer(business)
    planned = make_round(business)
    prepare(business, planned)
    with acting_for(business):
        Round.objects.update(prepared_at=None, prepared_through=None, state="sending")
    prepare(business, planned)
    assert states(business) == {"queued": 4}


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_round_double_nobody() -> None:
    business = make_business()
    for _ in range(40):
        make_customer(business)
    planned = make_round(business)
    all_at_once(lambda _: prepare(business, planned, size=7), threads=3)
    assert states(business) == {"queued": 40}
    assert len({row.customer_id for row in invitations(business)}) == 40


def test_a_round_waits_for_its_local_hour_across_a_change_of_clocks(business: Business, sink: Sink) -> None:
    make_customer(business)
    with time_machine.travel(datetime(2026, 3, 28, 12, tzinfo=UTC), tick=False) as clock:
        starts_at = instant_of(date(2026, 3, 29), time(9), ZoneInfo(business.timezone))
        planned = make_round(business, starts_at=starts_at)
        clock.move_to(datetime(2026, 3, 29, 6, 59, tzinfo=UTC))
        drain()
        assert (sink.recipients(), reload(business, planned).state) == ([], "scheduled")
        clock.move_to(datetime(2026, 3, 29, 7, 0, 1, tzinfo=UTC))
        drain()
        assert (len(sink.recipients()), reload(business, planned).state) == (1, "sent")


def test_no_letter_leaves_within_a_minute(business: Business, sink: Sink) -> None:
    make_customer(business)
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC), tick=False) as clock:
        make_round(business)
        clock.shift(59)
        drain()
        assert (states(business), sink.recipients()) == ({"queued": 1}, [])
        clock.shift(2)
        drain()
    assert len(sink.recipients()) == 1


def test_undone_in_time_nobody_gets_a_letter(business: Business, sink: Sink) -> None:
    make_customer(business)
    planned = make_round(business)
    drain()
    assert cancel_round(business=business, round_id=planned.id) == 1
    with acting_for(business):
        Letter.objects.update(not_before=timezone.now())
    drain()
    assert (sink.recipients(), states(business)) == ([], {"cancelled": 1})
    assert reload(business, planned).state == "cancelled"


def test_a_planned_round_called_off_prepares_nothing(business: Business) -> None:
    make_customer(business)
    planned = make_round(business, starts_at=timezone.now() + timedelta(days=1))
    cancel_round(business=business, round_id=planned.id)
    assert prepare_slice(business=business, round_id=planned.id, now=timezone.now() + timedelta(days=2)) is None
    assert states(business) == {}


def test_a_round_that_is_out_cannot_be_called_off(business: Business, sink: Sink) -> None:
    make_customer(business)
    planned = run_round(business)
    with pytest.raises(TooLateError):
        cancel_round(business=business, round_id=planned.id)


def test_called_off_twice_is_called_off_once(business: Business) -> None:
    planned = make_round(business)
    cancel_round(business=business, round_id=planned.id)
    assert cancel_round(business=business, round_id=planned.id) == 0


def test_pressing_twice_makes_one_round(business: Business) -> None:
    survey, round_id = create_survey(business=business, kind="nps"), uuid7()
    for _ in range(2):
        make_round(business, survey, round_id=round_id)
    with acting_for(business):
        assert Round.objects.count() == 1
    assert Due.objects.filter(kind=PREPARE).count() == 1


def test_a_time_that_is_over_or_far_away_is_refused(business: Business) -> None:
    survey = create_survey(business=business, kind="nps")
    for wrong in (timedelta(minutes=-1), timedelta(days=367)):
        with pytest.raises(ValidationError):
            plan_round(business=business, survey_id=survey.id, audience={}, starts_at=timezone.now() + wrong)


def test_a_survey_that_is_put_away_is_not_sent(business: Business) -> None:
    survey = create_survey(business=business, kind="nps")
    archive_survey(business=business, survey_id=survey.id, archived=True)
    with pytest.raises(ValidationError, match="put away"):
        make_round(business, survey)


def test_another_business_cannot_touch_a_round(business: Business, other_business: Business) -> None:
    planned = make_round(business)
    with pytest.raises(Round.DoesNotExist):
        cancel_round(business=other_business, round_id=planned.id)
    assert prepare_slice(business=other_business, round_id=planned.id, now=timezone.now()) is None
    with acting_for(other_business):
        assert not Invitation.objects.exists()


def test_a_round_to_nobody_is_over_at_once(business: Business) -> None:
    planned = make_round(business)
    prepare(business, planned)
    assert reload(business, planned).state == "sent"
