"""How allauth writes to people, and what it leaves in the log."""

from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import urlsplit

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts.models import User

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """allauth's own, with every link of a letter at our address: a request's `Host` is a stranger's word.

    Signing in and out leaves a line in the log, without the address that was typed.
    """

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Address and password do not go together. Try again, or ask for a new password.",
        "enter_current_password": "That is not your password of now.",
        "incorrect_password": "That is not your password.",
        "too_many_login_attempts": "Too many tries. Wait a few minutes, then try again.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put each link at BASE_URL, then send."""
        ours = {name: at_base_url(value) for name, value in context.items()}
        site = SimpleNamespace(name="Trustapp", domain=urlsplit(settings.BASE_URL).netloc)
        super().send_mail(template_prefix, email, {**ours, "current_site": site})

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse who tried too often. Raises ValidationError."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            log.warning("sign-in refused: tried too often")
            raise

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong address or password; which of them is nobody's business."""
        log.warning("sign-in failed")
        super().authentication_failed(request, **credentials)

    def login(self, request: HttpRequest, user: User) -> None:
        """All factors were right."""
        super().login(request, user)
        log.info("signed in", user=str(user.pk))

    def logout(self, request: HttpRequest) -> None:
        """Somebody leaves."""
        log.info("signed out", user=str(request.user.pk))
        super().logout(request)


def at_base_url(value: Any) -> Any:
    """A web address moved to BASE_URL; anything else as it is."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    parts = urlsplit(value)
    return f"{settings.BASE_URL}{parts.path}" + (f"?{parts.query}" if parts.query else "")
