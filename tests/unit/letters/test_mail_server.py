"""EMAIL_URL as settings."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from trustapp.settings import mail_server


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://ann:p%40ss@mail.example", 25, None, None),
        ("smtp+tls://ann:p%40ss@mail.example", 587, True, None),
        ("smtps://ann:p%40ss@mail.example", 465, None, True),
        ("smtps://ann:p%40ss@mail.example:2465", 2465, None, True),
    ],
)
def test_an_address_names_host_port_and_security(url: str, port: int, tls: bool | None, ssl: bool | None) -> None:
    server = mail_server(url)
    assert (server["EMAIL_HOST"], server["EMAIL_PORT"]) == ("mail.example", port)
    assert (server.get("EMAIL_USE_TLS"), server.get("EMAIL_USE_SSL")) == (tls, ssl)
    assert (server["EMAIL_HOST_USER"], server["EMAIL_HOST_PASSWORD"]) == ("ann", "p@ss")
    assert server["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def test_another_scheme_is_refused_with_its_remedy() -> None:
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL begins with smtp"):
        mail_server("consolemail://")
