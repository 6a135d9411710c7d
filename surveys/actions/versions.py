"""Writing one version of an answer that came by a link, with its line and due row, in one statement."""

import json
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from foundation.ids import uuid7
from foundation.ledger.actions import RECORD_WRITTEN, line_values
from foundation.tenancy.context import HasId, business_id_of, run_for
from surveys.lines import answer_line, new_salt
from surveys.queries.openings import Opening
from surveys.scales import LAYOUT

# Nothing is written where the invitation's row is no longer the one that was seen, nor where the answer is not the
# version that was seen: its salt tells.
SEEN = """
SELECT id FROM surveys_invitation
WHERE business_id = %(business)s AND id = %(invitation)s AND xmin = %(version)s::xid FOR UPDATE
"""
WRITE = f"""
WITH seen AS ({SEEN}),
written AS (
    INSERT INTO surveys_answer AS a (business_id, id, survey_id, invitation_id, customer_id, kind, score, comment,
        state, set_aside, source, given_at, given_on, changed_at, previous, segments, properties, salt, layout)
    SELECT %(business)s, %(answer)s, %(survey)s, seen.id, %(customer)s, %(kind)s, %(score)s, %(comment)s, %(state)s,
        %(set_aside)s, 'letter', %(given_at)s::timestamptz, %(given_on)s::date, %(changed_at)s::timestamptz,
        %(previous)s::jsonb, %(segments)s::jsonb, '{{}}'::jsonb, %(salt)s::bytea, %(layout)s FROM seen
    ON CONFLICT (business_id, invitation_id) DO UPDATE SET score = excluded.score, comment = excluded.comment,
        state = excluded.state, set_aside = excluded.set_aside, given_at = excluded.given_at,
        given_on = excluded.given_on, changed_at = excluded.changed_at, previous = excluded.previous,
        salt = excluded.salt, layout = excluded.layout
    WHERE a.salt = %(seen_salt)s
    RETURNING a.id),
heard AS (
    UPDATE surveys_invitation AS i SET evidence = %(evidence)s::jsonb, answered_at = %(answered_at)s,
        trapped_at = coalesce(i.trapped_at, %(trapped_at)s)
    FROM written WHERE i.business_id = %(business)s AND i.id = %(invitation)s),
{RECORD_WRITTEN}
RETURNING id
"""  # noqa: S608 # made of constants
HEAR = """
UPDATE surveys_invitation SET evidence = %(evidence)s::jsonb, trapped_at = coalesce(trapped_at, %(trapped_at)s)
WHERE business_id = %(business)s AND id = %(invitation)s AND xmin = %(version)s::xid RETURNING id
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
    trapped_at: datetime | None = None,
) -> bool:
    """Let `version` stand for the opening's invitation; False, and nothing done, where `opening` is no longer true.

    Needs no `acting_for` around it: then it is a transaction of its own.
    """
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
        "version": opening.version,
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
        "seen_salt": opening.standing.salt if opening.standing else None,
        "evidence": json.dumps(evidence),
        "answered_at": answered_at,
        "trapped_at": trapped_at,
    }
    return bool(run_for(business, WRITE, values))


def hear(
    *,
    business: HasId | uuid.UUID,
    opening: Opening,
    evidence: list[list[object]],
    trapped_at: datetime | None = None,
) -> bool:
    """Keep the evidence of a request that leaves the answer as it is; False where `opening` is no longer true."""
    values: dict[str, Any] = {
        "business": business_id_of(business),
        "invitation": opening.invitation_id,
        "version": opening.version,
        "evidence": json.dumps(evidence),
        "trapped_at": trapped_at,
    }
    return bool(run_for(business, HEAR, values))
