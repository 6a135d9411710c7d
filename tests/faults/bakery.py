"""A business at work: rounds go out, people answer by their links, cases open, days are counted.

It keeps account of what the product accepted, so that afterwards each piece can be looked for: `missing()`.
"""

import http.client
import os
import signal
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Event, Thread
from time import monotonic, sleep
from urllib.parse import urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.utils import timezone

from accounts.models import Business
from customers.models import Customer
from followup.models import Case
from foundation.agenda.models import Due
from foundation.ledger.models import LedgerLine
from foundation.ledger.queries import verify
from foundation.tenancy.context import acting_for
from letters.models import Letter
from metrics.actions import mark_all_stale, recount
from metrics.models import DailyHistogram
from surveys import links
from surveys.actions.rounds import plan_round
from surveys.models import Answer, Invitation, InvitationState, Round, RoundState, Survey
from surveys.queries.verification import check_answers
from tests.factories.accounts import make_business, make_member
from tests.factories.answers import make_survey
from tests.factories.metrics import histograms
from trustapp.supervisor import Supervisor

LOW, HIGH = 2, 9
WRITERS = 4
PAUSE = 0.02  # seconds between two answers of one writer
SOON = timedelta(seconds=10)  # a busy business is counted some seconds after its last answer
PATIENCE_SECONDS = 150.0
USUAL_SECONDS = 8.0


@dataclass
class Bakery:
    """One business, the links it gave out, and what came of them."""

    url: str
    business: Business = field(default_factory=make_business)
    survey: Survey = field(init=False)
    tokens: list[str] = field(default_factory=list)
    accepted: dict[str, int] = field(default_factory=dict)  # token → the score that was taken last
    asked: list[str] = field(default_factory=list)  # addresses that a round was sent to
    tries: int = 0

    def __post_init__(self) -> None:
        self.survey = make_survey(self.business)
        make_member(self.business)

    def invite(self, count: int) -> list[str]:
        """People whose letters arrived an hour ago; the tokens of their links."""
        at = timezone.now() - timedelta(hours=1)
        tokens = [links.new_token() for _ in range(count)]
        with acting_for(self.business):
            people = Customer.objects.bulk_create(
                Customer(business_id=self.business.id, email=f"{uuid.uuid4().hex}@example.com") for _ in tokens
            )
            Invitation.objects.bulk_create(
                Invitation(
                    business_id=self.business.id,
                    survey=self.survey,
                    customer=person,
                    state=InvitationState.SENT,
                    token_hash=links.token_hash(token),
                    delivered_at=at,
                    delivered_on=at.astimezone(ZoneInfo(self.business.timezone)).date(),
                    expires_at=at + timedelta(days=30),
                )
                for person, token in zip(people, tokens, strict=True)
            )
        self.tokens += tokens
        return tokens

    def send_round(self, count: int) -> uuid.UUID:
        """A round to so many new customers, whose minute of second thoughts is over."""
        name = uuid.uuid4().hex
        addresses = [f"{name}.{number}@example.com" for number in range(count)]
        with acting_for(self.business):
            Customer.objects.bulk_create(
                Customer(business_id=self.business.id, email=address, properties={"round": name})
                for address in addresses
            )
            planned = plan_round(
                business=self.business, survey_id=self.survey.id, audience={"property": "round", "value": name}
            )
            Round.objects.filter(id=planned.id).update(created_at=timezone.now() - timedelta(seconds=61))
        self.asked += addresses
        return planned.id

    def answer(self, token: str, score: int, line: http.client.HTTPConnection) -> bool:
        """Send an answer; whether it was taken."""
        self.tries += 1
        body = urlencode({"score": score, "stamp": token[:6]})
        try:
            line.request("POST", self.path(token), body, {"Content-Type": "application/x-www-form-urlencoded"})
            reply = line.getresponse()
            reply.read()
        except (OSError, http.client.HTTPException):
            line.close()
            return False
        if reply.status == http.HTTPStatus.OK:
            self.accepted[token] = score
        return reply.status == http.HTTPStatus.OK

    def answer_surely(self, token: str, score: int) -> None:
        """Send an answer until it is taken."""
        line = self.line()
        end = monotonic() + PATIENCE_SECONDS
        while not self.answer(token, score, line):
            assert monotonic() < end, "The pages take no answer."
            sleep(0.1)
        line.close()

    def path(self, token: str) -> str:
        """Where a link leads."""
        return links.answer_path(self.business.code, token)

    def line(self) -> http.client.HTTPConnection:
        """A connection to the pages."""
        where = urlsplit(self.url)
        return http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)

    @contextmanager
    def answering(self, tokens: list[str], writers: int = WRITERS) -> Iterator[None]:
        """Writers answer these links one after the other, and try each again until it is taken, within the block.

        Every second answer is a low one. Leaving the block waits until all have been taken.
        """
        enough = Event()

        def write(part: list[str]) -> None:
            line = self.line()
            for number, token in enumerate(part):
                end = monotonic() + PATIENCE_SECONDS
                while not self.answer(token, (LOW, HIGH)[number % 2], line) and monotonic() < end:
                    sleep(0.05)
                enough.wait(PAUSE)
            line.close()

        threads = [Thread(target=write, args=(tokens[place::writers],)) for place in range(writers)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            enough.set()
            for thread in threads:
                thread.join()
        assert not set(tokens) - set(self.accepted), "The pages do not take every answer."

    def case_opened(self, token: str) -> bool:
        """Whether the answer behind a link has its case."""
        with acting_for(self.business):
            return Case.objects.filter(answer__invitation__token_hash=links.token_hash(token)).exists()

    def at_rest(self) -> bool:
        """Whether all that is due is done, and every round is out."""
        if Due.objects.filter(business_id=self.business.id, due_at__lte=timezone.now() + SOON).exists():
            return False
        with acting_for(self.business):
            return not Round.objects.exclude(state=RoundState.SENT).exists()

    def check_answers(self) -> None:
        """Every accepted answer is there once, as it was sent, with one line; each low one has one case."""
        with acting_for(self.business):
            kept = Answer.objects.exclude(invitation=None).values_list("invitation__token_hash", "score", "state")
            stored = {bytes(token or b""): (score, state) for token, score, state in kept}
            given = Counter(LedgerLine.objects.filter(kind="answer.given").values_list("subject", flat=True))
            assert not LedgerLine.objects.filter(kind="answer.changed").exists()
            cases = Counter(Case.objects.values_list("answer__score", flat=True))
            assert Answer.objects.count() == len(stored) == len(self.accepted) == len(given)
        for token, score in self.accepted.items():
            assert stored[links.token_hash(token)] == (score, "confirmed")
        assert set(given.values()) <= {1}
        assert cases == Counter({LOW: list(self.accepted.values()).count(LOW)})
        assert check_answers(self.business).faults == []
        assert verify(business=self.business).faults == []

    def check_numbers(self) -> None:
        """What was counted day by day is what counting from scratch gives."""
        kept = histograms(self.business)
        with acting_for(self.business):
            DailyHistogram.objects.all().delete()
        mark_all_stale(business=self.business)
        while recount(business=self.business, dimensions=[], now=timezone.now()):
            pass
        assert kept == histograms(self.business)
        cells = [counts for (_, kind, _, dimension, _), counts in kept.items() if (kind, dimension) == ("nps", "")]
        assert sum(map(sum, cells)) == len(self.accepted)


def wait_for(wanted: Callable[[], bool], what: Callable[[], str]) -> float:
    """Wait for something; after how many seconds it came. Fails after a generous while."""
    begun = monotonic()
    while not wanted():
        assert monotonic() - begun < PATIENCE_SECONDS, what()
        sleep(0.1)
    return monotonic() - begun


def rest(bakery: Bakery, supervisor: Supervisor) -> None:
    """Wait until all is done. Work that fell down with its worker stays leased for a minute: let that one go by."""
    end = monotonic() + USUAL_SECONDS
    while not bakery.at_rest() and monotonic() < end:
        sleep(0.2)
    if not bakery.at_rest():
        renew_worker(bakery, supervisor, signal.SIGTERM)
    wait_for(bakery.at_rest, lambda: f"still due: {list(Due.objects.values('kind', 'due_at', 'attempts', 'error'))}")


def renew_worker(bakery: Bakery, supervisor: Supervisor, how: signal.Signals) -> None:
    """End the worker, killing all its processes or asking it to; once their leases are over, start another."""
    (child,) = [child for child in supervisor.children if child.name == "worker"]
    if child.process is not None:
        with suppress(ProcessLookupError):
            os.killpg(child.process.pid, how) if how == signal.SIGKILL else child.process.send_signal(how)
        child.process.wait()
    a_minute_goes_by(bakery.business)
    supervisor.start(child)


def a_minute_goes_by(business: Business) -> None:
    """The leases of workers that are dead run out."""
    past = timezone.now() - timedelta(seconds=1)
    Due.objects.filter(leased_until__isnull=False).update(leased_until=past)
    with acting_for(business):
        Letter.objects.filter(leased_until__isnull=False).update(leased_until=past)
