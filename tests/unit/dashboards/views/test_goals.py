"""Goals: from where to where, by when?"""

from datetime import date
from html import unescape
from typing import Any

import pytest
from django.test import Client

from accounts.models import Business
from accounts.roles import Role
from foundation.tenancy.context import acting_for
from metrics.queries import Goal, chosen, goals
from tests.factories.customers import make_customer
from tests.factories.metrics import make_goal
from tests.unit.dashboards.conftest import SignIn

TYPED = {"start": "known", "baseline": "24", "target": "40", "due_on": "2027-03-31", "cadence": "monthly"}
GOAL: dict[str, Any] = {"starts_on": date(2026, 6, 1), "due_on": date(2027, 3, 31)}


def send(client: Client, business: Business, place: str = "new/", **typed: str) -> str:
    """The page that follows, as its reader sees it."""
    response = client.post(f"/b/{business.slug}/goals/{place}", {**TYPED, **typed}, follow=True)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def page(client: Client, business: Business, place: str = "") -> str:
    """A page as its reader sees it."""
    response = client.get(f"/b/{business.slug}/goals/{place}")
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def standing(business: Business) -> list[Goal]:
    with acting_for(business):
        return goals(business)


def test_a_target_is_set_and_its_metric_watched(business: Business, sign_in: SignIn) -> None:
    text = send(sign_in(Role.MANAGER), business)
    assert "The target is set." in text
    assert "From 24 to 40 by 31 March." in text
    with acting_for(business):
        assert [measure.key for measure in chosen(business)] == ["nps"]


def test_shares_are_typed_in_per_cent(business: Business, sign_in: SignIn) -> None:
    send(sign_in(Role.OWNER), business, "new/?metric=csat", baseline="71.5", target="80")
    (goal,) = standing(business)
    assert (goal.metric, goal.baseline, goal.target) == ("csat", 0.715, 0.8)


def test_the_first_thirty_answers_can_tell_the_start(business: Business, sign_in: SignIn) -> None:
    text = send(sign_in(Role.OWNER), business, start="first", baseline="")
    assert "Waiting for its start" in text
    assert "The first 30 answers tell where you start: 0 of 30 so far." in text


@pytest.mark.usefixtures("busy")
def test_the_last_ninety_days_can_tell_the_start(business: Business, sign_in: SignIn) -> None:
    send(sign_in(Role.OWNER), business, start="last", baseline="", target="50")
    (goal,) = standing(business)
    assert (round(goal.baseline or 0), goal.baseline_n) == (36, 118)


@pytest.mark.usefixtures("busy")
def test_a_target_can_be_for_one_segment(business: Business, sign_in: SignIn) -> None:
    make_customer(business, properties={"branch": "Kiosk"})
    assert "Recommend us, Kiosk" in send(sign_in(Role.OWNER), business, segment="branch:Kiosk")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"target": ""}, "Say where to"),
        ({"target": "many"}, "Where to: write a number"),
        ({"target": "20"}, "Higher is better here: choose a target above where you start, 24."),
        ({"target": "400"}, "Choose a value from −100 to 100."),
        ({"due_on": ""}, "Say by when"),
        ({"due_on": "2020-01-01"}, "Choose a date after the start"),
        ({"baseline": ""}, "Say the score of today, or take it from your answers"),
        ({"start": "last"}, "There are no answers from"),
        ({"cadence": ""}, "Say how often we look"),
    ],
)
def test_what_is_wrong_is_named_at_its_field_and_nothing_is_set(
    business: Business, sign_in: SignIn, typed: dict[str, str], words: str
) -> None:
    text = send(sign_in(Role.OWNER), business, **typed)
    assert text.count(words) == 2  # in the summary and at the field
    assert "<title> Error:" in text
    assert standing(business) == []


def test_fifty_answers_cannot_show_little(business: Business, sign_in: SignIn) -> None:
    text = page(sign_in(Role.OWNER), business, "new/")
    assert "50 answers cannot show changes under about 20 points." in text


def test_a_changed_target_keeps_where_its_way_began(business: Business, sign_in: SignIn) -> None:
    goal = make_goal(business, **GOAL)
    client = sign_in(Role.OWNER)
    assert 'value="24' in page(client, business, f"{goal.id}/")
    send(client, business, f"{goal.id}/", target="45")
    (new,) = standing(business)
    assert (new.target, new.starts_on) == (45, date(2026, 6, 1))
    assert "Targets that ended" in page(client, business)


@pytest.mark.parametrize(
    ("metric", "typed"),
    [
        ("nps", {"baseline": "24", "target": "26"}),
        ("nps", {"baseline": "-3.5", "target": "0"}),
        ("csat", {"baseline": "7", "target": "71.25"}),
        ("ces", {"baseline": "3.4", "target": "3"}),
    ],
)
def test_a_number_stands_in_its_field_as_it_was_typed(
    business: Business, sign_in: SignIn, metric: str, typed: dict[str, str]
) -> None:
    client = sign_in(Role.OWNER)
    send(client, business, f"new/?metric={metric}", **typed)
    (goal,) = standing(business)
    form = client.get(f"/b/{business.slug}/goals/{goal.id}/").context["form"]
    assert {name: str(form[name].value()) for name in typed} == typed


@pytest.mark.usefixtures("busy")
def test_a_measured_start_is_shown_rounded_and_kept_as_it_was_measured(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    send(client, business, start="last", baseline="", target="50")
    (goal,) = standing(business)
    form = client.get(f"/b/{business.slug}/goals/{goal.id}/").context["form"]
    assert form["baseline"].value() == 36
    send(client, business, f"{goal.id}/", baseline="36", target="55")
    (changed,) = standing(business)
    assert changed.target == 55
    for name in ("baseline", "baseline_n", "baseline_low", "baseline_high", "baseline_from", "baseline_to"):
        assert getattr(changed, name) == getattr(goal, name)


@pytest.mark.usefixtures("busy")
def test_a_start_that_is_typed_anew_is_measured_no_longer(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    send(client, business, start="last", baseline="", target="50")
    (goal,) = standing(business)
    send(client, business, f"{goal.id}/", baseline="37", target="55")
    (changed,) = standing(business)
    assert (changed.baseline, changed.baseline_n) == (37, None)


def test_a_target_can_be_ended(business: Business, sign_in: SignIn) -> None:
    goal = make_goal(business, **GOAL)
    client = sign_in(Role.OWNER)
    assert "The target stands no longer." in send(client, business, f"{goal.id}/end/")
    assert standing(business) == []
    assert client.get(f"/b/{business.slug}/goals/{goal.id}/").status_code == 404


def test_three_metrics_can_be_chosen_and_a_fourth_is_refused_with_its_reason(
    business: Business, sign_in: SignIn
) -> None:
    client, address = sign_in(Role.OWNER), f"/b/{business.slug}/goals/metrics/"
    client.post(address, {"metrics": ["nps", "csat", "ces"]})
    response = client.post(address, {"metrics": ["nps", "csat", "ces", "ces2"]})
    assert "Three metrics at most" in response.content.decode()
    with acting_for(business):
        assert [measure.key for measure in chosen(business)] == ["nps", "csat", "ces"]


def test_two_metrics_are_proposed(business: Business, sign_in: SignIn) -> None:
    assert page(sign_in(Role.OWNER), business, "metrics/").count("checked") == 2


@pytest.mark.parametrize("role", [Role.STAFF, Role.VIEWER])
def test_who_may_not_set_targets_sees_them_all_the_same(business: Business, sign_in: SignIn, role: Role) -> None:
    goal = make_goal(business, **GOAL)
    client = sign_in(role)
    text = page(client, business)
    assert "Recommend us" in text
    assert "Set a target" not in text
    for place in ("new/", "metrics/", f"{goal.id}/", f"{goal.id}/end/"):
        assert client.post(f"/b/{business.slug}/goals/{place}", TYPED).status_code == 403


def test_another_business_s_target_is_not_there(business: Business, other_business: Business, sign_in: SignIn) -> None:
    goal = make_goal(other_business, **GOAL)
    client = sign_in(Role.OWNER)
    assert client.get(f"/b/{business.slug}/goals/{goal.id}/").status_code == 404
    assert client.post(f"/b/{business.slug}/goals/{goal.id}/end/").status_code == 404
    assert len(standing(other_business)) == 1


def test_without_a_target_the_page_says_what_one_is_for(business: Business, sign_in: SignIn) -> None:
    assert "No target yet" in page(sign_in(Role.OWNER), business)
