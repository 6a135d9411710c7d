"""Your files."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from accounts.models import Business, Membership
from accounts.roles import Role
from dashboards import answers_file
from dashboards.models import Export, ExportState
from dashboards.queries.exports import KEPT
from foundation.agenda.runner import drain
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from tests.factories.accounts import make_member
from tests.factories.exports import now_of
from tests.factories.figures import NOW
from tests.unit.dashboards.conftest import SignIn

pytestmark = pytest.mark.usefixtures("busy")
FORMS = ("csv", "xlsx", "pdf")


@pytest.fixture(autouse=True)
def _nothing_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    for form in FORMS:
        monkeypatch.setitem(answers_file.AT_ONCE, form, 117)


def page(client: Client, business: Business, part: str = "") -> str:
    response = client.get(f"/b/{business.slug}/files/{part}")
    assert response.status_code == 200
    return " ".join(unescape(response.content.decode()).split())


def ask(client: Client, business: Business, form: str = "csv", query: str = "") -> Export:
    """Ask for answers as a file that takes a while."""
    response = client.post(f"/b/{business.slug}/answers/answers.{form}?{query}")
    assert response["Location"] == f"/b/{business.slug}/files/"
    with acting_for(business):
        found = Export.objects.order_by("-id").first()
    assert found
    return found


def take(client: Client, file: Export, business: Business) -> tuple[int, bytes]:
    response = client.post(f"/b/{business.slug}/files/{file.id}/")
    return response.status_code, b"".join(response) if response.streaming else b""


def test_a_small_file_comes_at_once(business: Business, sign_in: SignIn) -> None:
    response = sign_in(Role.OWNER).post(f"/b/{business.slug}/answers/answers.csv?band=low")
    assert (response.status_code, response.streaming) == (200, False)
    with acting_for(business):
        assert not Export.objects.exists()


def test_few_answers_that_are_looked_for_among_many_are_found_by_a_worker(
    business: Business, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers_file, "LOOKED_AT", 40)
    assert ask(sign_in(Role.OWNER), business, query="band=low").state == ExportState.MAKING


def test_one_that_could_not_be_made_says_so_and_is_tried_again(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    file = ask(client, business)
    with acting_for(business):
        Export.objects.update(state=ExportState.FAILED, faults=9)
    text = page(client, business)
    assert "It could not be made, though it was tried several times." in text
    assert "Nothing is being made." in text
    action = f"/b/{business.slug}/files/{file.id}/retry/"
    assert f'action="{action}"' in text
    assert sign_in(Role.OWNER).post(action).status_code == 404  # another owner's
    for _ in range(2):
        assert client.post(action)["Location"] == f"/b/{business.slug}/files/"
    assert "1 file is being made." in page(client, business)
    drain()
    assert now_of(file).state == ExportState.READY


def test_one_that_is_ready_is_not_tried_again(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    file = ask(client, business)
    drain()
    assert client.post(f"/b/{business.slug}/files/{file.id}/retry/").status_code == 404


def test_a_larger_one_is_counted_made_and_taken(
    business: Business, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(Role.STAFF)
    file = ask(client, business)
    assert "1 file is being made." in page(client, business)
    drain()
    text = page(client, business)
    assert "CSV file of answers" in text
    assert "118 answers." in text
    assert "kept until 25 November 2026" in text
    response = client.post(f"/b/{business.slug}/files/{file.id}/")
    content = b"".join(response)
    assert response["Content-Disposition"] == f'attachment; filename="{business.slug}-answers-2026-11-18.csv"'
    assert response["Content-Length"] == str(len(content))
    assert "no-store" in response["Cache-Control"]
    monkeypatch.setitem(answers_file.AT_ONCE, "csv", 118)
    assert content == client.post(f"/b/{business.slug}/answers/answers.csv").content


@pytest.mark.parametrize("form", FORMS)
def test_each_form_is_what_it_says(business: Business, sign_in: SignIn, form: str) -> None:
    client = sign_in(Role.OWNER)
    file = ask(client, business, form)
    drain()
    starts = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF"}[form]
    status, content = take(client, file, business)
    assert status == 200
    assert content.startswith(starts)


def test_a_press_too_many_makes_no_second_file(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    assert ask(client, business).id == ask(client, business).id


def test_what_is_too_much_is_said_in_words(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    for form in FORMS:
        ask(client, business, form)
    client.post(f"/b/{business.slug}/answers/answers.csv?state=all")
    assert "3 files of your business are being made already. Wait until one is ready" in page(client, business)


def test_the_page_asks_for_itself_while_something_is_made_and_has_a_link_for_those_without_scripts(
    business: Business, sign_in: SignIn
) -> None:
    client = sign_in(Role.OWNER)
    assert "hx-get" not in page(client, business)
    file = ask(client, business)
    with acting_for(business):
        Export.objects.filter(id=file.id).update(found=118, done=40, began_at=NOW - timedelta(seconds=30))
    for part in ("", "live/"):
        text = page(client, business, part)
        assert f'hx-get="/b/{business.slug}/files/live/"' in text
        assert f'href="/b/{business.slug}/files/">Look again' in text
        assert '<progress max="118" value="40">40 of 118</progress>' in text
        assert "less than a minute left" in text
    assert "<html" not in page(client, business, "live/")
    drain()
    assert "hx-get" not in page(client, business, "live/")


def test_a_file_that_stands_still_says_so(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    file = ask(client, business)
    assert "stands still" not in page(client, business)
    with acting_for(business):
        Export.objects.filter(id=file.id).update(asked_at=NOW - timedelta(minutes=6))
    assert "stands still" in page(client, business)


def test_each_sees_their_own_files_alone(business: Business, sign_in: SignIn) -> None:
    file = ask(sign_in(Role.OWNER), business)
    drain()
    other = sign_in(Role.OWNER)
    assert "No files" in page(other, business)
    assert take(other, file, business) == (404, b"")
    assert other.post(f"/b/{business.slug}/files/{file.id}/delete/").status_code == 404
    assert now_of(file).state == ExportState.READY


def test_who_may_no_longer_read_answers_takes_no_file_of_them(business: Business, at_noon: None) -> None:
    client, person = Client(), make_member(business, Role.STAFF)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    file = ask(client, business)
    drain()
    Membership.objects.filter(user=person).update(role=Role.VIEWER.value)
    assert take(client, file, business) == (403, b"")
    assert client.get(f"/b/{business.slug}/files/").status_code == 403


def test_a_look_takes_nothing(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    file = ask(client, business)
    assert take(client, file, business)[0] == 404, "it is not ready"
    drain()
    assert client.get(f"/b/{business.slug}/files/{file.id}/").status_code == 405


def test_after_its_days_a_file_is_gone(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    file = ask(client, business)
    drain()
    with acting_for(business):
        Export.objects.filter(id=file.id).update(made_at=NOW - KEPT)
    assert take(client, file, business)[0] == 404
    assert "No files" in page(client, business)


def test_every_taking_stands_in_the_ledger(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    file = ask(client, business)
    drain()
    take(client, file, business)
    take(client, file, business)
    with acting_for(business):
        lines = [line.data for line in LedgerLine.objects.filter(kind="answers.exported")]
    assert lines == [{"form": "csv", "answers": 118}] * 2


def test_a_file_that_was_withdrawn_says_why(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    file = ask(client, business)
    with acting_for(business):
        Export.objects.filter(id=file.id).update(state=ExportState.WITHDRAWN, found=118)
    text = page(client, business)
    assert "a customer who may have stood in it was forgotten" in text
    assert "Download" not in text


def test_a_file_that_holds_the_newest_alone_says_so(
    business: Business, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(answers_file.MOST, "xlsx", 60)
    client = sign_in(Role.OWNER)
    ask(client, business, "xlsx")
    ask(client, business, "csv")
    drain()
    text = page(client, business)
    assert text.count("118 answers. It holds the newest 60.") == 1
    assert text.count("118 answers.") == 2


def test_a_file_is_deleted(business: Business, sign_in: SignIn) -> None:
    client = sign_in(Role.OWNER)
    file = ask(client, business)
    response = client.post(f"/b/{business.slug}/files/{file.id}/delete/", follow=True)
    assert "The file is deleted." in response.content.decode()
    drain()
    with acting_for(business):
        assert not Export.objects.exists()


def test_the_page_of_answers_leads_to_them(business: Business, sign_in: SignIn) -> None:
    text = sign_in(Role.STAFF).get(f"/b/{business.slug}/answers/").content.decode()
    assert f'href="/b/{business.slug}/files/"' in text
