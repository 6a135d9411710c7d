"""Pages, files, letters and links write days, times and numbers as the business chose."""

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from django.test import Client

from accounts.hearing import Hearing
from accounts.models import Business
from accounts.roles import Role
from dashboards.actions.reports import REPORT, choose_hearing, queue_reports
from foundation.tenancy.context import acting_for
from letters.models import Letter
from letters.purposes import Mail, purposes
from metrics.models import ChosenMetric
from tests.factories.accounts import make_member
from tests.factories.figures import NOW
from tests.factories.metrics import make_goal
from tests.unit.dashboards.conftest import SignIn

pytestmark = pytest.mark.usefixtures("busy")
LINK = re.compile(r"/d/[a-z0-9]+/[\w-]{43}")


def writes(business: Business, way: str) -> None:
    business.writing = way
    business.save()


def words(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).replace("\u00a0", " ").split())


def test_a_metric_is_dated_and_counted_in_the_chosen_way(business: Business, sign_in: SignIn) -> None:
    client, path = sign_in(Role.OWNER), f"/b/{business.slug}/metric/nps/"
    assert "118 answers</a>, 22 October to 18 November" in words(client, path)
    writes(business, "month_first")
    assert "118 answers</a>, October 22 to November 18" in words(client, path)
    writes(business, "comma")
    text = words(client, path)
    assert "50,8 %" in text  # 60 of 118 gave a 9
    assert "50.8%" not in text
    assert "The likely range (95 %)" in text
    writes(business, "comma_close")
    text = words(client, path)
    assert "50,8%" in text
    assert "The likely range (95%)" in text


def test_the_chart_knows_the_mark_before_the_parts_of_one_and_behind_per_cent(
    business: Business, sign_in: SignIn
) -> None:
    writes(business, "comma")
    text = words(sign_in(Role.OWNER), f"/b/{business.slug}/")
    assert '"decimal": ","' in text
    assert '"percent": "\\u00a0%"' in text


def test_answers_show_the_clock_of_the_chosen_way(business: Business, sign_in: SignIn) -> None:
    writes(business, "half_days")
    text = words(sign_in(Role.OWNER), f"/b/{business.slug}/answers/")
    assert re.search(r"\d:\d\d (am|pm)", text)


def test_a_csv_file_stays_as_programs_read_it(business: Business, sign_in: SignIn) -> None:
    path = f"/b/{business.slug}/metric/nps/numbers.csv"
    before = sign_in(Role.OWNER).get(path).content
    writes(business, "comma")
    assert sign_in(Role.OWNER).get(path).content == before
    rows = list(csv.reader(io.StringIO(before.decode("utf-8-sig"), newline="")))
    assert ["9", "60", "50.8%"] in rows


def test_a_stranger_behind_a_link_reads_the_businesss_way(business: Business, sign_in: SignIn) -> None:
    writes(business, "month_first")
    given = {"name": "Our accountant", "what": "home", "days": "30"}
    found = LINK.search(sign_in(Role.OWNER).post(f"/b/{business.slug}/sharing/", given).content.decode())
    assert found
    assert "shows you this page until December 18, 2026." in words(Client(), found[0])


def test_a_report_is_written_in_the_chosen_way(business: Business, at_noon: None) -> None:
    with acting_for(business):
        ChosenMetric.objects.create(business_id=business.id, metric="nps")
    make_goal(business, starts_on=date(2026, 10, 1), due_on=date(2027, 3, 31))
    writes(business, "month_first")
    person = make_member(business)
    choose_hearing(business=business, member_id=person.id, hears=Hearing.WEEKLY, by=person.id, now=NOW)
    queue_reports(business=business, hears=Hearing.WEEKLY, now=NOW)
    with acting_for(business):
        subjects = list(Letter.objects.filter(purpose=REPORT).values_list("subject", flat=True))
        (letter,) = purposes[REPORT].write(business.id, subjects).values()
    assert isinstance(letter, Mail)
    assert letter.subject.endswith("from 24 to 40 by March 31.")
