"""Bringing in answers that were given elsewhere."""

import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from accounts import queries as accounts
from accounts.actions import MOST_DIMENSIONS, add_dimensions
from customers.actions.ensuring import ensure_customers
from customers.groups import Tally
from customers.tables import Batch, Table, read_table
from foundation.ids import uuid7
from foundation.ledger.actions import record_many
from foundation.tenancy.context import acting_for
from surveys.actions.surveys import create_survey
from surveys.asker import Asker
from surveys.importing import Columns, Fault, Given, columns_of, read_row
from surveys.lines import answer_line, new_salt
from surveys.models import Answer, AnswerState, Survey
from surveys.scales import SCALES

# RETURNING, though nobody reads it: without it Citus brings the rows in by COPY, which row-level security refuses.
INSERT = """
INSERT INTO surveys_answer (business_id, id, survey_id, customer_id, kind, score, comment, state, set_aside, source,
    given_at, given_on, segments, properties, salt, layout)
SELECT %(business)s, b.id, b.survey, b.customer, b.kind, b.score, b.comment, 'confirmed', '', 'import',
    b.given_at, b.given_on, b.segments, b.properties, b.salt, 0
FROM unnest(%(id)s::uuid[], %(survey)s::uuid[], %(customer)s::uuid[], %(kind)s::text[], %(score)s::smallint[],
    %(comment)s::text[], %(given_at)s::timestamptz[], %(given_on)s::date[], %(segments)s::jsonb[],
    %(properties)s::jsonb[], %(salt)s::bytea[])
    AS b (id, survey, customer, kind, score, comment, given_at, given_on, segments, properties, salt)
RETURNING id
"""
# One import at a time for a business: the second one finds what the first one brought.
IN_TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
Key = tuple[uuid.UUID, str, datetime, int]  # an answer of the same person, kind, time and score is the same answer


@dataclass
class Imported:
    """What became of a file's rows: `rows` = `added` + `unchanged` + the broken ones."""

    rows: int = 0
    added: int = 0
    unchanged: int = 0
    customers_added: int = 0
    dimensions: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class _Run:
    """What all batches of one import share."""

    business: Asker
    columns: Columns
    zone: ZoneInfo
    now: datetime
    by: uuid.UUID | None
    dimensions: Sequence[str]
    surveys: dict[str, uuid.UUID]
    result: Imported


def import_answers(*, business: Asker, path: Path, by: uuid.UUID | None = None, groups: Sequence[str] = ()) -> Imported:
    """Bring a CSV or XLSX file of earlier answers in: all good rows or, where the file is no table, none.

    Unknown people become customers; properties whose values are fit for it become dimensions, but for those that were
    stopped, and so do `groups`. The same file again changes nothing.
    Raises TableError and ColumnsError, whose texts say what to do.
    """
    table = read_table(path)
    columns = columns_of(table.header, groups)
    fit = _fit(table, columns, groups, accounts.by_id(business.id).stopped_dimensions)
    result = Imported()
    with acting_for(business):
        with connection.cursor() as cursor:
            cursor.execute(IN_TURN, [f"import_answers {business.id}"])
        named = accounts.by_id(business.id)
        result.dimensions = add_dimensions(business=named, names=fit[:MOST_DIMENSIONS])
        run = _Run(
            business=business,
            columns=columns,
            zone=ZoneInfo(business.timezone),
            now=timezone.now(),
            by=by,
            dimensions=named.noted_dimensions,
            surveys={},
            result=result,
        )
        for batch in table.batches():
            _bring(run, batch)
    return result


def _fit(table: Table, columns: Columns, asked: Sequence[str], stopped: Sequence[str]) -> list[str]:
    """The properties to make segments of, those asked for first; what was stopped comes back where it is asked for.

    Walks the whole table: it raises TableError before a row counts.
    """
    tallies = {name: Tally() for name in columns.properties}
    for batch in table.batches():
        for name, place in columns.properties.items():
            tallies[name].add([cells[place].strip() for cells in batch.rows])
    found = [name for name, tally in tallies.items() if tally.makes_groups and name not in (*asked, *stopped)]
    return [*(name for name in asked if tallies[name].is_few), *found]


def _bring(run: _Run, batch: Batch) -> None:
    """One batch: check it, find its people, insert what is new, and a line for each."""
    result = run.result
    result.rows += len(batch.rows) + len(batch.broken)
    result.faults += [Fault(row.number, "", row.message) for row in batch.broken]
    good: list[Given] = []
    for number, cells in zip(batch.numbers, batch.rows, strict=True):
        found = read_row(number, cells, run.columns, run.zone, run.now)
        if isinstance(found, Fault):
            result.faults.append(found)
        else:
            good.append(found)
    people = [(given.email, given.external_id) for given in good]
    ids, added = ensure_customers(business=run.business, people=people, by=run.by)
    result.customers_added += added
    here = _here({customer_id for customer_id in ids if customer_id})
    fresh: dict[Key, Given] = {}
    for given, customer_id in zip(good, ids, strict=True):
        if customer_id is None:
            message = "asked to be forgotten. Leave them out: nothing about them is kept."
            result.faults.append(Fault(given.row, "email", message))
        elif (key := (customer_id, given.kind, given.at, given.score)) in here or key in fresh:
            result.unchanged += 1
        else:
            fresh[key] = given
    if fresh:
        _insert(run, [_values(run, given, key[0]) for key, given in fresh.items()])
    result.added += len(fresh)


def _here(customers: set[uuid.UUID]) -> set[Key]:
    """The answers that these people are known to have given."""
    rows = Answer.objects.filter(customer_id__in=customers)
    known: Any = rows.values_list("customer_id", "kind", "given_at", "score")
    return set(known)


def _insert(run: _Run, values: list[dict[str, Any]]) -> None:
    lists: dict[str, Any] = {name: [value[name] for value in values] for name in values[0]}
    with connection.cursor() as cursor:
        cursor.execute(INSERT, {"business": run.business.id, **lists})
    lines = [("answer.given", value["id"], _line(value)) for value in values]
    record_many(business=run.business, lines=lines, actor=run.by)


def _values(run: _Run, given: Given, customer_id: uuid.UUID) -> dict[str, Any]:
    held = given.properties
    return {
        "id": uuid7(),
        "survey": _survey(run, given.kind),
        "customer": customer_id,
        "kind": given.kind,
        "score": given.score,
        "comment": given.comment,
        "given_at": given.at,
        "given_on": given.at.astimezone(run.zone).date(),
        "segments": json.dumps({name: held[name] for name in run.dimensions if name in held}),
        "properties": json.dumps(held),
        "salt": new_salt(),
    }


def _line(value: dict[str, Any]) -> dict[str, Any]:
    return answer_line(
        survey_id=value["survey"],
        given_on=value["given_on"],
        score=value["score"],
        state=AnswerState.CONFIRMED,
        salt=value["salt"],
        delivered_on=None,
    )


def _survey(run: _Run, kind: str) -> uuid.UUID:
    """The business's first survey of a kind, or a new one for what was asked before."""
    if kind not in run.surveys:
        first = Survey.objects.filter(kind=kind).order_by("created_at", "id").first()
        if first is None:
            name = f"Earlier answers ({SCALES[kind].short})"
            first = create_survey(business=run.business, kind=kind, name=name, by=run.by)
        run.surveys[kind] = first.id
    return run.surveys[kind]
