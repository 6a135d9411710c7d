"""The door of the mail providers: their word by secret or signature, nobody else's, and nothing told to strangers."""

import base64
import hashlib
import hmac
import json
import uuid
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from pytest_django import Settings

from accounts.models import Business
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from letters.actions import queue
from letters.marks import Marked, mark_of
from letters.models import Letter
from tests.factories.letters import PURPOSE

SECRET, KEY = "postman:correct horse", "a signing key"
SIGNER = ec.generate_private_key(ec.SECP256R1())
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::anymail.exceptions.AnymailNotSupportedWarning"),  # SendGrid; see ADR 10
]


@pytest.fixture
def letter(business: Business) -> Marked:
    """A letter that was sent."""
    queue(business=business, purpose=PURPOSE, subjects=[uuid.uuid4()])
    with acting_for(business):
        Letter.objects.update(state="sent")
        return Marked(business.id, Letter.objects.get().id)


def mark(letter: Marked) -> str:
    return mark_of(f"<{letter.business_id.hex}.{letter.letter_id.hex}@x>")


def use(settings: Settings, name: str) -> None:
    settings.MAIL_PROVIDER, settings.MAIL_WEBHOOK_SECRET, settings.MAIL_WEBHOOK_KEY = name, "", ""
    if name == "mailgun":
        settings.MAIL_WEBHOOK_KEY = KEY
    elif name == "sendgrid":
        der = SIGNER.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        settings.MAIL_WEBHOOK_KEY = base64.b64encode(der).decode()
    else:
        settings.MAIL_WEBHOOK_SECRET = SECRET


def bounce(name: str, letter: Marked, kind: str = "bounced") -> Any:
    """What each provider sends of a letter that came back, or was reported as spam."""
    spam, told = kind == "complained", {"letter": mark(letter)}
    if name == "postmark":
        types = {"RecordType": "SpamComplaint", "Type": "SpamComplaint"} if spam else {"Type": "HardBounce"}
        return {"RecordType": "Bounce", "ID": 42, "Email": "a@example.com", "Metadata": told, **types}
    if name == "mailgun":
        event = {"event": "complained"} if spam else {"event": "failed", "severity": "permanent", "reason": "bounce"}
        stamp = {"timestamp": "1700000000", "token": uuid.uuid4().hex}
        signed = hmac.new(KEY.encode(), f"{stamp['timestamp']}{stamp['token']}".encode(), hashlib.sha256).hexdigest()
        data = {**event, "timestamp": 1700000000.5, "recipient": "a@example.com", "user-variables": told}
        return {"signature": {**stamp, "signature": signed}, "event-data": data}
    if name == "brevo":
        return {
            "event": "spam" if spam else "hard_bounce",
            "email": "a@example.com",
            "X-Mailin-custom": json.dumps(told),
        }
    return [
        {"event": "processed", "email": "a@example.com", "timestamp": 1700000000, **told},
        {"event": "spamreport" if spam else "bounce", "type": "bounce", "timestamp": 1700000000, **told},
    ]


def send(name: str, body: Any, *, signed: bool = True, **more: Any) -> int:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers: dict[str, str] = {}
    if signed and name in ("postmark", "brevo"):
        headers["Authorization"] = f"Basic {base64.b64encode(SECRET.encode()).decode()}"
    elif signed and name == "sendgrid":
        stamp = "1700000000"
        signature = SIGNER.sign(stamp.encode() + raw, ec.ECDSA(hashes.SHA256()))
        headers["X-Twilio-Email-Event-Webhook-Signature"] = base64.b64encode(signature).decode()
        headers["X-Twilio-Email-Event-Webhook-Timestamp"] = stamp
    elif not signed and isinstance(body, dict) and "signature" in body:
        raw = json.dumps({**body, "signature": {**body["signature"], "signature": "0" * 64}}).encode()
    answer = Client(enforce_csrf_checks=True).post(
        f"/hooks/mail/{name}/", raw, content_type="application/json", headers=headers, **more
    )
    assert answer.content == b"" or answer.status_code == 404
    return answer.status_code


def lines(business: Business) -> list[str]:
    with acting_for(business):
        return list(LedgerLine.objects.order_by("id").values_list("kind", flat=True))


NAMES = ["postmark", "mailgun", "brevo", "sendgrid"]


@pytest.mark.parametrize("kind", ["bounced", "complained"])
@pytest.mark.parametrize("name", NAMES)
def test_a_provider_is_heard_and_the_same_again_does_nothing(
    business: Business, settings: Settings, letter: Marked, name: str, kind: str
) -> None:
    use(settings, name)
    assert [send(name, bounce(name, letter, kind)) for _ in range(2)] == [200, 200]
    assert lines(business) == [f"letter.{kind}"]


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_is_not(business: Business, settings: Settings, letter: Marked, name: str) -> None:
    use(settings, name)
    assert send(name, bounce(name, letter), signed=False) == 403
    assert send(name, b"nonsense", signed=False) == 403
    assert lines(business) == []


@pytest.mark.parametrize("name", NAMES)
def test_without_a_secret_or_for_another_provider_there_is_no_door(
    business: Business, settings: Settings, letter: Marked, name: str
) -> None:
    use(settings, name)
    other = NAMES[NAMES.index(name) - 1]
    assert send(other, bounce(other, letter)) == 404
    settings.MAIL_WEBHOOK_SECRET = settings.MAIL_WEBHOOK_KEY = ""
    assert send(name, bounce(name, letter)) == 404
    assert lines(business) == []


@pytest.mark.parametrize(
    "body", [b"nonsense", b"[]", b"3", {"RecordType": ["x"], "Metadata": 3}, {"RecordType": "Bounce", "Metadata": [1]}]
)
def test_what_cannot_be_read_changes_nothing(settings: Settings, business: Business, body: Any) -> None:
    use(settings, "postmark")
    assert send("postmark", body) in (200, 400)
    assert lines(business) == []


def test_a_body_that_is_too_large_is_refused(settings: Settings, business: Business) -> None:
    use(settings, "postmark")
    assert send("postmark", b" " * ((1 << 20) + 1)) == 413


def test_a_letter_in_a_worker_s_hands_is_told_again_later(
    business: Business, settings: Settings, letter: Marked
) -> None:
    use(settings, "postmark")
    with acting_for(business):
        Letter.objects.update(claim=uuid.uuid4())
    assert send("postmark", bounce("postmark", letter)) == 503
    assert lines(business) == []


@pytest.mark.parametrize(
    "more",
    [
        {"Type": "SoftBounce"},
        {"Type": "Transient"},
        {"Type": "Blocked"},
        {"Type": "AutoResponder"},
        {"RecordType": "Open"},
    ],
)
def test_what_says_nothing_of_the_address_is_no_bounce(
    business: Business, settings: Settings, letter: Marked, more: dict[str, str]
) -> None:
    use(settings, "postmark")
    assert send("postmark", {**bounce("postmark", letter), **more}) == 200
    assert lines(business) == []


def test_a_letter_that_is_nobody_s_is_passed_over(settings: Settings, business: Business) -> None:
    use(settings, "postmark")
    assert send("postmark", bounce("postmark", Marked(business.id, uuid.uuid4()))) == 200
    assert lines(business) == []
