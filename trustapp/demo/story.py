"""What happened in the demo, made up by rule from a seed. Pure."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from trustapp.demo.words import FIRST, LAST, REMARKS, SHOPS

MONTHS = 14
ANSWERED = 0.36
NEWEST_DAYS, DAYS_A_MONTH = 5, 30.44  # the newest round is still being answered
REMARKED = 0.6
# Shop → share of promoters and of detractors, fourteen months ago and today.
MOOD = {
    "Old Town shop": ((0.46, 0.24), (0.64, 0.11)),
    "Station kiosk": ((0.46, 0.23), (0.42, 0.26)),
    "Delivery": ((0.40, 0.24), (0.54, 0.18)),
}


@dataclass(frozen=True)
class Person:
    """A customer of the demo."""

    number: int
    name: str
    email: str
    shop: str
    since: date


@dataclass(frozen=True)
class Asked:
    """One person asked, and what they answered, if they did. `band` is low, middle or high."""

    person: Person
    at: datetime
    answered_at: datetime | None
    score: int
    band: str
    remark: str
    cause: str


@dataclass(frozen=True)
class Sending:
    """One round: when it began, and who was asked."""

    at: datetime
    asked: list[Asked]


def people(dice: random.Random, count: int, today: date, domain: str) -> list[Person]:
    """`count` customers who came one after another, over `MONTHS` and two years before."""
    shops, weights = list(SHOPS), list(SHOPS.values())
    made = []
    for number in range(count):
        first, last = dice.choice(FIRST), dice.choice(LAST)
        age = dice.randint(20, MONTHS * 30 + 700)
        email = f"{first}.{last}.{number}@{domain}".lower()
        shop = dice.choices(shops, weights)[0]
        made.append(Person(number, f"{first} {last}", email, shop, today - timedelta(days=age)))
    return made


def rounds(
    dice: random.Random, crowd: list[Person], now: datetime, zone: ZoneInfo, *, kind: str, turn: int, every: int = 1
) -> list[Sending]:
    """Monthly rounds up to `now`: each time the third of the crowd whose turn it is, so nobody twice in 90 days.

    `kind` is a scale, nps or csat; `every` lets months out.
    """
    made = []
    for back in range(MONTHS, -1, -every):
        start = now.astimezone(zone).date() - timedelta(days=NEWEST_DAYS + round(back * DAYS_A_MONTH))
        at = datetime.combine(start, time(9), zone)
        progress = 1 - back / MONTHS
        turned = (person for person in crowd if (person.number + back + turn) % 3 == 0)
        known = [person for person in turned if person.since < start - timedelta(days=14)]
        made.append(Sending(at, [ask(dice, person, at, now, progress, kind) for person in known]))
    return made


def ask(dice: random.Random, person: Person, at: datetime, now: datetime, progress: float, kind: str) -> Asked:
    """Ask one person; the mood of their shop decides what they say."""
    delivered = at + timedelta(seconds=dice.randint(1, 240))
    promoters, detractors = (
        before + (after - before) * progress for before, after in zip(*MOOD[person.shop], strict=True)
    )
    luck = dice.random()
    band = "high" if luck < promoters else "low" if luck > 1 - detractors else "middle"
    score = dice.choice({"nps": NPS_SCORES, "csat": CSAT_SCORES}[kind][band])
    remark, cause = dice.choice(REMARKS[band][""] + 2 * REMARKS[band][person.shop])
    if dice.random() > REMARKED:
        remark = ""
    answered_at = delivered + timedelta(minutes=3 + dice.expovariate(1 / 1400))
    silent = dice.random() > ANSWERED or answered_at > now
    return Asked(person, delivered, None if silent else answered_at, score, band, remark, cause)


NPS_SCORES = {"low": [0, 2, 3, 4, 5, 5, 6, 6, 6], "middle": [7, 8, 8], "high": [9, 9, 10, 10, 10]}
CSAT_SCORES = {"low": [1, 2, 2], "middle": [3, 3, 4], "high": [4, 5, 5, 5]}


def month_before(day: date, back: int) -> date:
    """The first day of the month `back` months before that of `day`; after it, where `back` is negative."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
