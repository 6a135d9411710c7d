"""How second factors are kept: encrypted under a key made of SECRET_KEY; a copy of the database makes no codes."""

import base64
import hashlib
import hmac
from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PURPOSE = b"accounts.second_factors"
MARK = "gAAAA"  # what Fernet's texts begin with; neither an app's secret nor a seed of recovery codes does
HELD = ("secret", "seed", "migrated_codes")  # what of an `Authenticator`'s data is to be kept so


class OtherKeyError(RuntimeError):
    """A second factor was encrypted under a SECRET_KEY that is not named any more."""


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc] # allauth ships no types
    """allauth's own, whose secrets are not plain in the database."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "That code is not right. A new one comes every 30 seconds: type the one you see now.",
        "unverified_email": "Confirm your e-mail address first, by the letter we sent you.",
    }

    def encrypt(self, text: str) -> str:
        """Under the newest key."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Under any key that is named. What the release before wrote is plain. Raises OtherKeyError."""
        if not encrypted_text.startswith(MARK):
            return encrypted_text
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as fault:
            raise OtherKeyError("Put the SECRET_KEY of that time into SECRET_KEY_FALLBACKS.") from fault


def kept(data: dict[str, Any]) -> dict[str, Any]:
    """An authenticator's data with everything secret encrypted under the newest key, whatever it was before."""
    return {name: _kept(value) if name in HELD else value for name, value in data.items()}


def _kept(value: Any) -> Any:
    if isinstance(value, list):
        return [_kept(one) for one in value]
    how = SecondFactors()
    return how.encrypt(how.decrypt(str(value)))


def _box() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hmac.digest(secret.encode(), PURPOSE, hashlib.sha256)))
