"""Answers: who said what?"""

import re
import uuid
from datetime import date, timedelta
from html import unescape

import pytest
from django.test import Client

from accounts.models import Business
from accounts.roles import Role
from dashboards import answers_file
from foundation.tenancy.context import acting_for
from surveys.models import Answer, Survey
from tests.factories.figures import NOW
from tests.factories.followup import make_ann, make_answer, make_case
from tests.factories.metrics import catch_up, give
from tests.unit.dashboards.conftest import SignIn
from tests.unit.dashboards.views.test_home import page as home_page


def page(client: Client, business: Business, query: str = "") -> str:
    """The page as its reader sees it."""
    response = client.get(f"/b/{business.slug}/answers/?{query}")
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def state_of(business: Business, answer: Answer) -> str:
    with acting_for(business):
        return Answer.objects.get(id=answer.id).state


def test_an_answer_says_who_where_and_when(business: Business, sign_in: SignIn) -> None:
    business.dimensions = ["branch"]
    business.save()
    ann = make_ann(business)
    make_answer(business, ann, given_at=NOW - timedelta(hours=4), segments={"branch": "Kiosk"})
    text = page(sign_in(Role.STAFF), business)
    assert "“Waited 40 minutes.”" in text
    name = f'<a href="/b/{business.slug}/customers/{ann.id}/">Ann Weber</a>'
    assert f"Kiosk, today 08:30, {name}, After a visit" in text
    assert "▼" in text


def test_a_place_that_no_database_can_hold_is_no_filter(business: Business, sign_in: SignIn) -> None:
    business.dimensions = ["branch"]
    business.save()
    make_answer(business, segments={"branch": "Kiosk"})
    assert "“Waited 40 minutes.”" in page(sign_in(Role.STAFF), business, "segment=branch:%00")


def test_a_score_says_of_how_many_where_questions_are_mixed(business: Business, sign_in: SignIn) -> None:
    make_answer(business, score=5)
    client, of_ten = sign_in(Role.STAFF), '<span class="hidden"> of 10</span>'
    assert of_ten in page(client, business)
    assert of_ten not in page(client, business, "kind=nps")


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_every_figure_of_home_opens_as_many_answers_as_it_says(business: Business, sign_in: SignIn, place: int) -> None:
    client = sign_in(Role.OWNER)
    links = home_page(client, business).split("/answers/?")[1:]
    said = [118, 78, 36, 4][place]
    assert f'<p class="lead" role="status">{said} answers to “Recommend us”' in page(
        client, business, links[place].split('"')[0]
    )


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("band=low", "17 unhappy answers."),
        ("segment=branch:Kiosk", "36 answers, branch Kiosk."),
        ("segment=branch:", "0 answers, branch not known."),
        ("segment=colour:red", "118 answers."),
        ("from=2026-11-12&to=2026-11-12", "36 answers, 12 November."),
        ("kind=csat", "0 answers to “Satisfied”."),
        ("state=set_aside", "0 answers, set aside."),
    ],
)
def test_the_filters_are_said_and_counted(business: Business, sign_in: SignIn, query: str, words: str) -> None:
    assert f'role="status">{words}</p>' in page(sign_in(Role.STAFF), business, query)


def test_one_customers_answers_stay_theirs_while_more_is_asked(business: Business, sign_in: SignIn) -> None:
    ann = make_ann(business)
    make_answer(business, ann, given_at=NOW)
    make_answer(business, ann, given_at=NOW, score=9, comment="Lovely rye.")
    make_answer(business, given_at=NOW, score=9, comment="Somebody else.")
    client = sign_in(Role.STAFF)
    text = page(client, business, f"customer={ann.id}")
    assert "2 answers by Ann Weber." in text
    assert "Somebody else." not in text
    assert f'<input type="hidden" name="customer" value="{ann.id}" id="id_customer">' in text
    assert "1 happy answer by Ann Weber." in page(client, business, f"customer={ann.id}&band=high")
    assert 'name="customer"' not in page(client, business)


def test_a_customer_who_is_not_here_said_nothing(business: Business, other_business: Business, sign_in: SignIn) -> None:
    theirs = make_ann(other_business)
    make_answer(other_business, theirs, given_at=NOW)
    make_answer(business, given_at=NOW)
    client = sign_in(Role.STAFF)
    assert "0 answers by somebody who is not here." in page(client, business, f"customer={theirs.id}")
    assert "1 answer." in page(client, business, "customer=ann")


@pytest.mark.usefixtures("busy")
def test_one_customers_answers_are_all_looked_at(
    business: Business, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers_file, "LOOKED_AT", 40)
    ann = make_ann(business)
    make_answer(business, ann, given_at=NOW - timedelta(days=3000))
    text = page(sign_in(Role.STAFF), business, f"customer={ann.id}")
    assert "1 answer by Ann Weber." in text
    assert "Look at the time before" not in text


def test_words_are_found_in_comments(business: Business, sign_in: SignIn) -> None:
    make_answer(business, given_at=NOW)
    make_answer(business, given_at=NOW, comment="Lovely rye.")
    text = page(sign_in(Role.STAFF), business, "words=RYE")
    assert "1 answer, that says “RYE”." in text
    assert "Waited" not in text


def test_a_wrong_day_is_named_and_the_rest_still_filters(business: Business, sign_in: SignIn) -> None:
    make_answer(business, given_at=NOW)
    text = page(sign_in(Role.STAFF), business, "from=yesterday&band=high")
    assert "There is a problem" in text
    assert "From: write the day as 2026-03-31" in text
    assert "0 happy answers." in text


@pytest.mark.usefixtures("busy")
def test_older_answers_follow_without_one_lost_or_shown_twice(business: Business, sign_in: SignIn) -> None:
    client, seen, query = sign_in(Role.STAFF), 0, ""
    for _ in range(5):
        text = page(client, business, query)
        seen += text.count('class="score')
        if 'rel="next"' not in text:
            break
        query = text.split('rel="next" href="?')[1].split('"')[0]
    assert seen == 118


@pytest.mark.usefixtures("busy")
def test_a_look_ends_where_there_are_too_many_and_goes_on_without_one_lost_or_shown_twice(
    business: Business, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers_file, "LOOKED_AT", 40)
    client, seen, counted, query = sign_in(Role.STAFF), 0, 0, ""
    for _ in range(30):
        text = page(client, business, query)
        seen += text.count('class="score')
        if 'rel="next"' in text:
            query = text.split('rel="next" href="?')[1].split('"')[0]
            continue
        counted += int(text.split('role="status">')[1].split(" ")[0])
        if "Look further back" not in text:
            break
        assert "One look goes through 40 answers or so" in text
        query = text.split('">Look further back')[0].rsplit('href="?', 1)[1]
    assert (seen, counted) == (118, 118)


@pytest.mark.usefixtures("busy")
def test_where_a_look_ends_the_words_say_so(
    business: Business, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(Role.STAFF)
    assert "Look further back" not in page(client, business)
    monkeypatch.setattr(answers_file, "LOOKED_AT", 40)
    assert re.search(r'role="status">\d+ answers, since \d+ \w+.</p>', page(client, business))


def test_an_open_case_is_one_press_away(business: Business, sign_in: SignIn) -> None:
    case = make_case(business, make_answer(business, given_at=NOW))
    assert f'href="/b/{business.slug}/cases/{case.id}/">Reply' in page(sign_in(Role.STAFF), business)


def test_an_answered_case_asks_for_no_reply(business: Business, sign_in: SignIn) -> None:
    case = make_case(business, make_answer(business, given_at=NOW), first_reply_at=NOW)
    assert f'href="/b/{business.slug}/cases/{case.id}/">Answered' in page(sign_in(Role.STAFF), business)


def test_what_was_set_aside_says_why_and_can_be_restored(business: Business, sign_in: SignIn) -> None:
    answer = make_answer(business, given_at=NOW, state="set_aside", set_aside="Three scores within a minute")
    client = sign_in(Role.MANAGER)
    text = page(client, business, "state=set_aside")
    assert "Set aside: Three scores within a minute" in text
    assert "Restore" in text
    client.post(f"/b/{business.slug}/answers/{answer.id}/restore/")
    assert state_of(business, answer) == "confirmed"


def test_staff_see_what_was_set_aside_but_do_not_restore_it(business: Business, sign_in: SignIn) -> None:
    answer = make_answer(business, given_at=NOW, state="set_aside", set_aside="Three scores within a minute")
    client = sign_in(Role.STAFF)
    assert "Restore" not in page(client, business, "state=all")
    assert client.post(f"/b/{business.slug}/answers/{answer.id}/restore/").status_code == 403
    assert state_of(business, answer) == "set_aside"


def test_an_answer_that_is_not_there_cannot_be_restored(business: Business, sign_in: SignIn) -> None:
    address = f"/b/{business.slug}/answers/{uuid.uuid4()}/restore/"
    assert sign_in(Role.OWNER).post(address).status_code == 404


def test_a_viewer_is_kept_out(business: Business, sign_in: SignIn) -> None:
    assert sign_in(Role.VIEWER).get(f"/b/{business.slug}/answers/").status_code == 403


def test_without_answers_the_page_says_so(business: Business, sign_in: SignIn) -> None:
    assert "No answers yet" in page(sign_in(Role.STAFF), business)


def test_another_business_s_answers_are_not_there(
    business: Business, other_business: Business, sign_in: SignIn
) -> None:
    make_answer(other_business, given_at=NOW, comment="Not yours.")
    assert "Not yours." not in page(sign_in(Role.OWNER), business, "state=all")


def test_an_answer_set_aside_leaves_figure_and_list_together(
    business: Business, sign_in: SignIn, survey: Survey
) -> None:
    give(business, survey, [9] * 40, date(2026, 11, 10))
    with acting_for(business):
        aside = Answer.objects.first()
        assert aside
        Answer.objects.filter(id=aside.id).update(state="set_aside")
    catch_up(business, NOW)
    client = sign_in(Role.OWNER)
    assert "39 in the last 4 weeks" in home_page(client, business)
    assert "39 answers." in page(client, business)
