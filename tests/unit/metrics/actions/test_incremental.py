"""Day by day or from scratch: the same numbers, whatever happened in whatever order."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from accounts.actions import add_dimensions, stop_dimension
from accounts.models import Business
from foundation.tenancy.context import acting_for
from letters.purposes import Returned
from metrics.actions import mark_all_stale
from metrics.models import DailyHistogram
from surveys.actions.corrections import erase, restore, set_aside
from surveys.actions.returns import hear_of_invitations
from surveys.models import Answer, Invitation, Survey
from tests.factories.accounts import make_business, make_user
from tests.factories.answers import make_survey
from tests.factories.metrics import catch_up, change, deliver, give, histograms

FIRST = date(2026, 3, 1)
NOW = datetime(2026, 3, 9, tzinfo=UTC)
BRANCHES = ("", "Nord", "Süd")


class Shop:
    """A business to which things happen; each is told by two small numbers."""

    def __init__(self) -> None:
        self.business: Business = make_business()
        self.survey: Survey = make_survey(self.business)
        self.user = make_user()
        self.answers: list[Answer] = []
        self.invitations: list[Invitation] = []

    def give(self, a: int, b: int) -> None:
        self.answers += give(self.business, self.survey, [b % 11], _day(a), _branch(b))

    def deliver(self, a: int, b: int) -> None:
        self.invitations.append(deliver(self.business, self.survey, _day(a), _branch(b)))

    def answer_letter(self, a: int, b: int) -> None:
        unanswered = [row for row in self.invitations if row.id not in {one.invitation_id for one in self.answers}]
        if unanswered:
            asked = unanswered[a % len(unanswered)]
            self.answers += give(self.business, self.survey, [b % 11], _day(b), asked.segments, invitation=asked)

    def change(self, a: int, b: int) -> None:
        if self.answers:
            answer = self.answers[a % len(self.answers)]
            with acting_for(self.business):
                answer.refresh_from_db()
            change(self.business, answer, b % 11)

    def set_aside(self, a: int, b: int) -> None:
        if self.answers:
            answer_id = self.answers[a % len(self.answers)].id
            set_aside(business=self.business, answer_id=answer_id, reason="x", by=self.user.id)

    def restore(self, a: int, b: int) -> None:
        if self.answers:
            restore(business=self.business, answer_id=self.answers[a % len(self.answers)].id, by=self.user.id)

    def erase(self, a: int, b: int) -> None:
        if self.invitations:
            erase(business=self.business, customer_id=self.invitations[a % len(self.invitations)].customer_id)

    def bounce(self, a: int, b: int) -> None:
        """A letter comes back after it was thought delivered, answered or not."""
        if self.invitations:
            kind = ("bounced", "complained")[b % 5 == 0]
            come_back = Returned(self.invitations[a % len(self.invitations)].id, kind, NOW)
            with acting_for(self.business):
                hear_of_invitations(self.business.id, [come_back])

    def add_dimension(self, a: int, b: int) -> None:
        add_dimensions(business=self.business, names=[("branch", "size")[a % 2]])

    def stop_dimension(self, a: int, b: int) -> None:
        stop_dimension(business=self.business, name=("branch", "size")[a % 2], by=self.user.id)

    def catch_up(self, a: int, b: int) -> None:
        catch_up(self.business)


def _day(number: int) -> date:
    return FIRST + timedelta(days=number % 4)  # earlier days too: late imports


def _branch(number: int) -> dict[str, str]:
    name = BRANCHES[number % 3]
    return {"branch": name} if name else {}


EVENTS: dict[str, Callable[[Shop, int, int], None]] = {
    name: getattr(Shop, name)
    for name in (
        "give",
        "deliver",
        "answer_letter",
        "change",
        "set_aside",
        "restore",
        "erase",
        "bounce",
        "add_dimension",
        "stop_dimension",
        "catch_up",
    )
}
small = st.integers(0, 12)


GIVEN = ("give", 0, 1)
ASKED = [("add_dimension", 0, 0), ("deliver", 0, 1), ("catch_up", 0, 0)]


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(sorted(EVENTS)), small, small), min_size=4, max_size=25))
@example([*ASKED, ("erase", 0, 0)])
@example([*ASKED, ("bounce", 0, 1)])
@example([*ASKED, ("answer_letter", 0, 3), ("catch_up", 0, 0), ("bounce", 0, 1)])
@example([*ASKED, ("answer_letter", 0, 3), ("catch_up", 0, 0), ("erase", 0, 0)])
@example([GIVEN, ("catch_up", 0, 0), ("change", 0, 3)])
@example([GIVEN, ("catch_up", 0, 0), ("add_dimension", 0, 0)])
@example([GIVEN, ("catch_up", 0, 0), ("set_aside", 0, 0), ("catch_up", 0, 0), ("change", 0, 3), ("restore", 0, 0)])
def test_incremental_is_from_scratch(events: list[tuple[str, int, int]]) -> None:
    shop = Shop()
    for name, a, b in events:
        EVENTS[name](shop, a, b)
    catch_up(shop.business)
    incremental = histograms(shop.business)
    with acting_for(shop.business):
        DailyHistogram.objects.all().delete()
    mark_all_stale(business=shop.business)
    catch_up(shop.business)
    assert incremental == histograms(shop.business)
