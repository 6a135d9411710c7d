"""What is changed: kept, begun, told of, looked back on."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Business, User
from accounts.roles import Role
from followup import queries
from followup.actions.improvements import (
    LOOK,
    REVIEW,
    add_improvement,
    change_improvement,
    drop_improvement,
    look,
    looks_at,
    review_improvement,
)
from foundation.agenda.models import Due
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.models import Letter
from tests.factories.accounts import make_member
from tests.factories.answers import make_survey
from tests.factories.followup import make_case, make_improvement

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
TODAY = date(2026, 3, 2)
TYPED: dict[str, Any] = {"title": "Second till", "kind": "nps", "starts_on": TODAY, "review_on": date(2026, 5, 1)}


@pytest.fixture
def me(business: Business) -> User:
    """An owner."""
    return make_member(business, Role.OWNER)


def add(business: Business, me: User, **values: Any) -> uuid.UUID:
    return add_improvement(**{"business": business, "by": me.id, "now": NOW, **TYPED, **values})


def kept(business: Business, improvement_id: uuid.UUID) -> queries.ImprovementView:
    found = queries.improvement(business, improvement_id)
    assert found
    return found


def lines(business: Business) -> list[str]:
    with acting_for(business):
        return list(LedgerLine.objects.order_by("id").values_list("kind", flat=True))


def letters(business: Business) -> list[uuid.UUID]:
    with acting_for(business):
        return list(Letter.objects.filter(purpose=REVIEW).values_list("subject", flat=True))


def test_what_begins_today_runs_at_once_and_is_looked_after(business: Business, me: User) -> None:
    one = kept(business, add(business, me, title="  Second   till "))
    assert (one.title, one.state, one.owner) == ("Second till", "started", me.id)
    due = Due.objects.get(kind=LOOK)
    assert (due.key, due.due_at) == (str(one.id), datetime(2026, 5, 1, 6, tzinfo=UTC))  # 08:00 in Berlin
    assert lines(business) == ["improvement.added"]


def test_what_begins_later_is_planned_until_its_day(business: Business, me: User) -> None:
    made = add(business, me, starts_on=date(2026, 3, 9))
    assert kept(business, made).state == "planned"
    monday = looks_at(date(2026, 3, 9), business)
    assert look(business=business, improvement_id=made, now=NOW) == monday
    assert look(business=business, improvement_id=made, now=monday) == looks_at(date(2026, 5, 1), business)
    assert kept(business, made).state == "started"
    assert lines(business) == ["improvement.added", "improvement.started"]


def test_the_same_page_sent_twice_is_one_improvement(business: Business, me: User) -> None:
    entry = uuid.uuid4()
    assert {add(business, me, improvement_id=entry) for _ in range(2)} == {entry}
    assert len(queries.improvements(business)) == 1
    assert lines(business) == ["improvement.added"]


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("title", {"title": "  "}),
        ("title", {"title": "x" * 81}),
        ("change", {"change": "x" * 2001}),
        ("cause", {"cause": "x" * 81}),
        ("moves", {"kind": "mood"}),
        ("moves", {"survey_id": uuid.uuid4()}),
        ("segment", {"segment": ("branch", "Kiosk")}),
        ("owner", {"owner": uuid.uuid4()}),
        ("starts_on", {"starts_on": date(2020, 1, 1)}),
        ("review_on", {"review_on": TODAY}),
        ("review_on", {"review_on": date(2030, 1, 1)}),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    business: Business, me: User, field: str, values: dict[str, Any]
) -> None:
    with pytest.raises(ValidationError) as fault:
        add(business, me, **values)
    assert list(fault.value.message_dict) == [field]
    assert queries.improvements(business) == []


def test_a_survey_of_another_kind_cannot_be_moved(business: Business, me: User) -> None:
    with pytest.raises(ValidationError) as fault:
        add(business, me, survey_id=make_survey(business, "csat").id)
    assert list(fault.value.message_dict) == ["moves"]


def test_the_owner_is_asked_once_on_the_day(business: Business, me: User) -> None:
    made = add(business, me)
    day = looks_at(date(2026, 5, 1), business)
    for _ in range(2):
        assert look(business=business, improvement_id=made, now=day) is None
    assert letters(business) == [kept(business, made).told]
    assert lines(business) == ["improvement.added", "improvement.due"]
    assert kept(business, made).is_due(date(2026, 5, 1))


def test_another_day_is_told_anew(business: Business, me: User) -> None:
    made = add(business, me)
    look(business=business, improvement_id=made, now=looks_at(date(2026, 5, 1), business))
    later = {**TYPED, "review_on": date(2026, 6, 1)}
    change_improvement(business=business, improvement_id=made, by=me.id, now=NOW + timedelta(days=60), **later)
    assert look(business=business, improvement_id=made, now=looks_at(date(2026, 5, 2), business)) is not None
    look(business=business, improvement_id=made, now=looks_at(date(2026, 6, 1), business))
    assert len(letters(business)) == 2


def test_looking_back_keeps_what_was_found_and_said(business: Business, me: User) -> None:
    made = add(business, me)
    for _ in range(2):
        review_improvement(
            business=business, improvement_id=made, found="better", outcome=" We keep it. ", by=me.id, now=NOW
        )
    one = kept(business, made)
    assert (one.state, one.found, one.outcome, one.settled_on) == ("reviewed", "better", "We keep it.", TODAY)
    assert lines(business) == ["improvement.added", "improvement.reviewed"]
    assert look(business=business, improvement_id=made, now=looks_at(date(2026, 5, 1), business)) is None
    assert letters(business) == []


def test_looking_back_needs_words(business: Business, me: User) -> None:
    made = add(business, me)
    for outcome in ("  ", "x" * 2001):
        with pytest.raises(ValidationError) as fault:
            review_improvement(business=business, improvement_id=made, found="better", outcome=outcome, by=me.id)
        assert list(fault.value.message_dict) == ["outcome"]


def test_what_has_not_begun_cannot_be_looked_back_on(business: Business, me: User) -> None:
    made = add(business, me, starts_on=date(2026, 3, 9))
    with pytest.raises(ValidationError, match="not begun yet"):
        review_improvement(business=business, improvement_id=made, found="better", outcome="Good.", by=me.id)


def test_what_is_given_up_stays_so(business: Business, me: User) -> None:
    made = add(business, me)
    for _ in range(2):
        drop_improvement(business=business, improvement_id=made, by=me.id, now=NOW)
    assert kept(business, made).state == "dropped"
    assert lines(business) == ["improvement.added", "improvement.dropped"]
    with pytest.raises(ValidationError, match="given up already"):
        change_improvement(business=business, improvement_id=made, by=me.id, **TYPED)


def test_charts_mark_what_began_and_was_not_given_up(business: Business) -> None:
    running, done = make_improvement(business), make_improvement(business, state="reviewed", found="better")
    for state in ("planned", "dropped"):
        make_improvement(business, state=state)
    make_improvement(business, kind="csat")
    assert {mark.id for mark in queries.marks(business, "nps")} == {running.id, done.id}


def test_home_sees_cases_and_improvements_at_one_glance(business: Business, other_business: Business) -> None:
    assert queries.glance(business) == queries.Glance(0, None, False, [])
    case, one = make_case(business), make_improvement(business)
    make_improvement(business, state="reviewed", starts_on=date(2026, 4, 1))
    make_improvement(other_business)
    seen = queries.glance(business)
    assert (seen.waiting, seen.first_due) == queries.waiting(business) == (1, case.due_at)
    assert seen.is_open
    assert [mark.review_on for mark in seen.marks] == [one.review_on, None]


def test_an_answered_case_is_open_and_waits_for_nobody_here(business: Business) -> None:
    make_case(business, first_reply_at=NOW)
    assert queries.glance(business) == queries.Glance(0, None, True, [])


def closed(business: Business, *causes: str) -> None:
    for cause in causes:
        make_case(business, state="closed", closed_at=NOW - timedelta(days=9), cause=cause)


def test_the_commonest_trouble_is_suggested(business: Business) -> None:
    closed(business, "Price", "Waiting time", "Waiting time", "Other", "Other", "Other")
    found = queries.suggestion(business, NOW)
    assert found
    assert (found.cause, found.n, found.of) == ("Waiting time", 2, 6)


def test_a_trouble_that_somebody_works_on_is_not_suggested(business: Business) -> None:
    closed(business, "Waiting time", "Waiting time", "Price")
    make_improvement(business, cause="Waiting time")
    assert queries.suggestion(business, NOW) is None


def test_old_troubles_are_not_suggested(business: Business) -> None:
    closed(business, "Price", "Price")
    assert queries.suggestion(business, NOW + timedelta(days=90)) is None
