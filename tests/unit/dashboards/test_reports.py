"""Who hears how the numbers stand, when, and what the letter says."""

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from accounts.hearing import Hearing
from accounts.models import Business, Membership, User
from accounts.roles import Role
from dashboards.actions.reports import REPORT, choose_hearing, queue_reports
from dashboards.models import ReportLetter
from dashboards.stop_links import stop_token, user_of
from dashboards.tasks import report
from foundation.agenda.models import Due
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.models import Letter
from letters.purposes import Held, Mail, purposes
from metrics.actions import close_periods
from metrics.models import ClosingLetter
from surveys.models import Survey
from tests.factories.accounts import make_member
from tests.factories.figures import NOW
from tests.factories.metrics import catch_up, give, make_goal
from tests.unit.dashboards.conftest import SignIn
from trustapp.logs import without_secrets

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)  # 08:00 in Berlin


def hear(business: Business, user: User, hears: Hearing = Hearing.WEEKLY, now: datetime = NOW) -> None:
    choose_hearing(business=business, member_id=user.id, hears=hears, by=user.id, now=now)


def hearing_of(user: User) -> str:
    return Membership.objects.get(user=user).hears


def letters(business: Business) -> list[Mail | Held]:
    """Every report that is queued, as the worker writes it."""
    with acting_for(business):
        subjects = list(Letter.objects.filter(purpose=REPORT).values_list("subject", flat=True))
        return list(purposes[REPORT].write(business.id, subjects).values())


@pytest.mark.parametrize(
    ("hears", "due"),
    [(Hearing.WEEKLY, MONDAY), (Hearing.MONTHLY, datetime(2026, 12, 1, 7, tzinfo=UTC))],
)
def test_choosing_puts_the_next_letter_on_the_agenda(business: Business, hears: Hearing, due: datetime) -> None:
    hear(business, make_member(business), hears)
    (row,) = Due.objects.filter(kind=REPORT)
    assert (row.business_id, row.key, row.due_at) == (business.id, hears.value, due)


def test_everybody_who_hears_weekly_gets_one_letter_a_week(business: Business) -> None:
    for hears in Hearing:
        hear(business, make_member(business), hears)
    for now in (MONDAY, MONDAY + timedelta(minutes=5), MONDAY + timedelta(days=2)):  # a retry, and a late one
        assert queue_reports(business=business, hears=Hearing.WEEKLY, now=now) == MONDAY + timedelta(days=7)
    with acting_for(business):
        assert Letter.objects.filter(purpose=REPORT).count() == 1
    queue_reports(business=business, hears=Hearing.WEEKLY, now=MONDAY + timedelta(days=7))
    with acting_for(business):
        assert Letter.objects.filter(purpose=REPORT).count() == 2


def test_after_a_standstill_there_is_one_letter(business: Business) -> None:
    hear(business, make_member(business))
    later = MONDAY + timedelta(days=30)
    with time_machine.travel(later, tick=False):
        assert report(business.id, "weekly") == MONDAY + timedelta(days=35)
    with acting_for(business):
        assert ReportLetter.objects.get().day == date(2026, 12, 21)


def test_where_nobody_hears_any_more_the_work_ends(business: Business) -> None:
    member = make_member(business)
    hear(business, member)
    hear(business, member, Hearing.NEVER)
    assert queue_reports(business=business, hears=Hearing.WEEKLY, now=MONDAY) is None
    assert report(business.id, "yearly") is None


def test_it_comes_at_eight_on_both_sides_of_a_change_of_the_clocks(business: Business) -> None:
    hear(business, make_member(business))
    first = queue_reports(business=business, hears=Hearing.WEEKLY, now=datetime(2027, 3, 22, 7, tzinfo=UTC))
    assert first == datetime(2027, 3, 29, 6, tzinfo=UTC)
    queue_reports(business=business, hears=Hearing.WEEKLY, now=first)
    with acting_for(business):
        days = sorted(ReportLetter.objects.values_list("day", flat=True))
    assert days == [date(2027, 3, 22), date(2027, 3, 29)]


@pytest.mark.usefixtures("busy", "at_noon")
def test_a_letter_says_verdict_number_n_range_and_carries_the_line(business: Business) -> None:
    member = make_member(business)
    hear(business, member)
    queue_reports(business=business, hears=Hearing.WEEKLY, now=MONDAY)
    (mail,) = letters(business)
    assert isinstance(mail, Mail)
    assert (mail.to, mail.subject) == (member.email, f"{business.name}: 36 now, and no target yet.")
    assert "36 from 118 answers in the last 4 weeks. The range that fits these answers: " in mail.text
    (picture,) = mail.pictures
    assert f'src="cid:{picture.name}"' in mail.html
    assert picture.png.startswith(b"\x89PNG")
    alt = re.search(r'alt="([^"]+)"', mail.html)
    assert alt
    assert "November (not over): 36, range " in unescape(alt[1])
    assert "October: none" in alt[1]
    assert len(mail.html.encode()) < 30_000
    assert len(picture.png) < 20_000


@pytest.mark.usefixtures("at_noon")
def test_a_letter_hides_a_few_answers_as_a_viewer_s_page_does(business: Business, survey: Survey) -> None:
    give(business, survey, [9] * 4, date(2026, 11, 10))
    catch_up(business, NOW)
    hear(business, make_member(business))
    queue_reports(business=business, hears=Hearing.WEEKLY, now=MONDAY)
    (mail,) = letters(business)
    assert isinstance(mail, Mail)
    assert "Your first 4 answers" in mail.text
    assert "100" not in mail.text


@pytest.mark.usefixtures("at_noon")
def test_whoever_left_or_stopped_meanwhile_gets_none(business: Business) -> None:
    left, stopped = make_member(business), make_member(business)
    for member in (left, stopped):
        hear(business, member)
    queue_reports(business=business, hears=Hearing.WEEKLY, now=MONDAY)
    Membership.objects.filter(user=left).delete()
    hear(business, stopped, Hearing.NEVER)
    reasons = {one.reason for one in letters(business) if isinstance(one, Held)}
    assert reasons == {"no longer of the team", "wants no more of these letters"}


@time_machine.travel(datetime(2026, 2, 1, 7, tzinfo=UTC), tick=False)  # near enough for a month without its year
def test_the_letter_about_a_closed_period_carries_its_line_and_goes_to_who_chose_it(
    business: Business, survey: Survey
) -> None:
    give(business, survey, [10] * 40 + [8] * 30 + [0] * 30, date(2026, 1, 10))
    catch_up(business)
    member, goal = make_member(business), make_goal(business)
    hear(business, make_member(business), Hearing.MONTHLY)
    hear(business, make_member(business), Hearing.NEVER)
    close_periods(business=business, goal_id=goal.id, now=datetime(2026, 2, 1, 7, tzinfo=UTC))
    with acting_for(business):
        subjects = list(ClosingLetter.objects.values_list("id", flat=True))
        (mail,) = purposes["metrics.closing"].write(business.id, subjects).values()
    assert isinstance(mail, Mail)
    assert mail.to == member.email
    assert f'src="cid:{mail.pictures[0].name}"' in mail.html
    assert "January: 10, range −6 to 26, n 100" in mail.html
    assert stop_token(business, member.id) in mail.headers["List-Unsubscribe"]


def test_one_press_stops_ones_own_letters(business: Business, other_business: Business) -> None:
    member = make_member(business)
    path = f"/d/{business.code}/stop/{stop_token(business, member.id)}"
    stranger = Client(enforce_csrf_checks=True)
    assert "No more letters" in stranger.get(path).content.decode()
    assert hearing_of(member) == "targets"  # a scanner that looks stops nothing
    for _ in range(2):
        response = stranger.post(path, {"List-Unsubscribe": "One-Click"})
        assert response.status_code == 200
        assert not response.cookies
    assert hearing_of(member) == "never"
    with acting_for(business):
        assert LedgerLine.objects.filter(kind="member.hearing_changed").count() == 2
    for wrong in (f"/d/{other_business.code}/stop/{stop_token(business, member.id)}", f"{path}x"):
        assert stranger.post(wrong).status_code == 404


def test_a_link_of_one_business_stops_nothing_in_another(business: Business, other_business: Business) -> None:
    member = make_member(business)
    Membership.objects.create(business=other_business, user=member, role="staff")
    assert user_of(other_business, stop_token(business, member.id)) is None
    assert user_of(business, "forged") is None


def test_the_page_says_when_the_next_letter_comes(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    member = make_member(business)
    assert client.post(f"/b/{business.slug}/reports/{member.id}/", {"hears": "weekly"}).status_code == 302
    page = client.get(f"/b/{business.slug}/reports/").content.decode()
    assert "The next letter comes on Monday at 08:00." in page
    assert hearing_of(member) == "weekly"


def test_a_viewer_chooses_for_themselves_alone(business: Business, sign_in: SignIn) -> None:
    other = make_member(business)
    client = sign_in(Role.VIEWER)
    me = Membership.objects.exclude(user=other).get().user
    assert client.post(f"/b/{business.slug}/reports/{other.id}/", {"hears": "never"}).status_code == 404
    assert client.post(f"/b/{business.slug}/reports/{me.id}/", {"hears": "monthly"}).status_code == 302
    assert (hearing_of(other), hearing_of(me)) == ("targets", "monthly")
    page = client.get(f"/b/{business.slug}/reports/").content.decode()
    assert other.email not in page
    assert "An owner chooses for the others." in page


def test_anything_else_is_refused_in_words(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    me = Membership.objects.get().user
    response = client.post(f"/b/{business.slug}/reports/{me.id}/", {"hears": "hourly"}, follow=True)
    assert "Choose one of the four" in unescape(response.content.decode())
    assert hearing_of(me) == "targets"


def test_a_stop_link_is_blacked_out_of_the_log(business: Business) -> None:
    token = stop_token(business, make_member(business).id)
    assert (
        without_secrets(None, "", f"GET /d/{business.code}/stop/{token} 200")
        == f"GET /d/{business.code}/stop/[token] 200"
    )
