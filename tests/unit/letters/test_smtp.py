"""The line to the mail server: who may use it, and whom it trusts."""

import ssl
from collections.abc import Iterator
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone
from pytest_django import Settings

from accounts.models import Business
from foundation.tenancy.context import acting_for
from letters.carriers import UnreachableError
from letters.models import Letter
from letters.smtp import SmtpCarrier
from letters.tasks import send_letters
from tests.factories.letters import PURPOSE, Writer, queue_letters
from tests.smtp_sink import HOST, Sink, smtp_sink


@pytest.fixture
def carrier() -> Iterator[SmtpCarrier]:
    """A carrier, its line closed at the end."""
    carrier = SmtpCarrier("hello@trustapp.example")
    yield carrier
    carrier.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of the sink's own, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(timezone.now() - timedelta(days=1))
        .not_valid_after(timezone.now() + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "sink.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls_sink(certificate: Path, settings: Settings) -> Iterator[Sink]:
    """A sink that offers STARTTLS, and settings that ask for it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    with smtp_sink(tls=context) as sink:
        for name, value in (sink.settings() | {"EMAIL_USE_TLS": True}).items():
            setattr(settings, name, value)
        yield sink


def test_a_name_and_password_let_us_in(sink: Sink, settings: Settings, carrier: SmtpCarrier) -> None:
    sink.users["shop"] = "pass word"
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "shop", "pass word"
    assert carrier.offer("ann@example.com") is None


def test_a_wrong_password_says_what_to_look_at_and_not_itself(
    sink: Sink, settings: Settings, carrier: SmtpCarrier
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "shop", "wrong horse"
    with pytest.raises(UnreachableError, match="EMAIL_URL") as error:
        carrier.offer("ann@example.com")
    assert "horse" not in str(error.value)


def test_the_line_is_encrypted_where_the_certificate_is_trusted(
    tls_sink: Sink, certificate: Path, carrier: SmtpCarrier, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert carrier.offer("ann@example.com") is None
    assert carrier.line is not None
    assert isinstance(carrier.line.sock, ssl.SSLSocket)


def test_a_server_that_cannot_prove_who_it_is_gets_nothing(tls_sink: Sink, carrier: SmtpCarrier) -> None:
    with pytest.raises(UnreachableError):
        carrier.offer("ann@example.com")


def test_a_server_that_does_not_take_our_mail_fails_no_letter(business: Business, writer: Writer, sink: Sink) -> None:
    queue_letters(business, 2)
    sink.closed = True
    with pytest.raises(UnreachableError, match="DEFAULT_FROM_EMAIL"):
        send_letters(business.id, PURPOSE)
    with acting_for(business):
        assert set(Letter.objects.values_list("state", "claim")) == {("queued", None)}
