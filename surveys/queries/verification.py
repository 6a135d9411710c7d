"""Holding every answer against what the ledger says of it."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field

from foundation.ledger.chain import commitment
from foundation.ledger.models import LedgerLine
from foundation.ledger.queries import latest, lines_of_kind
from foundation.tenancy.context import HasId, acting_for
from surveys.lines import ANSWER_KINDS
from surveys.models import Answer

SLICE = 2_000
MOST_FAULTS = 100


@dataclass
class Checked:
    """How many answers were checked, and the first faults (none: every answer is what was recorded)."""

    answers: int = 0
    faults: list[str] = field(default_factory=list)


def check_answers(business: HasId | uuid.UUID) -> Checked:
    """Compare each answer's score and state with its last commitment, and look for answers and lines that are alone."""
    found = Checked()
    with acting_for(business):
        for answers in _slices():
            found.answers += len(answers)
            lines = latest(business=business, subjects=[answer.id for answer in answers], kinds=ANSWER_KINDS)
            found.faults += filter(None, (_fault(answer, lines.get(answer.id)) for answer in answers))
        found.faults += _lost(business)
    del found.faults[MOST_FAULTS:]
    return found


def _slices() -> Iterator[list[Answer]]:
    rows = Answer.objects.only("id", "score", "state", "salt").order_by("id")
    part = list(rows[:SLICE])
    while part:
        yield part
        part = list(rows.filter(id__gt=part[-1].id)[:SLICE])


def _fault(answer: Answer, line: LedgerLine | None) -> str:
    if line is None:
        return f"answer {answer.id} stands in no line of the ledger"
    if line.data.get("commitment") != commitment(bytes(answer.salt), answer.score, answer.state):
        return f"answer {answer.id} is not what was recorded"
    return ""


def _lost(business: HasId | uuid.UUID) -> Iterator[str]:
    """The answers that have a line and are gone."""
    lines = lines_of_kind(business=business, kind="answer.given", after=None, limit=SLICE)
    while lines:
        given = {subject for _, subject in lines}
        here = set(Answer.objects.filter(id__in=given).values_list("id", flat=True))
        yield from (f"answer {gone} was recorded and is gone" for gone in sorted(given - here))
        lines = lines_of_kind(business=business, kind="answer.given", after=lines[-1][0], limit=SLICE)
