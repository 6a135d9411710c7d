"""One row of every tenant table that a page can name."""

import uuid
from datetime import UTC, date, datetime, timedelta

from accounts.models import Business, ColleagueInvitation
from customers.models import Customer, Import
from dashboards.models import Export, ExportPiece, ExportState, SharedLink
from followup.models import Case, Improvement, ReplyText
from foundation.tenancy.context import acting_for
from metrics.models import Goal
from surveys.models import Answer, Invitation, Round, Survey

WHEN = datetime(2026, 3, 2, 12, tzinfo=UTC)
CANARY = "CANARY-OTHER"


def make_everything(business: Business, words: str = CANARY) -> dict[str, uuid.UUID]:
    """Rows of `business` whose words are all `words`: what each is → its id."""
    with acting_for(business):
        b = {"business_id": business.id}
        customer = Customer.objects.create(**b, email=f"{words.lower()}@example.com", name=words)
        survey = Survey.objects.create(**b, name=words, kind="nps")
        round_ = Round.objects.create(**b, survey=survey, starts_at=WHEN)
        invitation = Invitation.objects.create(**b, survey=survey, round=round_, customer=customer)
        answer = Answer.objects.create(
            **b,
            survey=survey,
            invitation=invitation,
            customer=customer,
            kind="nps",
            score=3,
            comment=words,
            given_at=WHEN,
            given_on=WHEN.date(),
            salt=bytes(16),
        )
        case = Case.objects.create(**b, answer=answer, customer=customer, due_at=WHEN)
        goal = Goal.objects.create(
            **b, metric="nps", baseline=1, target=9, starts_on=WHEN.date(), due_on=date(2027, 1, 1)
        )
        improvement = Improvement.objects.create(
            **b,
            title=words,
            change=words,
            kind="nps",
            survey=survey,
            owner=uuid.uuid4(),
            starts_on=WHEN.date(),
            review_on=date(2027, 1, 1),
            state="started",
            told=uuid.uuid4(),
        )
        text = ReplyText.objects.create(**b, name=words, text=words, position=0)
        brought = Import.objects.create(**b, kind="customers", filename=words)
        colleague = ColleagueInvitation.objects.create(
            **b,
            email=f"{words.lower()}@example.com",
            role="staff",
            token_hash=bytes(32),
            invited_by=uuid.uuid4(),
            expires_at=WHEN + timedelta(days=1000),
        )
        link = SharedLink.objects.create(
            **b,
            name=words,
            screen="home",
            token_hash=bytes(32),
            made_by=uuid.uuid4(),
            expires_at=WHEN + timedelta(days=1000),
        )
        file = Export.objects.create(
            **b,
            asked_by=uuid.uuid4(),
            form="pdf",
            asked={"words": words},
            state=ExportState.READY,
            pieces=1,
            size=len(words),
            made_at=WHEN + timedelta(days=1000),
        )
        ExportPiece.objects.create(**b, of=file, number=0, data=words.encode())
    return {
        "customer": customer.id,
        "survey": survey.id,
        "round": round_.id,
        "invitation": invitation.id,
        "answer": answer.id,
        "case": case.id,
        "goal": goal.id,
        "improvement": improvement.id,
        "replytext": text.id,
        "import": brought.id,
        "colleague": colleague.id,
        "link": link.id,
        "export": file.id,
    }
