"""Which closed cases a list shows: those about the answers of some days, and of one cause. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from urllib.parse import urlencode

from followup.lists import CLOSED
from foundation import writing
from surveys.scales import SCALES

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class About:
    """Closed cases of answers to one kind of question, given in [since, until); of one cause, where one is named."""

    kind: str
    since: date
    until: date
    cause: str = ""

    @classmethod
    def read(cls, data: Mapping[str, str]) -> Self | None:
        """What `query` wrote into an address; None where it does not say so."""
        kind, cause = data.get("kind", ""), data.get("cause", "")
        known = kind in SCALES and "\0" not in cause  # which no text in the database holds
        try:
            since, last = (date.fromisoformat(data.get(name, "")) for name in ("from", "to"))
            return cls(kind, since, last + DAY, cause) if known else None
        except (OverflowError, ValueError):
            return None

    def parameters(self, cause: str = "") -> dict[str, str]:
        """The parameters of the queue's page that list them; of one cause, where one is named."""
        last = (self.until - DAY).isoformat()
        named = {"show": CLOSED, "kind": self.kind, "from": self.since.isoformat(), "to": last, "cause": cause}
        return {name: text for name, text in named.items() if text}

    def query(self, cause: str = "") -> str:
        """`parameters` as they stand in an address."""
        return urlencode(self.parameters(cause))

    def sentence(self, count: int) -> str:
        """3 cases closed about “Waiting time”, of answers given from 3 November 2026 to 30 November 2026."""
        closed = f"{writing.count(count)} case{'' if count == 1 else 's'} closed"
        words = f"{closed} about “{self.cause}”" if self.cause else closed
        days = f"from {writing.full_day(self.since)} to {writing.full_day(self.until - DAY)}"
        return f"{words}, of answers given {days}."
