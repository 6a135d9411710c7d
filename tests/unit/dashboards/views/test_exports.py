"""Taking away what a page shows."""

import csv
import io
from html import unescape

import pytest
from openpyxl import load_workbook

from accounts.models import Business
from accounts.roles import Role
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.models import Survey
from tests.factories.figures import NOW
from tests.factories.metrics import catch_up, give
from tests.unit.dashboards.conftest import SignIn

pytestmark = pytest.mark.usefixtures("busy")


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_csv_of_a_metric_says_what_the_page_says(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    query = "from=2026-11-12&to=2026-11-12&period=week"
    page = " ".join(unescape(client.get(f"/b/{business.slug}/metric/nps/?{query}").content.decode()).split())
    response = client.get(f"/b/{business.slug}/metric/nps/numbers.csv?{query}")
    rows = table(response.content)
    assert response["Content-Disposition"] == f'attachment; filename="{business.slug}-nps-2026-11-18.csv"'
    assert rows[0] == [f"{business.name}: Recommend us"]
    assert rows[1][0].startswith("11 from 36 answers, 12 November; likely range")
    assert rows[1][0].split(";")[1].strip(" .") in page
    assert ["Shown: 12 November 2026, the line in weeks, split by branch."] in rows
    assert ["Made on 18 November 2026 at 12:30 (Europe/Berlin)."] in rows
    assert ["Kiosk", "11.0"] in [row[:2] for row in rows]
    assert ["9", "10", "27.8%"] in rows


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
def test_each_form_comes_as_what_it_is(business: Business, sign_in: SignIn, form: str) -> None:
    client = sign_in(Role.OWNER)
    starts = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF"}[form]
    for response in (
        client.get(f"/b/{business.slug}/metric/nps/numbers.{form}"),
        client.post(f"/b/{business.slug}/answers/answers.{form}?segment=branch:Van"),
    ):
        assert response.status_code == 200
        assert response.content.startswith(starts)
        assert "no-store" in response["Cache-Control"]


def test_a_viewer_s_file_hides_what_their_page_hides(business: Business, sign_in: SignIn) -> None:
    rows = table(sign_in(Role.VIEWER).get(f"/b/{business.slug}/metric/nps/numbers.csv?from=2026-11-12").content)
    assert ["Shown: 22 October 2026 to 18 November 2026, the line in months, split by branch."] in rows
    assert [row[1:4] for row in rows if row and row[0] in ("Van", "Kiosk") and len(row) > 3] == [["", "", ""]] * 2


def test_a_viewer_takes_no_answers(business: Business, sign_in: SignIn) -> None:
    assert sign_in(Role.VIEWER).post(f"/b/{business.slug}/answers/answers.csv").status_code == 403


def test_the_answers_of_the_filters_come_with_their_sentence(
    business: Business, sign_in: SignIn, survey: Survey
) -> None:
    response = sign_in(Role.STAFF).post(f"/b/{business.slug}/answers/answers.xlsx?band=low&segment=branch:Kiosk")
    book = load_workbook(io.BytesIO(response.content))
    assert "6 unhappy answers, branch Kiosk." in str(book["About"]["A2"].value)
    assert [cell.value for cell in book["Answers"][2]][2:4] == [3, "Unhappy"]
    assert book["Answers"].max_row == 7


def test_pages_name_a_property_in_words_and_spreadsheets_as_it_came_in(
    business: Business, sign_in: SignIn, survey: Survey
) -> None:
    business.dimensions = ["home_branch"]
    business.save()
    give(business, survey, [9] * 40, NOW.date(), {"home_branch": "Kiosk"})
    catch_up(business, NOW)
    client = sign_in(Role.OWNER)
    page = client.get(f"/b/{business.slug}/metric/nps/").content.decode()
    assert "By home branch, most answers first" in page
    assert '<th scope="col">Home branch</th>' in page
    assert '<optgroup label="Home branch">' in client.get(f"/b/{business.slug}/answers/").content.decode()
    numbers = table(client.get(f"/b/{business.slug}/metric/nps/numbers.csv").content)
    answers = table(client.post(f"/b/{business.slug}/answers/answers.csv").content)
    for rows in (numbers, answers):
        assert any("home_branch" in row for row in rows)
        assert not any("Home branch" in row for row in rows)


def test_who_took_answers_stands_in_the_ledger(business: Business, sign_in: SignIn) -> None:
    sign_in(Role.OWNER).post(f"/b/{business.slug}/answers/answers.csv")
    with acting_for(business):
        line = LedgerLine.objects.get(kind="answers.exported")
    assert line.data == {"form": "csv", "answers": 118}


def test_the_picture_follows_the_filters(business: Business, sign_in: SignIn, survey: Survey) -> None:
    give(business, survey, [9] * 40, NOW.date().replace(month=9), {"branch": "Kiosk"})
    catch_up(business, NOW)
    client = sign_in(Role.VIEWER)
    months = client.get(f"/b/{business.slug}/metric/nps/picture.png")
    assert (months["Content-Type"], months.content[:4]) == ("image/png", b"\x89PNG")
    assert months.content != client.get(f"/b/{business.slug}/metric/nps/picture.png?period=week").content


def test_an_unknown_metric_has_no_file(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    for what in ("numbers.csv", "numbers.pdf", "picture.png"):
        assert client.get(f"/b/{business.slug}/metric/nothing/{what}").status_code == 404
