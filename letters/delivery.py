"""Sending a purpose's letters: claim, write, offer, mark, hand over, settle, tell."""

import time
import uuid
from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.utils import timezone

from letters.actions import Batch, Claimed, Step, claim, release, settle, tell
from letters.carriers import Answer, Carrier
from letters.marks import headers
from letters.mime import Sender, UnwritableError, compose, mailbox
from letters.models import LetterState
from letters.outbox import OutboxCarrier
from letters.purposes import Purpose
from letters.queries import next_due
from letters.smtp import SmtpCarrier

log = structlog.get_logger(__name__)

WAITS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240)]  # then a letter is given up
TELL_EVERY_SECONDS = 2.0


def send(*, business_id: uuid.UUID, purpose: Purpose, seconds: float) -> datetime | None:
    """Send what may go out, for at most about `seconds`; when to come again (None: nothing is left).

    Raises UnreachableError when the mail server is; the letters wait in the queue.
    """
    until = time.monotonic() + seconds
    sender = Sender.parse(settings.DEFAULT_FROM_EMAIL)
    carrier: Carrier = SmtpCarrier(sender.address) if settings.EMAIL_URL else OutboxCarrier()
    try:
        while time.monotonic() < until:
            batch = claim(business=business_id, purpose=purpose, host=sender.host, now=timezone.now())
            if not batch.found:
                break
            Delivery(business_id, purpose, batch, carrier, sender).run(until)
    finally:
        carrier.close()
    return next_due(business=business_id, purpose=purpose.name)


class Delivery:
    """One batch on its way over one carrier.

    What became of a letter is committed together with the mark of the next: one commit a letter, and never more than
    one letter whose fate a crash would leave unknown.
    """

    def __init__(
        self, business_id: uuid.UUID, purpose: Purpose, batch: Batch, carrier: Carrier, sender: Sender
    ) -> None:
        self.business_id, self.purpose, self.batch, self.carrier = business_id, purpose, batch, carrier
        self.sender = sender
        self.known: list[Step] = []
        self.told = time.monotonic()

    def run(self, until: float) -> None:
        """Send letter by letter until `until`; what is left goes back to the queue, also when the server is gone."""
        try:
            for letter in self.batch.letters:
                if time.monotonic() >= until:
                    break
                self._send(letter)
                if time.monotonic() > self.told + TELL_EVERY_SECONDS:
                    self._tell()
        finally:
            self._tell()
            release(business=self.business_id, token=self.batch.token)

    def _send(self, letter: Claimed) -> None:
        try:
            marks = headers(letter.message_id, settings.MAIL_PROVIDER)
            raw = compose(letter.mail, sender=self.sender, message_id=letter.message_id, at=timezone.now(), marks=marks)
        except UnwritableError as error:
            self._note(letter, Answer("failed", str(error)))
            return
        answer = self.carrier.offer(mailbox(letter.mail.to))
        if answer is None:
            if not self._mark(letter):
                return
            answer = self.carrier.hand_over(raw)
        self._note(letter, answer)

    def _mark(self, letter: Claimed) -> bool:
        now = timezone.now()
        steps = [*self.known, Step(letter.id, LetterState.SENDING, now)]
        ours = settle(business=self.business_id, token=self.batch.token, steps=steps, now=now)
        self.known = []
        if letter.id in ours:
            return True
        log.warning("letter left to another worker", letter=str(letter.id))
        return False

    def _note(self, letter: Claimed, answer: Answer) -> None:
        now = timezone.now()
        if answer.state != LetterState.QUEUED:
            self.known.append(Step(letter.id, answer.state, now, answer.reason))
        elif letter.attempts < len(WAITS):
            self.known.append(Step(letter.id, answer.state, now + WAITS[letter.attempts], answer.reason))
        else:
            reason = f"given up after {len(WAITS) + 1} tries: {answer.reason}"
            self.known.append(Step(letter.id, LetterState.FAILED, now, reason))

    def _tell(self) -> None:
        if self.known:
            settle(business=self.business_id, token=self.batch.token, steps=self.known, now=timezone.now())
            self.known = []
        tell(business=self.business_id, purpose=self.purpose, token=self.batch.token)
        self.told = time.monotonic()
