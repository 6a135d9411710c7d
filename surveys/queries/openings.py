"""What one letter's link leads to, in one statement."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from foundation.tenancy.context import HasId, business_id_of, run_for
from surveys.judging import MINUTE
from surveys.links import token_hash
from surveys.models import AnswerState, InvitationState, Survey
from surveys.scales import SCALES, Scale
from surveys.wordings import WORDS, Own, Wording, by_language, wording

COLUMNS = {
    "id": "i.id",
    "version": "i.xmin::text",
    "survey_id": "i.survey_id",
    "customer_id": "i.customer_id",
    "state": "i.state",
    "reminder": "i.reminder_hash = %(hash)s",
    "delivered_at": "i.delivered_at",
    "delivered_on": "i.delivered_on",
    "reminded_at": "i.reminded_at",
    "expires_at": "i.expires_at",
    "answered_at": "i.answered_at",
    "evidence": "i.evidence",
    "segments": "i.segments",
}
# The rows beside it are looked up one by one, as JSON: the server plans that in half the time of a join.
FIND = f"""
SELECT {", ".join(COLUMNS.values())},
    (SELECT to_json(s) FROM (
        SELECT kind, translations, {", ".join(WORDS)} FROM surveys_survey
        WHERE business_id = %(business)s AND id = i.survey_id) AS s),
    (SELECT language FROM customers_customer WHERE business_id = %(business)s AND id = i.customer_id),
    (SELECT to_json(a) FROM (
        SELECT id, score, comment, state, given_at, given_on, changed_at, previous, encode(salt, 'hex') AS salt, layout
        FROM surveys_answer WHERE business_id = %(business)s AND invitation_id = i.id) AS a)
FROM surveys_invitation AS i
WHERE i.business_id = %(business)s AND (i.token_hash = %(hash)s OR i.reminder_hash = %(hash)s)
"""  # noqa: S608 # made of the constants above


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer that stands for an invitation."""

    id: uuid.UUID
    score: int
    comment: str
    state: str
    given_at: datetime
    given_on: date
    changed_at: datetime | None
    previous: dict[str, Any] | None
    salt: bytes
    layout: int

    @property
    def since(self) -> datetime:
        """When it was sent as it stands."""
        return self.changed_at or self.given_at


@dataclass(frozen=True, slots=True)
class Opening:
    """An invitation, its survey's words, and the answer so far. `evidence` are the rows of `judging.Trace`s.

    `version` changes with the invitation's row; `language` is the customer's, as it was brought in; `own_words` are the
    business's.
    """

    invitation_id: uuid.UUID
    version: str
    survey_id: uuid.UUID
    customer_id: uuid.UUID
    delivered_at: datetime | None
    delivered_on: date | None
    on_its_way: bool
    expires_at: datetime | None
    answered_at: datetime | None
    evidence: list[list[object]]
    segments: dict[str, str]
    kind: str
    language: str
    own_words: Own
    standing: Standing | None

    @property
    def scale(self) -> Scale:
        """The survey's scale."""
        return SCALES[self.kind]

    @property
    def answered(self) -> bool:
        """Whether a confirmed answer stands."""
        return self.standing is not None and self.standing.state == AnswerState.CONFIRMED

    def clicked_again(self, chosen: int | None, now: datetime) -> bool:
        """Whether another score was clicked within a minute of the answer: a slip of the finger, or a scanner's burst.

        The page then takes it as it took the first one, so that a burst can show itself.
        """
        standing = self.standing
        return bool(standing and chosen not in (None, standing.score) and now - standing.since <= MINUTE)

    def words(self, business_name: str, language: str) -> Wording:
        """What the survey says in a language."""
        return wording(self.kind, business_name, self.own_words, language)

    def open_at(self, now: datetime) -> bool:
        """Whether the link still takes answers."""
        return self.expires_at is None or now < self.expires_at


def opening_of(business: HasId | uuid.UUID, token: str, *, lock: bool = False) -> Opening | None:
    """What a link's token leads to; None where no letter of this business carried it. Needs no `acting_for` around it.

    With `lock` the invitation stays locked until the transaction ends. If that had to wait, `standing` is as old as the
    question: writers compare its salt, and ask again.
    """
    values: dict[str, Any] = {"business": business_id_of(business), "hash": token_hash(token)}
    rows = run_for(business, FIND + ("FOR UPDATE" if lock else ""), values)
    if not rows:
        return None
    *invitation, survey, language, answer = rows[0]
    return _opening(dict(zip(COLUMNS, invitation, strict=True)), survey, language, answer)


def trial_opening(survey: Survey) -> Opening:
    """An opening of a survey that nobody was invited to: it shows the page, and keeps nothing."""
    return Opening(
        invitation_id=survey.id,
        version="",
        survey_id=survey.id,
        customer_id=survey.id,
        delivered_at=None,
        delivered_on=None,
        on_its_way=False,
        expires_at=None,
        answered_at=None,
        evidence=[],
        segments={},
        kind=survey.kind,
        language="",
        own_words=survey.own_words,
        standing=None,
    )


def _opening(row: dict[str, Any], survey: dict[str, Any], language: str, answer: dict[str, Any] | None) -> Opening:
    delivered_at = row["reminded_at"] if row["reminder"] else row["delivered_at"]
    return Opening(
        invitation_id=row["id"],
        version=row["version"],
        survey_id=row["survey_id"],
        customer_id=row["customer_id"],
        delivered_at=delivered_at,
        delivered_on=row["delivered_on"],
        on_its_way=delivered_at is None and (row["reminder"] or row["state"] == InvitationState.QUEUED),
        expires_at=row["expires_at"],
        answered_at=row["answered_at"],
        evidence=json.loads(row["evidence"]),
        segments=json.loads(row["segments"]),
        kind=survey["kind"],
        language=language,
        own_words=by_language({name: survey[name] for name in WORDS}, survey["translations"]),
        standing=_standing(answer) if answer else None,
    )


def _standing(answer: dict[str, Any]) -> Standing:
    return Standing(
        id=uuid.UUID(answer["id"]),
        score=answer["score"],
        comment=answer["comment"],
        state=answer["state"],
        given_at=datetime.fromisoformat(answer["given_at"]),
        given_on=date.fromisoformat(answer["given_on"]),
        changed_at=datetime.fromisoformat(answer["changed_at"]) if answer["changed_at"] else None,
        previous=answer["previous"],
        salt=bytes.fromhex(answer["salt"]),
        layout=answer["layout"],
    )
