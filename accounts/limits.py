"""How what was tried lately is counted. Named in the settings, so no models here.

The limits are allauth's own (`ACCOUNT_RATE_LIMITS`); `docs/threat-model.md` says which.
"""

import hashlib
import hmac

from django.conf import settings


def hashed_key(key: str, prefix: str, version: int) -> str:
    """What an entry of the cache is kept under: nobody's address stands in the database as it is."""
    return hmac.digest(settings.SECRET_KEY.encode(), f"{version}:{prefix}:{key}".encode(), hashlib.sha256).hex()
