"""Why an invitation was skipped or failed, in words that can be counted. Pure."""

from dataclasses import dataclass

NO_ADDRESS = "has no e-mail address"
CALLED_OFF = "the round was called off"
BOUNCED = "the address does not work"
REFUSED = "the mail server did not take the letter"
BROKEN_OFF = "the connection broke off while the letter was handed over"
ON_ITS_WAY = "another letter is on its way"


@dataclass(frozen=True, slots=True)
class Skip:
    """Why somebody is not asked, and what is theirs alone: until when they rest."""

    reason: str
    note: str = ""


def quiet(days: int) -> str:
    """They were asked not long ago."""
    return f"asked in the last {days} days"
