"""Where a customer's answer to a reply goes: an address for each case, signed, so that nobody can make up another.

`answers@mail.example` becomes `answers+`, code, case, signature, `@mail.example`: lower case, and at most 64 characters
before the @ (RFC 5321, 4.5.3.1.1) where the name itself has at most 13.
"""

import base64
import hmac
import re
import uuid

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "followup.addresses"
CODE, CASE, SIGNATURE = 8, 26, 16  # characters: of a business's code, 128 bits and 80 bits in base 32
LONGEST_NAME = 64 - 1 - CODE - CASE - SIGNATURE


def case_address(code: str, case_id: uuid.UUID) -> str:
    """The address of a case in `REPLY_ADDRESS`'s mailbox; "" where that is not set."""
    name, _, domain = settings.REPLY_ADDRESS.partition("@")
    if not domain:
        return ""
    case = _text(case_id.bytes)
    return f"{name}+{code}{case}{_signature(code, case, settings.SECRET_KEY)}@{domain}"


def addressed(address: str) -> tuple[str, uuid.UUID] | None:
    """The business's code and the case that an address is of; None where it is none of ours."""
    name, _, domain = settings.REPLY_ADDRESS.lower().partition("@")
    found = re.fullmatch(
        rf"{re.escape(name)}\+([a-z0-9]{{{CODE}}})([a-z2-7]{{{CASE}}})([a-z2-7]{{{SIGNATURE}}})@{re.escape(domain)}",
        address.strip().lower(),
    )
    if not domain or not found:
        return None
    code, case, signature = found.groups()
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    if not any(hmac.compare_digest(signature, _signature(code, case, key)) for key in keys):
        return None
    return code, uuid.UUID(bytes=base64.b32decode(f"{case}======".upper()))


def _signature(code: str, case: str, key: str) -> str:
    return _text(salted_hmac(SALT, f"{code}.{case}", secret=key, algorithm="sha256").digest()[:10])


def _text(value: bytes) -> str:
    return base64.b32encode(value).decode().rstrip("=").lower()
