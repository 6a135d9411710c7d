"""Codes of a second factor, as an app on a phone makes them."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

PERIOD = 30  # seconds that a code lasts


def code_of(secret: str) -> str:
    """The code of this moment. It may be over in the next: see the fixture `one_moment`."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // PERIOD)))
