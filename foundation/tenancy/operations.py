"""Migration operations that raise the walls in the database."""

from typing import Any

from django.db.migrations.operations.base import Operation

from foundation.tenancy.fields import TenantForeignKey

BUSINESS_TABLE = "accounts_business"
# On a database that `manage.py distribute` has spread, a new table is spread with the others before it points at them.
SPREAD = f"""
DO $$ BEGIN
    IF to_regclass('pg_catalog.pg_dist_partition') IS NOT NULL THEN
        IF EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = '{BUSINESS_TABLE}'::regclass) THEN
            SET LOCAL citus.multi_shard_modify_mode = 'sequential';
            PERFORM create_distributed_table('%s', 'business_id', colocate_with => 'agenda_due');
        END IF;
    END IF;
END $$
"""
POLICY = "business_id = nullif(current_setting('app.business_id', true), '')::uuid"


def reference(table: str, field: TenantForeignKey) -> str:
    """The composite foreign key of one field, as SQL."""
    target = field.related_model._meta.db_table
    return (
        f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_{field.column}_fk" FOREIGN KEY (business_id, "{field.column}")'
        f' REFERENCES "{target}" (business_id, id)'
    )


class ForwardOperation(Operation):
    """A change of the database alone, which is never undone."""

    reversible = False

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The models look the same."""


class Enclose(ForwardOperation):
    """Give a new tenant table its key, its composite foreign keys and its row-level security.

    `root=True` also points the table at its business; other tables reach it through what they point at. `append_only`
    leaves the app's role no UPDATE or DELETE, except of the columns in `may_update`.
    """

    def __init__(self, name: str, *, root: bool = False, append_only: bool = False, may_update: str = "") -> None:
        self.name, self.root, self.append_only, self.may_update = name, root, append_only, may_update

    def describe(self) -> str:
        """One line for `showmigrations`."""
        return f"Raise the walls of {self.name}"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Run the statements; the table is new and empty, so none of them waits."""
        # The other indexes first. While a table has no statistics every index that starts with the business costs the
        # same, and the planner takes the newest: let that be the key, or each foreign key check walks a whole business.
        waiting = list(schema_editor.deferred_sql)
        schema_editor.deferred_sql.clear()
        for statement in waiting:
            schema_editor.execute(statement)
        model = to_state.apps.get_model(app_label, self.name)
        table = model._meta.db_table
        keys = [field for field in model._meta.local_fields if isinstance(field, TenantForeignKey)]
        statements = [
            f'ALTER TABLE "{table}" DROP CONSTRAINT "{table}_pkey"',
            f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_pkey" PRIMARY KEY (business_id, id)',
            SPREAD % table,
            *(reference(table, field) for field in keys),
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
            f'CREATE POLICY tenant ON "{table}" USING ({POLICY}) WITH CHECK ({POLICY})',
        ]
        if self.root:
            statements.append(
                f'ALTER TABLE "{table}" ADD CONSTRAINT "{table}_business_fk" FOREIGN KEY (business_id)'
                f' REFERENCES "{BUSINESS_TABLE}" (id)'
            )
        for statement in statements:
            schema_editor.execute(statement, params=None)
        if self.append_only:
            self._forbid_change(schema_editor, table)

    def _forbid_change(self, schema_editor: Any, table: str) -> None:
        # Who may write by default is in the catalogue: the roles that the owner's default privileges name.
        change = f'REVOKE UPDATE, DELETE ON "{table}" FROM %I'
        allow = f'GRANT UPDATE ({self.may_update}) ON "{table}" TO %I'
        executed = [change, allow] if self.may_update else [change]
        body = " ".join(f"EXECUTE format('{statement}', r.name);" for statement in executed)
        schema_editor.execute(
            "DO $$ DECLARE r record; BEGIN FOR r IN SELECT DISTINCT grantee::regrole::text AS name FROM pg_class,"
            f" aclexplode(relacl) WHERE oid = '\"{table}\"'::regclass AND grantee <> relowner AND grantee <> 0"
            f" LOOP {body} END LOOP; END $$",
            params=None,
        )


class Compose(ForwardOperation):
    """Give a foreign key added to a standing tenant table its constraint, without reading the table under a lock."""

    def __init__(self, name: str, field: str) -> None:
        self.name, self.field = name, field

    def describe(self) -> str:
        """One line for `showmigrations`."""
        return f"Hold {self.name}.{self.field} within one business"

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Add the constraint unchecked, then check the rows that stand."""
        model = to_state.apps.get_model(app_label, self.name)
        field = model._meta.get_field(self.field)
        table = model._meta.db_table
        schema_editor.execute(f"{reference(table, field)} NOT VALID")
        schema_editor.execute(f'ALTER TABLE "{table}" VALIDATE CONSTRAINT "{table}_{field.column}_fk"')
