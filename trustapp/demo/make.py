"""Making the two businesses of the demo."""

import random
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts.actions import add_dimensions, change_business, close_checklist, create_business
from accounts.models import Business, Membership, User
from accounts.roles import Role
from followup.actions.improvements import LOOK, looks_at
from followup.actions.reply_texts import add_text
from foundation.agenda.actions import add
from foundation.ledger.actions import advance, lock_cursor, record
from foundation.ledger.feed import consumers
from foundation.ledger.sealing import seal
from foundation.tenancy.context import acting_for
from metrics import change_words
from metrics.actions.goals import CLOSE, closes_at
from metrics.actions.recount import mark_all_stale, recount
from metrics.maths.comparison import compare
from metrics.maths.headline import headline
from metrics.maths.scales import SCALES, Counts, histogram
from metrics.models import ChosenMetric, Goal
from surveys.models import Answer
from trustapp.demo.story import Asked, month_before, people, rounds
from trustapp.demo.words import KIOSK, REPLY_TEXTS, SHOPS, TILL, TILL_OUTCOME
from trustapp.demo.write import DIMENSION, Writer

SEED = 7
PASSWORD = "rye-and-honey-2026"  # noqa: S105 # the demo's, printed for everybody
SLUG, NEIGHBOUR = "kornblume", "nordlicht"
TARGET = 40


def exists() -> bool:
    """Whether the demo has been made."""
    return Business.objects.filter(slug=SLUG).exists()


@transaction.atomic
def make(now: datetime) -> None:
    """Make both businesses, in one transaction: a killed start leaves nothing half made."""
    _bakery(now)
    _neighbour(now)


def _bakery(now: datetime) -> None:
    dice = random.Random(SEED)  # noqa: S311 # a story, not a secret
    team = {role: _user(f"{role.value}@kornblume.example", name) for role, name in TEAM.items()}
    business = create_business(name="Kornblume Bakery", owner=team[Role.OWNER], timezone="Europe/Berlin", slug=SLUG)
    for role in (Role.MANAGER, Role.STAFF, Role.VIEWER):
        Membership.objects.create(business=business, user=team[role], role=role.value, on_duty=role is Role.STAFF)
    change_business(business=business, by=team[Role.OWNER], quiet_days=28)  # each is asked about one thing or the other
    add_dimensions(business=business, names=[DIMENSION])
    with acting_for(business):
        writer = Writer(business, dice, [team[Role.STAFF].id, team[Role.MANAGER].id])
        crowd = people(dice, 620, now.date(), "customers.example")
        rows = writer.customers(crowd)
        zone = writer.zone
        recommend = writer.survey("Recommend us", "nps", now - timedelta(days=430))
        visit = writer.survey("Happy with your visit", "csat", now - timedelta(days=430))
        told = writer.sendings(recommend, rounds(dice, crowd, now, zone, kind="nps", turn=0), rows)
        happy = writer.sendings(visit, rounds(dice, crowd, now, zone, kind="csat", turn=1, every=2), rows)
        writer.cases(sorted(told + happy, key=lambda pair: pair[0].given_at), now - timedelta(days=365))
        _choose(business, ["nps", "csat"])
        _goal(business, told, now.astimezone(zone).date(), team[Role.OWNER])
        _improvements(writer, told, now.astimezone(zone).date(), team)
        for name, text in REPLY_TEXTS.items():
            add_text(business=business, by=team[Role.MANAGER].id, name=name, text=text)
    close_checklist(business=business, by=team[Role.OWNER])
    _settle(business, now)


def _neighbour(now: datetime) -> None:
    dice = random.Random(SEED + 1)  # noqa: S311 # as above
    owner = _user("owner@nordlicht.example", "Nils Nordlicht")
    business = create_business(name="Nordlicht Cycles", owner=owner, timezone="Europe/Berlin", slug=NEIGHBOUR)
    with acting_for(business):
        writer = Writer(business, dice, [owner.id])
        crowd = people(dice, 40, now.date(), "riders.example")
        rows = writer.customers(crowd)
        survey = writer.survey("Recommend us", "nps", now - timedelta(days=60))
        zone = ZoneInfo(business.timezone)
        told = writer.sendings(survey, rounds(dice, crowd, now, zone, kind="nps", turn=0)[-2:], rows)
        writer.cases(told, now - timedelta(days=30))
        _choose(business, ["nps"])
    _settle(business, now)


TEAM = {
    Role.OWNER: "Karla Kornblume",
    Role.MANAGER: "Mehmet Kaya",
    Role.STAFF: "Sina Vogel",
    Role.VIEWER: "Viktor Lorenz",
}


def _user(email: str, name: str) -> User:
    user = User.objects.create_user(email, PASSWORD, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def _choose(business: Business, metrics: list[str]) -> None:
    for position, metric in enumerate(metrics):
        ChosenMetric.objects.create(business_id=business.id, metric=metric, position=position)
        record(business=business, kind="metrics.chosen", subject=business.id, data={"metric": metric})


def _goal(business: Business, told: list[tuple[Answer, Asked]], today: date, owner: User) -> None:
    """A goal begun five months ago, from what the quarter before said, due in four months."""
    begun, due = month_before(today, 5), month_before(today, -5) - timedelta(days=1)
    before = month_before(today, 8)
    scores = [answer.score for answer, _ in told if before <= answer.given_on < begun]
    baseline = headline(histogram(scores), SCALES["nps"])
    goal = Goal.objects.create(
        business_id=business.id,
        metric="nps",
        baseline=baseline.value,
        baseline_n=baseline.n,
        baseline_low=baseline.low,
        baseline_high=baseline.high,
        baseline_from=before,
        baseline_to=begun,
        target=TARGET,
        starts_on=begun,
        due_on=due,
        owner=owner.id,
    )
    record(business=business, kind="goal.set", subject=goal.id, actor=owner.id, data={"metric": "nps"})
    add(business=business, kind=CLOSE, key=str(goal.id), due_at=closes_at(month_before(today, -1), business))


def _improvements(writer: Writer, told: list[tuple[Answer, Asked]], today: date, team: dict[Role, User]) -> None:
    """A second till, long since looked back on, and two people at the kiosk, to be looked back on in two weeks."""
    began, ended = today - timedelta(days=200), today - timedelta(days=88)
    shop = next(iter(SHOPS))

    def given(since: date, until: date) -> Counts:
        return histogram(
            answer.score for answer, asked in told if asked.person.shop == shop and since <= answer.given_on < until
        )

    found = change_words.found(compare(given(began - (ended - began), began), given(began, ended), SCALES["nps"]))
    writer.improvement(
        **TILL,
        kind="nps",
        dimension=DIMENSION,
        segment=shop,
        owner=team[Role.OWNER].id,
        starts_on=began,
        review_on=ended,
        state="reviewed",
        found=found,
        outcome=TILL_OUTCOME,
        settled_on=ended,
    )
    running = writer.improvement(
        **KIOSK,
        kind="nps",
        dimension=DIMENSION,
        segment="Station kiosk",
        owner=team[Role.MANAGER].id,
        starts_on=today - timedelta(days=80),
        review_on=today + timedelta(days=16),
        state="started",
    )
    due_at = looks_at(running.review_on, writer.business)
    add(business=writer.business, kind=LOOK, key=str(running.id), due_at=due_at)


def _settle(business: Business, now: datetime) -> None:
    """Seal the ledger and count the answers, as the workers would in the next seconds."""
    sealed = 0
    while lines := seal(business=business):
        sealed += lines
    with acting_for(business):
        for consumer in consumers:  # the past is told already: nobody is alarmed about it today
            lock_cursor(business=business, consumer=consumer)
            advance(business=business, consumer=consumer, number=sealed)
        mark_all_stale(business=business)
        while recount(business=business, dimensions=business.dimensions, now=now):
            pass
