"""Improvements: what are we changing?"""

import json
import uuid
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Business
from accounts.roles import Role
from followup.models import Improvement
from followup.queries import ImprovementView, improvement, improvements
from foundation.tenancy.context import acting_for
from metrics.measures import measure_of
from metrics.models import ChosenMetric
from metrics.wording import moved, number, reach
from surveys.models import Survey
from tests.factories.answers import make_survey
from tests.factories.figures import NOW, TODAY
from tests.factories.followup import make_answer, make_case, make_improvement
from tests.factories.metrics import catch_up, give, make_goal
from tests.unit.dashboards.conftest import SignIn

TYPED = {
    "title": "Second till at noon",
    "change": "Two at the till.",
    "cause": "Waiting time",
    "moves": "nps",
    "starts_on": "2026-11-18",
    "review_on": "2027-01-13",
}
BEGAN: dict[str, Any] = {"starts_on": date(2026, 10, 21), "review_on": date(2026, 11, 18)}


def page(client: Client, business: Business, place: str = "improvements/") -> str:
    """A page as its reader sees it."""
    response = client.get(f"/b/{business.slug}/{place}")
    assert response.status_code == 200
    return read(response)


def read(response: Any) -> str:
    return " ".join(unescape(response.content.decode()).split())


def send(client: Client, business: Business, place: str = "improvements/new/", **typed: Any) -> str:
    """The page that follows."""
    response = client.post(f"/b/{business.slug}/{place}", typed, follow=True)
    assert response.status_code in (200, 422)
    return read(response)


def me(client: Client) -> str:
    return str(client.session["_auth_user_id"])


def new(client: Client, business: Business, **typed: Any) -> str:
    return send(client, business, **{**TYPED, "entry": str(uuid.uuid4()), "owner": me(client), **typed})


def only(business: Business) -> ImprovementView:
    (one,) = improvements(business)
    return one


def closed_cases(business: Business, *causes: str) -> list[Any]:
    return [
        make_case(
            business,
            make_answer(business, given_at=NOW - timedelta(days=3), comment=f"About {cause}."),
            state="closed",
            closed_at=NOW - timedelta(days=2),
            cause=cause,
        )
        for cause in causes
    ]


@pytest.fixture
def moved_up(business: Business, survey: Survey) -> None:
    """From 25 to 50 in four weeks."""
    give(business, survey, [9] * 25 + [3] * 15, date(2026, 10, 1), {"branch": "Kiosk"})
    give(business, survey, [9] * 30 + [3] * 10, date(2026, 11, 1), {"branch": "Kiosk"})
    catch_up(business, NOW)


def test_without_one_the_page_says_what_one_is_for(business: Business, sign_in: SignIn) -> None:
    text = page(sign_in(Role.OWNER), business)
    assert "What are we changing?" in text
    assert "Nothing is being changed yet" in text
    assert text.count("button primary") == 1


def test_one_is_added_and_led_to(business: Business, sign_in: SignIn, survey: Survey) -> None:
    client = sign_in(Role.MANAGER)
    text = new(client, business)
    assert "It is kept" in text
    assert "<h1>Second till at noon</h1>" in text
    assert "It has not run for a whole day yet." in text
    one = only(business)
    assert (one.cause, one.kind, str(one.owner), one.review_on) == (
        "Waiting time",
        "nps",
        me(client),
        date(2027, 1, 13),
    )
    assert "Began on 18 November, to be looked back on 13 January. You see to it." in page(client, business)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"title": ""}, "Say in a few words what you change"),
        ({"moves": "mood"}, "Choose the score it should move"),
        ({"owner": str(uuid.uuid4())}, "Say who sees to it"),
        ({"starts_on": ""}, "Say from when"),
        ({"review_on": "soon"}, "When do we look back: write the day as 2026-03-31"),
        ({"review_on": "2026-11-01"}, "Choose a day after the first one, 18 November 2026."),
    ],
)
def test_what_is_wrong_is_named_at_its_field_and_nothing_is_kept(
    business: Business, sign_in: SignIn, survey: Survey, typed: dict[str, str], words: str
) -> None:
    text = new(sign_in(Role.OWNER), business, **typed)
    assert text.count(words) == 2  # in the summary and at the field
    assert "<title> Error:" in text
    assert improvements(business) == []


def test_one_of_several_surveys_can_be_chosen(business: Business, sign_in: SignIn, survey: Survey) -> None:
    other = make_survey(business, name="At the till")
    client = sign_in(Role.OWNER)
    assert "Recommend us, in “At the till” alone" in page(client, business, "improvements/new/")
    new(client, business, moves=f"nps:{other.id}")
    assert only(business).survey_id == other.id
    assert "Recommend us, in “At the till”" in page(client, business)


def test_the_commonest_trouble_is_offered_and_begins_the_form(
    business: Business, sign_in: SignIn, survey: Survey
) -> None:
    closed_cases(business, "Price", "Waiting time", "Waiting time", "Staff")
    client = sign_in(Role.OWNER)
    text = page(client, business)
    assert "2 of 4 cases closed in the last 90 days were about “Waiting time”." in text
    assert "improvements/new/?cause=Waiting%20time" in text
    form = page(client, business, "improvements/new/?cause=Waiting%20time")
    assert '<option value="Waiting time" selected>' in form
    assert "“About Waiting time.”" in form
    assert "“About Price.”" not in form


def test_it_is_offered_after_closing_a_case_about_it(business: Business, sign_in: SignIn, survey: Survey) -> None:
    closed_cases(business, "Waiting time", "Price")
    client = sign_in(Role.OWNER)
    for cause, offered in (("Price", True), ("Staff", False)):
        case = make_case(business, make_answer(business, given_at=NOW))
        send(client, business, f"cases/{case.id}/reply/", text="Sorry.")
        text = send(client, business, f"cases/{case.id}/close/", cause=cause, outcome="solved")
        assert ("2 of 3 cases closed in the last 90 days were about “Price”." in text) is offered


def test_staff_are_not_offered_what_they_may_not_do(business: Business, sign_in: SignIn, survey: Survey) -> None:
    first, _ = closed_cases(business, "Price", "Price")
    client = sign_in(Role.STAFF)
    assert "Make this your improvement?" not in page(client, business)
    assert "Make this your improvement?" not in page(client, business, f"queue/?closed={first.id}")
    assert "Add an improvement" not in page(client, business)


@pytest.mark.usefixtures("moved_up")
def test_before_and_after_agree_with_the_metric_command(
    business: Business, sign_in: SignIn, capsys: pytest.CaptureFixture[str]
) -> None:
    one = make_improvement(business, **BEGAN)
    capsys.readouterr()
    days = ["--from", "2026-10-21", "--to", "2026-11-18", "--compare", "2026-09-23..2026-10-21", "--json"]
    call_command("metric", business.slug, "nps", *days)
    printed = json.loads(capsys.readouterr().out)
    text, nps = page(sign_in(Role.OWNER), business, f"improvements/{one.id}/"), measure_of("nps")
    for side in printed["periods"]:
        likely = f"likely range {reach(nps, side['low'], side['high'])}"
        assert f"{number(nps, side['value'])} from {side['n']} answers, {likely};" in text
    before, after = printed["periods"]
    low, high = printed["comparison"]["low"], printed["comparison"]["high"]
    assert f"{moved(nps, after['value'] - before['value'], low, high)}: too close to call." in text
    assert printed["comparison"]["verdict"] == "no evidence of change"


@pytest.mark.usefixtures("moved_up")
def test_looking_back_keeps_what_was_found(business: Business, sign_in: SignIn) -> None:
    one, client = make_improvement(business, **BEGAN), sign_in(Role.OWNER)
    assert "Time to look back" in page(client, business)
    assert 'name="outcome"' in page(client, business, f"improvements/{one.id}/")
    text = send(client, business, f"improvements/{one.id}/review/", outcome="We keep it.")
    assert "“We keep it.”" in text
    kept = improvement(business, one.id)
    assert kept
    assert (kept.state, kept.found, kept.settled_on) == ("reviewed", "unclear", TODAY)
    listed = page(client, business)
    assert "What came of the others" in listed
    assert "Began on 21 October. Looked back on 18 November." in listed


def test_looking_back_without_words_is_refused(business: Business, sign_in: SignIn) -> None:
    one = make_improvement(business, **BEGAN)
    text = send(sign_in(Role.OWNER), business, f"improvements/{one.id}/review/", outcome=" ")
    assert text.count("Say what came of it") == 2


def test_what_is_settled_says_so_when_it_is_pressed_again(business: Business, sign_in: SignIn) -> None:
    one, client = make_improvement(business, state="dropped", settled_on=TODAY), sign_in(Role.OWNER)
    assert "was given up already" in send(client, business, f"improvements/{one.id}/review/", outcome="Good.")
    assert client.get(f"/b/{business.slug}/improvements/{one.id}/change/").status_code == 404
    done = make_improvement(business, state="reviewed", found="better", settled_on=TODAY)
    assert "was looked back on already" in send(client, business, f"improvements/{done.id}/drop/")


def test_it_can_be_changed_and_given_up(business: Business, sign_in: SignIn, survey: Survey) -> None:
    client = sign_in(Role.OWNER)
    one = make_improvement(business, owner=uuid.UUID(me(client)), cause="Narrow door", **BEGAN)
    assert '<option value="Narrow door" selected>' in page(client, business, f"improvements/{one.id}/change/")
    typed = {**TYPED, "entry": str(one.id), "owner": me(client), "title": "A third till"}
    assert "A third till" in send(client, business, f"improvements/{one.id}/change/", **typed)
    assert only(business).title == "A third till"
    assert "given up" in send(client, business, f"improvements/{one.id}/drop/")
    assert improvements(business) == []


@pytest.mark.usefixtures("moved_up")
@pytest.mark.parametrize("role", [Role.STAFF, Role.VIEWER])
def test_who_may_not_change_them_sees_them(business: Business, sign_in: SignIn, role: Role) -> None:
    one, client = make_improvement(business, **BEGAN), sign_in(role)
    assert "Second till at noon" in page(client, business)
    text = page(client, business, f"improvements/{one.id}/")
    assert "50 from 40 answers" in text
    assert "Change it" not in text
    for place in ("new/", f"{one.id}/change/", f"{one.id}/review/", f"{one.id}/drop/"):
        assert client.post(f"/b/{business.slug}/improvements/{place}", TYPED).status_code == 403


@pytest.mark.parametrize("segment", ["Kiosk", "Van"])
def test_a_viewer_sees_no_small_group(business: Business, sign_in: SignIn, survey: Survey, segment: str) -> None:
    business.dimensions = ["branch"]
    business.save()
    for day in (date(2026, 10, 1), date(2026, 11, 1)):
        give(business, survey, [9] * 40, day, {"branch": "Kiosk"})
        give(business, survey, [3] * 4, day, {"branch": "Van"})
    catch_up(business, NOW)
    one = make_improvement(business, dimension="branch", segment=segment, **BEGAN)
    text = page(sign_in(Role.VIEWER), business, f"improvements/{one.id}/")
    assert "Too few answers to show." in text
    assert "Before and after" not in text
    assert "Before and after" in page(sign_in(Role.STAFF), business, f"improvements/{one.id}/")


@pytest.mark.usefixtures("busy")
def test_it_stands_on_the_charts_in_words_too(business: Business, sign_in: SignIn) -> None:
    make_improvement(business, **BEGAN)
    make_improvement(business, kind="csat", title="Warm rolls", **BEGAN)
    client = sign_in(Role.OWNER)
    for place in ("", "metric/nps/"):
        text = page(client, business, place)
        assert '"label": "Second till at noon"' in text
        assert "October (Second till at noon began)" in text
        assert "Warm rolls" not in text


@pytest.mark.usefixtures("busy")
def test_home_asks_to_look_back(business: Business, sign_in: SignIn) -> None:
    with acting_for(business):
        ChosenMetric.objects.create(business_id=business.id, metric="nps")
    make_goal(business, starts_on=date(2026, 6, 1), due_on=date(2027, 3, 31))
    one = make_improvement(business, **BEGAN)
    text = page(sign_in(Role.MANAGER), business, "")
    assert "Do this next: look back." in text
    assert f"/b/{business.slug}/improvements/{one.id}/" in text
    assert "Do this next" not in page(sign_in(Role.VIEWER), business, "")
    with acting_for(business):
        Improvement.objects.update(review_on=date(2026, 12, 1))
    closed_cases(business, "Price", "Price")
    assert "Do this next: end the commonest trouble." in page(sign_in(Role.MANAGER), business, "")


def test_another_businesses_improvement_is_not_there(
    business: Business, other_business: Business, sign_in: SignIn
) -> None:
    one, client = make_improvement(other_business), sign_in(Role.OWNER)
    for place in ("", "change/"):
        assert client.get(f"/b/{business.slug}/improvements/{one.id}/{place}").status_code == 404
    for place in ("change/", "review/", "drop/"):
        assert client.post(f"/b/{business.slug}/improvements/{one.id}/{place}", TYPED).status_code == 404
