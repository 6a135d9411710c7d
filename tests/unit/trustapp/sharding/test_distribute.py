"""`manage.py distribute --check`: each rule is broken once, in a table made by the owner, and named."""

import json
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from foundation.postgres.owner import as_owner
from tests.factories.accounts import make_business
from tests.factories.followup import make_case
from trustapp.sharding import catalogue, steps
from trustapp.sharding.obstacles import obstacles

pytestmark = pytest.mark.django_db(transaction=True)
KEY = "business_id uuid NOT NULL, id uuid, PRIMARY KEY (business_id, id)"
BROKEN = {
    "business": [
        "CREATE TABLE bad (id uuid PRIMARY KEY)",
        "CREATE TABLE bad (business_id text NOT NULL, id uuid, PRIMARY KEY (business_id, id))",
        "CREATE TABLE bad (business_id uuid, id uuid UNIQUE)",
    ],
    "primary key": [
        "CREATE TABLE bad (business_id uuid NOT NULL, id uuid PRIMARY KEY)",
        "CREATE TABLE bad (business_id uuid NOT NULL, id uuid)",
    ],
    "unique": [
        f"CREATE TABLE bad ({KEY}, email text UNIQUE)",
        f"CREATE TABLE bad ({KEY}, email text); CREATE UNIQUE INDEX ON bad (lower(email))",
        f"CREATE TABLE bad ({KEY}, EXCLUDE USING btree (business_id WITH =))",
    ],
    "foreign key": [
        f"CREATE TABLE bad ({KEY}, other uuid, UNIQUE (business_id, other), FOREIGN KEY (id, business_id)"
        " REFERENCES surveys_survey (business_id, id))",
        f"CREATE TABLE bad ({KEY}, person bigint REFERENCES accounts_membership (id))",
        f"CREATE TABLE bad ({KEY}, survey_id uuid, FOREIGN KEY (business_id, survey_id)"
        " REFERENCES surveys_survey (business_id, id) ON DELETE SET NULL)",
        "ALTER TABLE accounts_membership ADD survey uuid, ADD CONSTRAINT bad FOREIGN KEY (business_id, survey)"
        " REFERENCES surveys_survey (business_id, id)",
        "ALTER TABLE accounts_user ADD bad int REFERENCES django_content_type (id)",
    ],
    "trigger": [
        f"CREATE TABLE bad ({KEY}); CREATE TRIGGER t BEFORE UPDATE ON bad FOR EACH ROW"
        " EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ],
    "rule": [f"CREATE TABLE bad ({KEY}); CREATE RULE r AS ON DELETE TO bad DO INSTEAD NOTHING"],
    "sequence": [
        f"CREATE TABLE bad ({KEY}, n bigserial)",
        f"CREATE TABLE bad ({KEY}, n bigint GENERATED ALWAYS AS IDENTITY)",
    ],
    "kind": [
        "CREATE MATERIALIZED VIEW bad AS SELECT business_id, id FROM surveys_survey",
        f"CREATE TABLE bad ({KEY}) INHERITS (surveys_survey)",
    ],
}
UNDO = (
    "ALTER TABLE accounts_membership DROP COLUMN IF EXISTS survey; ALTER TABLE accounts_user DROP COLUMN IF EXISTS bad"
)
GONE = {"r": "TABLE", "m": "MATERIALIZED VIEW"}


def as_owner_run(statement: str) -> None:
    with as_owner(connection), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.fixture
def undone() -> Iterator[None]:
    """The tables as they were, afterwards."""
    yield
    table = catalogue.read().get("bad")
    as_owner_run(f"{UNDO}; DROP {GONE[table.kind]} bad" if table else UNDO)


def test_nothing_stands_in_the_way() -> None:
    out = StringIO()
    call_command("distribute", "--check", "--json", stdout=out)
    assert json.loads(out.getvalue()) == []


@pytest.mark.parametrize(
    ("rule", "statement"), [(rule, statement) for rule, statements in BROKEN.items() for statement in statements]
)
@pytest.mark.usefixtures("undone")
def test_a_broken_rule_is_named(rule: str, statement: str) -> None:
    as_owner_run(statement)
    assert (rule, True) in [(found.rule, "bad" in str(found)) for found in obstacles(catalogue.read())]


@pytest.mark.usefixtures("undone")
def test_the_command_fails_and_names_the_table() -> None:
    as_owner_run("CREATE TABLE bad (id uuid PRIMARY KEY)")
    out = StringIO()
    with pytest.raises(CommandError, match=r"^2 in the way: bad\.$"):
        call_command("distribute", "--check", "--json", stdout=out)
    assert {found["rule"] for found in json.loads(out.getvalue())} == {"business", "primary key"}


def test_a_declared_table_that_is_gone_is_named() -> None:
    tables = catalogue.read()
    del tables["agenda_pulse"]
    assert [(found.table, found.rule) for found in obstacles(tables)] == [("agenda_pulse", "declared")]


def test_without_citus_nothing_is_spread() -> None:
    with pytest.raises(CommandError, match="has no Citus"):
        call_command("distribute", stdout=StringIO())


def test_foreign_keys_between_walled_tables_that_hold_rows_are_put_back() -> None:
    make_case(make_business())
    tables = ["surveys_answer", "followup_case", "followup_caseentry"]
    with as_owner(connection):
        before = sorted(catalogue.rows(steps.KEYS, {"tables": tables}))
        list(steps.loosen(tables))
        assert catalogue.rows(steps.KEYS, {"tables": tables}) == []
        list(steps.tie())
        assert sorted(catalogue.rows(steps.KEYS, {"tables": tables})) == before
        assert all(forced for table in tables for (forced,) in catalogue.rows(steps.WALLS, {"table": table}))
