"""Answers in words: the filters as a sentence, and each answer as a line. Pure."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from customers import properties
from dashboards.presenters import periods
from foundation import writing

MARKS = {"high": "promoter", "middle": "passive", "low": "detractor"}  # the class names of the style guide
BANDS = {"high": "happy", "middle": "in-between", "low": "unhappy"}
STATES = {"confirmed": "", "set_aside": "set aside", "provisional": "not confirmed yet", "": "in every state"}
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which answers are shown. `last` is within; an empty `state` is every state; a segment's empty value is
    "not known"."""

    kind: str = ""
    band: str = ""
    segment: tuple[str, str] | None = None
    first: date | None = None
    last: date | None = None
    words: str = ""
    with_comment: bool = False
    state: str = "confirmed"
    customer: uuid.UUID | None = None

    @property
    def until(self) -> date | None:
        """The first day that no longer counts."""
        return None if self.last is None else self.last + DAY


def sentence(chosen: Chosen, count: int, question: str, today: date, name: str = "") -> str:
    """12 unhappy answers to “Recommend us” by Ann Weber, branch Station kiosk, 1 June to 31 August, that say “rye”."""
    counted = f"{writing.count(count)} answer{'' if count == 1 else 's'}"
    if chosen.band:
        counted = counted.replace(" ", f" {BANDS[chosen.band]} ", 1)
    counted = f"{counted} to “{question}”" if question else counted
    parts = [f"{counted} by {name}" if name else counted]
    parts += [STATES[chosen.state]] if STATES[chosen.state] else []
    parts += [place(*chosen.segment)] if chosen.segment else []
    parts += [given(chosen, today)] if chosen.first or chosen.last else []
    parts += ["with a comment"] if chosen.with_comment and not chosen.words else []
    parts += [f"that {'says' if count == 1 else 'say'} “{chosen.words}”"] if chosen.words else []
    return f"{', '.join(parts)}."


def place(dimension: str, value: str) -> str:
    """branch Station kiosk; branch not known."""
    return f"{properties.in_words(dimension)} {value or 'not known'}"


def segment_name(dimension: str, value: str) -> str:
    """The segment alone: Station kiosk; "Branch not known" where there is none."""
    return value or f"{properties.label(dimension)} not known"


def given(chosen: Chosen, today: date) -> str:
    """1 June to 31 August, since 1 June, up to 31 August."""
    if chosen.first and chosen.until:
        return periods.days(chosen.first, chosen.until, today)
    if chosen.first:
        return f"since {periods.day(chosen.first, today)}"
    return f"up to {periods.day(chosen.last or today, today)}"


def query(chosen: Chosen) -> dict[str, str]:
    """The filters as the parameters of the page's address, what is usual left out."""
    dimension, value = chosen.segment or ("", "")
    named = {
        "kind": chosen.kind,
        "band": chosen.band,
        "segment": f"{dimension}:{value}" if chosen.segment else "",
        "from": chosen.first.isoformat() if chosen.first else "",
        "to": chosen.last.isoformat() if chosen.last else "",
        "words": chosen.words,
        "comments": "1" if chosen.with_comment else "",
        "state": {"confirmed": "", "": "all"}.get(chosen.state, chosen.state),
        "customer": str(chosen.customer) if chosen.customer else "",
    }
    return {name: text for name, text in named.items() if text}


def where_and_when(
    segments: dict[str, str], dimensions: Sequence[str], at: datetime, now: datetime, zone: ZoneInfo
) -> str:
    """Station kiosk, today 08:12: the first dimension that is known says where."""
    known = next((segments[name] for name in dimensions if segments.get(name)), "")
    when = periods.moment(at, now, zone)
    return f"{known}, {when}" if known else periods.sentence(when)
