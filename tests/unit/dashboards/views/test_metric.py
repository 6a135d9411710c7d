"""One metric: why did it move?"""

import json
from datetime import date
from html import unescape

import pytest
from django.core.management import call_command
from django.test import Client

from accounts.models import Business
from accounts.roles import Role
from metrics.measures import measure_of
from metrics.wording import moved, number, reach
from surveys.models import Survey
from tests.factories.figures import NOW
from tests.factories.metrics import catch_up, give
from tests.unit.dashboards.conftest import SignIn

NPS = measure_of("nps")


def page(client: Client, business: Business, query: str = "", key: str = "nps") -> str:
    """The page as its reader sees it."""
    response = client.get(f"/b/{business.slug}/metric/{key}/?{query}")
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


@pytest.mark.usefixtures("busy")
def test_the_days_looked_at_are_the_present_unless_others_are_asked_for(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    assert ">118 answers</a>, 22 October to 18 November" in page(client, business)
    assert ">36 answers</a>, 12 November;" in page(client, business, "from=2026-11-12&to=2026-11-12")


@pytest.mark.usefixtures("busy")
def test_two_ranges_are_compared_in_words(business: Business, sign_in: SignIn, survey: Survey) -> None:
    give(business, survey, [9] * 40 + [3] * 60, date(2026, 10, 10), {"branch": "Old Town"})
    catch_up(business, NOW)
    text = page(sign_in(Role.OWNER), business)
    assert "−20 from 100 answers before, 24 September to 21 October; likely range " in text
    assert ". Now +56, range " in text
    assert ": really up." in text


@pytest.mark.usefixtures("busy")
def test_the_figures_are_those_of_the_command(
    business: Business, sign_in: SignIn, survey: Survey, capsys: pytest.CaptureFixture[str]
) -> None:
    give(business, survey, [9] * 40 + [3] * 30, date(2026, 10, 10), {"branch": "Old Town"})
    catch_up(business, NOW)
    capsys.readouterr()
    days = ["--from", "2026-11-01", "--to", "2026-11-15", "--compare", "2026-10-18..2026-11-01", "--json"]
    wider = ["--from", "2026-10-22", "--to", "2026-11-19", "--compare", "2026-09-24..2026-10-22", "--json"]
    for query, asked in (("from=2026-11-01&to=2026-11-14", days), ("", wider)):
        call_command("metric", business.slug, "nps", *asked)
        printed, text, nps = json.loads(capsys.readouterr().out), page(sign_in(Role.OWNER), business, query), NPS
        before, after = printed["periods"]
        assert f"<strong>{number(nps, after['value'])}</strong> from" in text
        assert f"likely range {reach(nps, after['low'], after['high'])}." in text
        if before["n"]:
            tested = printed["comparison"]
            assert f"{number(nps, before['value'])} from {before['n']} answers before" in text
            assert moved(nps, after["value"] - before["value"], tested["low"], tested["high"]) in text


@pytest.mark.usefixtures("busy")
def test_most_of_a_change_is_named(business: Business, sign_in: SignIn, survey: Survey) -> None:
    give(business, survey, [9] * 20 + [3] * 58, date(2026, 10, 10), {"branch": "Old Town"})
    give(business, survey, [9] * 10 + [8] * 20 + [3] * 6, date(2026, 10, 10), {"branch": "Kiosk"})
    catch_up(business, NOW)
    text = page(sign_in(Role.OWNER), business)
    assert "Most of it: Old Town, +104, range" in text
    assert "Unhappy answers (0 to 6) are 14.4% now and were 56.1% before; −41.7 percentage points" in text


@pytest.mark.usefixtures("busy")
def test_a_whole_month_is_compared_with_the_one_before(business: Business, sign_in: SignIn, survey: Survey) -> None:
    give(business, survey, [9] * 5, date(2026, 9, 1))
    give(business, survey, [9] * 5, date(2026, 10, 31))
    catch_up(business, NOW)
    client = sign_in(Role.OWNER)
    text = page(client, business)
    assert ">Last month</a>" in text
    assert "?from=2026-10-01&to=2026-10-31&period=month" in text
    assert "5 answers before, 1 September to 30 September" in page(client, business, "from=2026-10-01&to=2026-10-31")
    assert "Last month" not in page(sign_in(Role.VIEWER), business)


@pytest.mark.usefixtures("busy")
def test_each_segment_opens_its_answers(business: Business, sign_in: SignIn) -> None:
    text = page(sign_in(Role.OWNER), business)
    assert "segment=branch%3AKiosk&from=2026-10-22&to=2026-11-18" in text
    assert "Too early (4 of 30)" in text


@pytest.mark.usefixtures("busy")
def test_a_viewer_sees_no_small_segment_and_no_answers(business: Business, sign_in: SignIn) -> None:
    text = page(sign_in(Role.VIEWER), business)
    assert text.count("Too few to show") == 2
    assert "/answers/" not in text


def test_a_viewer_sees_no_figure_of_four_answers(business: Business, sign_in: SignIn, survey: Survey) -> None:
    give(business, survey, [9] * 4, date(2026, 11, 10))
    catch_up(business, NOW)
    text = page(sign_in(Role.VIEWER), business)
    assert "Too few to show" in text
    assert "How the scores lie" not in text


@pytest.mark.usefixtures("busy")
def test_a_viewer_cannot_single_out_days(business: Business, sign_in: SignIn) -> None:
    text = page(sign_in(Role.VIEWER), business, "from=2026-11-12&to=2026-11-12")
    assert "118 answers, 22 October to 18 November" in text
    assert 'name="from"' not in text


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize(
    ("period", "words"),
    [
        ("day", "18 November"),
        ("week", "week of 16 November"),
        ("two_weekly", "two weeks from"),
        ("quarter", "October to December"),
    ],
)
def test_the_line_can_be_cut_otherwise(business: Business, sign_in: SignIn, period: str, words: str) -> None:
    text = page(sign_in(Role.OWNER), business, f"period={period}")
    assert f"{words[0].upper()}{words[1:]}" in text
    assert "(not over)" in text


@pytest.mark.usefixtures("busy")
def test_the_scores_stand_in_a_table(business: Business, sign_in: SignIn) -> None:
    assert '<td class="number">50.8%</td>' in page(sign_in(Role.OWNER), business)


@pytest.mark.usefixtures("busy")
def test_the_definition_and_its_source_are_named(business: Business, sign_in: SignIn) -> None:
    text = page(sign_in(Role.OWNER), business)
    assert "How many more customers would warmly recommend you than would not." in text
    assert "Reichheld, F. (2003)." in text


@pytest.mark.parametrize("key", ["csat", "ces", "ces2", "response_rate"])
def test_a_metric_without_answers_says_so(business: Business, sign_in: SignIn, key: str) -> None:
    assert "0 letters" in page(sign_in(Role.OWNER), business, "", key) or "0 answers" in page(
        sign_in(Role.OWNER), business, "", key
    )


def test_a_wrong_range_is_named(business: Business, sign_in: SignIn) -> None:
    text = page(sign_in(Role.OWNER), business, "from=2026-11-12&to=2026-11-01")
    assert "To: choose a day from 2026-11-12 on" in text


def test_an_unknown_metric_is_not_there(business: Business, sign_in: SignIn) -> None:
    assert sign_in(Role.OWNER).get(f"/b/{business.slug}/metric/mood/").status_code == 404
