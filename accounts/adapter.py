"""How allauth writes to people."""

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc] # allauth ships no types
    """allauth's own, with every link of a letter at our address: a request's `Host` is a stranger's word."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put each link at BASE_URL, then send."""
        ours = {name: at_base_url(value) for name, value in context.items()}
        site = SimpleNamespace(name="Trustapp", domain=urlsplit(settings.BASE_URL).netloc)
        super().send_mail(template_prefix, email, {**ours, "current_site": site})


def at_base_url(value: Any) -> Any:
    """A web address moved to BASE_URL; anything else as it is."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    parts = urlsplit(value)
    return f"{settings.BASE_URL}{parts.path}" + (f"?{parts.query}" if parts.query else "")
