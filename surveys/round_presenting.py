"""What the page of a round shows: how it is going, what it brought, and the people behind each count."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.utils import timezone

from accounts.models import Business
from surveys.actions.rounds import undo_until
from surveys.beside import figures_of
from surveys.models import Round
from surveys.progress import PLACE_WORDS, STATE_WORDS, Progress, progress, tally_parts, when
from surveys.queries import round_people, rounds
from surveys.queries.round_people import Asked
from surveys.queries.rounds import RoundCounts

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody of a round as the page shows them."""

    id: uuid.UUID
    name: str
    state: str
    words: str
    note: str


@dataclass(frozen=True, slots=True)
class Glance:
    """All of a round that moves, in few queries."""

    how: Progress
    counts: RoundCounts
    remindable: int
    paused: bool

    @property
    def token(self) -> str:
        """What names all this: an open page that has seen it needs nothing new."""
        numbers = [getattr(self.counts, place) for place in PLACE_WORDS]
        moving = [self.how.again, self.how.undo_seconds, int(self.how.stoppable), self.remindable, int(self.paused)]
        return ".".join(map(str, moving + numbers))


def glance(business: Business, shown: Round) -> Glance:
    """How a round is going."""
    now, paused = timezone.now(), business.sending_paused
    counts = rounds.counts_of(business, [shown.id])[shown.id]
    out_at = max(at for at in (shown.starts_at, shown.prepared_at, shown.reminded_at) if at)
    zone = ZoneInfo(business.timezone)
    how = progress(shown.state, shown.starts_at, undo_until(shown), counts, paused, now, zone, out_at)
    remindable = 0 if shown.reminded_at else rounds.remindable(business, shown.id, now)
    return Glance(how, counts, remindable, bool(paused))


def context(business: Business, shown: Round, seen: Glance, asked: Mapping[str, str]) -> dict[str, Any]:
    """Context of the part that moves; `asked` is the query: `who`, `reason` and `page`."""
    return {
        "round": shown,
        "counts": seen.counts,
        "how": seen.how,
        "tally": tally_parts(seen.counts),
        "remindable": seen.remindable,
        "token": seen.token,
        "figures": figures_of(business, shown.id, shown.survey.kind),
        **people(business, shown, seen.counts, asked, ZoneInfo(business.timezone)),
    }


def people(
    business: Business, shown: Round, counts: RoundCounts, asked: Mapping[str, str], zone: ZoneInfo
) -> dict[str, Any]:
    """The list of people and what it can be narrowed to; a place that is unknown is everybody."""
    places = [("", "in all", counts.everybody)]
    places += [(place, words, n) for place, words in PLACE_WORDS.items() if (n := getattr(counts, place))]
    reasons = round_people.reasons_of(business, shown.id)
    reason = asked.get("reason", "")
    place = asked.get("who", "") if asked.get("who") in PLACE_WORDS and not reason else ""
    total = sum(n for name, n in reasons if name == reason) if reason else getattr(counts, place or "everybody")
    page = Paginator(range(total), PAGE).get_page(asked.get("page"))
    found = round_people.people_of(
        business, shown.id, place=place, reason=reason, offset=(page.number - 1) * PAGE, limit=PAGE
    )
    return {
        "places": places,
        "place": place,
        "reasons": reasons,
        "reason": reason,
        "people": [row(one, zone) for one in found],
        "page": page,
    }


def row(one: Asked, zone: ZoneInfo) -> Row:
    """What became of one person's letter, and when, or why not."""
    state = "Answered" if one.answered_at else STATE_WORDS[one.state]
    return Row(one.customer_id, one.name, state, words(one, zone), one.note)


def words(one: Asked, zone: ZoneInfo) -> str:
    """Why somebody got no letter, else when they answered, else when the letter arrived."""
    at: datetime | None = one.answered_at or one.delivered_at
    return one.reason or (when(at, zone) if at else "")
