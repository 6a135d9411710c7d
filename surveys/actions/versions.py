"""Writing one version of an answer that came by a link, with its line and due row, in one statement."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from foundation.ids import uuid7
from foundation.ledger.actions import RECORD_WRITTEN, line_values
from foundation.tenancy.context import HasId, business_id_of
from surveys.lines import answer_line, new_salt
from surveys.queries.openings import Opening
from surveys.scales import LAYOUT

# Nothing is written where the answer is no longer the version that was seen: its salt tells.
WRITE = f"""
WITH written AS (
    INSERT INTO surveys_answer AS a (business_id, id, survey_id, invitation_id, customer_id, kind, score, comment,
        state, set_aside, source, given_at, given_on, changed_at, previous, segments, properties, salt, layout)
    VALUES (%(business)s, %(answer)s, %(survey)s, %(invitation)s, %(customer)s, %(kind)s, %(score)s, %(comment)s,
        %(state)s, %(set_aside)s, 'letter', %(given_at)s, %(given_on)s, %(changed_at)s, %(previous)s::jsonb,
        %(segments)s::jsonb, '{{}}', %(salt)s, %(layout)s)
    ON CONFLICT (business_id, invitation_id) DO UPDATE SET score = excluded.score, comment = excluded.comment,
        state = excluded.state, set_aside = excluded.set_aside, given_at = excluded.given_at,
        given_on = excluded.given_on, changed_at = excluded.changed_at, previous = excluded.previous,
        salt = excluded.salt, layout = excluded.layout
    WHERE a.salt = %(seen)s
    RETURNING a.id),
heard AS (
    UPDATE surveys_invitation AS i SET evidence = %(evidence)s::jsonb, answered_at = %(answered_at)s
    FROM written WHERE i.business_id = %(business)s AND i.id = %(invitation)s),
{RECORD_WRITTEN}
"""  # noqa: S608 # made of constants
HEAR = """
UPDATE surveys_invitation SET evidence = %(evidence)s::jsonb, trapped_at = coalesce(trapped_at, %(trapped_at)s)
WHERE business_id = %(business)s AND id = %(invitation)s
"""


@dataclass(frozen=True, slots=True)
class Version:
    """An answer as it shall stand."""

    score: int
    comment: str
    state: str
    given_at: datetime
    given_on: date
    set_aside: str = ""
    changed_at: datetime | None = None
    previous: dict[str, Any] | None = None
    layout: int = LAYOUT


def write(
    *,
    business: HasId | uuid.UUID,
    opening: Opening,
    version: Version,
    line_kind: str,
    evidence: list[list[object]],
    answered_at: datetime | None,
) -> bool:
    """Let `version` stand for the opening's invitation; False, and nothing done, where `opening` is no longer true."""
    salt = new_salt()
    line = answer_line(
        survey_id=opening.survey_id,
        given_on=version.given_on,
        score=version.score,
        state=version.state,
        salt=salt,
        delivered_on=opening.delivered_on,
    )
    values = {
        **line_values(business=business, kind=line_kind, data=line),
        "answer": uuid7(),
        "survey": opening.survey_id,
        "invitation": opening.invitation_id,
        "customer": opening.customer_id,
        "kind": opening.kind,
        "score": version.score,
        "comment": version.comment,
        "state": version.state,
        "set_aside": version.set_aside,
        "given_at": version.given_at,
        "given_on": version.given_on,
        "changed_at": version.changed_at,
        "previous": None if version.previous is None else json.dumps(version.previous),
        "segments": json.dumps(opening.segments),
        "salt": salt,
        "layout": version.layout,
        "seen": opening.standing.salt if opening.standing else None,
        "evidence": json.dumps(evidence),
        "answered_at": answered_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(WRITE, values)
        return bool(cursor.rowcount)


def hear(
    *,
    business: HasId | uuid.UUID,
    opening: Opening,
    evidence: list[list[object]],
    trapped_at: datetime | None = None,
) -> None:
    """Keep the evidence of a request that leaves the answer as it is."""
    values: dict[str, Any] = {
        "business": business_id_of(business),
        "invitation": opening.invitation_id,
        "evidence": json.dumps(evidence),
        "trapped_at": trapped_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(HEAR, values)
