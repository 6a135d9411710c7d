"""Writing the story's rows with their ledger lines. The one place that uses other rooms' models (ADR 6)."""

import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from accounts.hours import due_after
from accounts.models import Business
from customers.models import Customer
from followup.models import Case, CaseEntry, CaseState, EntryKind, Improvement
from foundation.ids import uuid7
from foundation.ledger.actions import record_many
from surveys.lines import answer_line
from surveys.models import Answer, Invitation, InvitationState, Round, RoundState, Survey
from trustapp.demo.story import Asked, Person, Sending
from trustapp.demo.words import NOTES

WAITING = 3  # the newest unhappy answers nobody has taken up yet
FOLLOWED_UP = 0.9  # of the older ones
DIMENSION = "shop"
Line = tuple[str, uuid.UUID, dict[str, object]]


@dataclass
class Writer:
    """Writes for one business, inside `acting_for`; `staff` are the users who work on cases."""

    business: Business
    dice: random.Random
    staff: list[uuid.UUID]

    @property
    def zone(self) -> ZoneInfo:
        """The business's time zone."""
        return ZoneInfo(self.business.timezone)

    def customers(self, people: Iterable[Person]) -> dict[int, Customer]:
        """The crowd, by number."""
        made = {
            person.number: Customer(
                business_id=self.business.id,
                email=person.email,
                name=person.name,
                external_id=f"K-{person.number:04}",
                properties={DIMENSION: person.shop},
                created_at=datetime.combine(person.since, datetime.min.time(), UTC),
            )
            for person in people
        }
        Customer.objects.bulk_create(made.values())
        self._record([("customers.imported", uuid7(), {"added": len(made)})])
        return made

    def survey(self, name: str, kind: str, at: datetime) -> Survey:
        """A survey with the standard words."""
        made = Survey.objects.create(business_id=self.business.id, name=name, kind=kind, created_at=at)
        self._record([("survey.created", made.id, {"kind": kind})])
        return made

    def sendings(
        self, survey: Survey, sendings: Iterable[Sending], customers: dict[int, Customer]
    ) -> list[tuple[Answer, Asked]]:
        """Rounds with their invitations and answers; the answers, oldest first."""
        answered: list[tuple[Answer, Asked]] = []
        for sending in sendings:
            round_ = Round(
                business_id=self.business.id,
                survey=survey,
                state=RoundState.SENT,
                starts_at=sending.at,
                created_at=sending.at,
            )
            round_.save()
            asked = [(self._invitation(survey, round_, customers, one), one) for one in sending.asked]
            Invitation.objects.bulk_create([invitation for invitation, _ in asked])
            given = [(self._answer(invitation, one), one) for invitation, one in asked if one.answered_at]
            Answer.objects.bulk_create([answer for answer, _ in given])
            self._record(self._lines(asked, given))
            answered += given
        return sorted(answered, key=lambda pair: pair[0].given_at)

    def cases(self, answered: list[tuple[Answer, Asked]], since: datetime) -> None:
        """A case for each unhappy answer since `since`: most put right, the newest waiting."""
        unhappy = [(answer, one) for answer, one in answered if one.band == "low" and answer.given_at >= since]
        closed, waiting = unhappy[:-WAITING], unhappy[-WAITING:]
        cases, entries = [], []
        for answer, one in closed:
            if self.dice.random() < FOLLOWED_UP:
                case, done = self._closed_case(answer, one)
                cases.append(case)
                entries += done
        cases += [self._case(answer) for answer, _ in waiting]
        Case.objects.bulk_create(cases)
        CaseEntry.objects.bulk_create(entries)
        opened: list[Line] = [("case.opened", case.id, {"answer": str(case.answer_id)}) for case in cases]
        self._record([*opened, *(("case.closed", case.id, {}) for case in cases if case.state == CaseState.CLOSED)])

    def improvement(self, **values: Any) -> Improvement:
        """Something that was changed, with the lines of its life so far."""
        made = Improvement.objects.create(business_id=self.business.id, **values)
        kinds = ["added", "started", *(["reviewed"] if made.found else [])]
        self._record((f"improvement.{kind}", made.id, {"kind": made.kind}) for kind in kinds)
        return made

    def _invitation(self, survey: Survey, round_: Round, customers: dict[int, Customer], one: Asked) -> Invitation:
        return Invitation(
            business_id=self.business.id,
            survey=survey,
            round=round_,
            customer=customers[one.person.number],
            state=InvitationState.SENT,
            segments={DIMENSION: one.person.shop},
            created_at=one.at,
            delivered_at=one.at,
            delivered_on=one.at.astimezone(self.zone).date(),
            expires_at=one.at + timedelta(days=survey.expires_days),
            answered_at=one.answered_at,
        )

    def _answer(self, invitation: Invitation, one: Asked) -> Answer:
        at = one.answered_at or one.at
        return Answer(
            business_id=self.business.id,
            survey_id=invitation.survey_id,
            invitation=invitation,
            customer_id=invitation.customer_id,
            kind=invitation.survey.kind,
            score=one.score,
            comment=one.remark,
            given_at=at,
            given_on=at.astimezone(self.zone).date(),
            segments=invitation.segments,
            salt=self.dice.randbytes(16),
        )

    def _lines(self, asked: list[tuple[Invitation, Asked]], given: list[tuple[Answer, Asked]]) -> Iterator[Line]:
        for invitation, _ in asked:
            day = invitation.delivered_on.isoformat() if invitation.delivered_on else None
            yield "invitation.sent", invitation.id, {"survey": str(invitation.survey_id), "day": day}
        for answer, _ in given:
            line = answer_line(
                survey_id=answer.survey_id,
                given_on=answer.given_on,
                score=answer.score,
                state=answer.state,
                salt=bytes(answer.salt),
                delivered_on=answer.invitation.delivered_on if answer.invitation else None,
            )
            yield "answer.given", answer.id, line

    def _case(self, answer: Answer) -> Case:
        working = timedelta(hours=self.business.reply_within_hours)
        return Case(
            business_id=self.business.id,
            answer_id=answer.id,
            customer_id=answer.customer_id,
            opened_at=answer.given_at,
            due_at=due_after(answer.given_at, working, self.business.hours, self.zone),
        )

    def _closed_case(self, answer: Answer, one: Asked) -> tuple[Case, list[CaseEntry]]:
        case = self._case(answer)
        cause = one.cause or self.dice.choice(list(NOTES))
        taken = answer.given_at + (case.due_at - answer.given_at) * self.dice.uniform(0.1, 1.15)
        case.state, case.cause = CaseState.CLOSED, cause
        case.outcome = self.dice.choice(["solved", "solved", "apologised", "unreached"])
        case.assignee = case.closed_by = self.dice.choice(self.staff)
        case.first_reply_at = case.answered_at = taken
        case.answered_by, case.closed_at = case.assignee, taken + timedelta(hours=self.dice.uniform(0.2, 20))
        steps = [
            (EntryKind.TAKEN, "", taken),
            (EntryKind.CALL, NOTES[cause], taken),
            (EntryKind.CLOSED, cause, case.closed_at),
        ]
        return case, [
            CaseEntry(business_id=self.business.id, case=case, kind=kind, author=case.assignee, text=text, at=at)
            for kind, text, at in steps
        ]

    def _record(self, lines: Iterable[Line]) -> None:
        record_many(business=self.business, lines=lines)
