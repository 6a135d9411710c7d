"""Letters kept as files, and the pages that show them."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client
from pytest_django import Settings

from accounts.models import Business
from letters import outbox
from letters.mime import Sender, compose
from letters.purposes import Mail, Picture
from letters.tasks import send_letters
from tests.factories.letters import PURPOSE, Writer, address, queue_letters
from trustapp.settings import mail_server

HTML = "<!DOCTYPE html><html><body><script>alert(1)</script><a href='https://a.example/'>Answer</a></body></html>"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Settings) -> None:
    settings.VAR_DIR = tmp_path
    settings.EMAIL_URL = ""
    settings.DEBUG = False


def keep(to: str = "ann@example.com", subject: str = "Grüße", html: str = HTML) -> str:
    """Let Django send a letter; its name."""
    message = EmailMultiAlternatives(subject, "Hello <Ann>\nhttps://a.example/", to=[to])
    if html:
        message.attach_alternative(html, "text/html")
    message.connection = get_connection("letters.outbox.OutboxBackend")
    message.send()
    return outbox.names()[0]


def test_without_a_mail_server_letters_go_to_the_outbox(business: Business, writer: Writer) -> None:
    subjects = queue_letters(business, 2)
    send_letters(business.id, PURPOSE)
    kept = outbox.heads(outbox.names())
    assert {letter.to for letter in kept} == {address(subject) for subject in subjects}
    assert {writer.outcome(subject) for subject in subjects} == {("sent", "")}


def test_django_itself_uses_the_outbox_too() -> None:
    assert mail_server("") == {"EMAIL_BACKEND": "letters.outbox.OutboxBackend"}
    keep("bob@example.com")
    assert [letter.to for letter in outbox.heads(outbox.names())] == ["bob@example.com"]


def test_files_are_for_this_user_only() -> None:
    name = keep()
    assert (outbox.folder() / f"{name}.eml").stat().st_mode & 0o077 == 0
    assert outbox.folder().stat().st_mode & 0o077 == 0


def test_the_oldest_are_thrown_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "KEPT", 3)
    names = [keep() for _ in range(5)]
    assert outbox.names() == names[:1:-1]


def test_the_list_shows_the_newest_first(client: Client) -> None:
    keep(subject="First")
    keep(subject="Second")
    page = client.get("/outbox/").content.decode()
    assert page.index("Second") < page.index("First")


def test_an_empty_outbox_says_so(client: Client) -> None:
    assert "No letters yet" in client.get("/outbox/").content.decode()


def test_letters_are_found_by_address(client: Client) -> None:
    keep("ann@example.com", "For Ann")
    keep("bob@example.com", "For Bob")
    page = client.get("/outbox/", {"q": "BOB@"}).content.decode()
    assert "For Bob" in page
    assert "For Ann" not in page
    assert "No letter to that address" in client.get("/outbox/", {"q": "eve"}).content.decode()


def test_a_letter_shows_its_words_and_headers(client: Client) -> None:
    page = client.get(f"/outbox/{keep()}/").content.decode()
    assert "<h1>Grüße</h1>" in page
    assert "ann@example.com" in page
    assert "Hello &lt;Ann&gt;" in page
    assert '<a href="https://a.example/"' in page
    assert "/html" in page


def test_a_letter_without_html_has_no_frame(client: Client) -> None:
    name = keep(html="")
    assert "<iframe" not in client.get(f"/outbox/{name}/").content.decode()
    assert client.get(f"/outbox/{name}/html").status_code == 404


def test_the_frame_runs_nothing_and_its_links_leave_it(client: Client) -> None:
    reply = client.get(f"/outbox/{keep()}/html")
    policy = reply["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-top-navigation-by-user-activation" in policy
    assert "script-src" not in policy
    assert reply["X-Frame-Options"] == "SAMEORIGIN"
    assert reply["Referrer-Policy"] == "no-referrer"
    assert '<base target="_top">' in reply.content.decode()


@pytest.mark.parametrize("name", ["..", "../../settings", "%2e%2e%2fsecret", "20260101T000000000000-00000000", "x"])
def test_names_that_are_no_letter_are_not_found(client: Client, name: str) -> None:
    (outbox.folder().parent / "secret.eml").write_text("Subject: secret\n\n")
    assert client.get(f"/outbox/{name}/").status_code == 404
    assert outbox.letter(name) is None


@pytest.mark.parametrize("where", [{"REMOTE_ADDR": "203.0.113.5"}, {"HTTP_X_FORWARDED_FOR": "203.0.113.5"}])
def test_from_elsewhere_there_is_no_outbox(client: Client, where: dict[str, str]) -> None:
    name = keep()
    for path in ("/outbox/", f"/outbox/{name}/", f"/outbox/{name}/html"):
        assert client.get(path, **where).status_code == 404  # type: ignore[arg-type] # WSGI variables, as the client takes them


def test_with_a_mail_server_there_is_no_outbox(client: Client, settings: Settings) -> None:
    settings.EMAIL_URL = "smtp://mail.example"
    assert client.get("/outbox/").status_code == 404


def test_a_letter_s_own_picture_is_shown_and_nothing_is_fetched(client: Client) -> None:
    mail = Mail(
        "a@example.com", "S", "Hi", '<img src="cid:nps@trustapp">', pictures=[Picture("nps@trustapp", b"\x89PNG")]
    )
    sender = Sender("Trustapp", "hello@trustapp.example")
    name = outbox.keep(compose(mail, sender=sender, message_id="<1@a.example>", at=datetime.now(UTC)))
    shown = client.get(f"/outbox/{name}/html")
    assert 'src="data:image/png;base64,iVBORw=="' in shown.content.decode()
    assert "default-src 'none'" in shown["Content-Security-Policy"]


@pytest.mark.django_db
def test_the_page_that_sends_people_to_their_inbox_leads_here(client: Client) -> None:
    assert b'href="/outbox/"' in client.get("/accounts/confirm-email/").content


@pytest.mark.django_db
def test_nobody_is_led_here_where_letters_go_out_or_from_elsewhere(client: Client, settings: Settings) -> None:
    assert b"/outbox/" not in client.get("/accounts/confirm-email/", headers={"X-Forwarded-For": "192.0.2.1"}).content
    settings.EMAIL_URL = "smtp://mail.example.com"
    assert b"/outbox/" not in client.get("/accounts/confirm-email/").content
