import uuid

from django.db import migrations, models

NOBODY = uuid.UUID("00000000-0000-0000-0000-000000000000")


class Migration(migrations.Migration):
    """The key of `agenda_due` begins with the business. Each statement can be run again and waits for nobody long."""

    atomic = False

    dependencies = [
        ("foundation", "0001_initial"),
    ]

    operations = [
        # A key may not be NULL; with a validated check that says so PostgreSQL needs not read the table.
        migrations.RunSQL(
            "ALTER TABLE agenda_due DROP CONSTRAINT IF EXISTS agenda_due_named,"
            " ADD CONSTRAINT agenda_due_named CHECK (business_id IS NOT NULL) NOT VALID"
        ),
        migrations.RunSQL("ALTER TABLE agenda_due VALIDATE CONSTRAINT agenda_due_named"),
        migrations.RunSQL("CREATE UNIQUE INDEX CONCURRENTLY agenda_due_key ON agenda_due (business_id, id)"),
        migrations.RunSQL(
            "ALTER TABLE agenda_due DROP CONSTRAINT agenda_due_pkey,"
            " ADD CONSTRAINT agenda_due_pkey PRIMARY KEY USING INDEX agenda_due_key"
        ),
        migrations.RunSQL("ALTER TABLE agenda_due DROP CONSTRAINT agenda_due_named"),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AlterField("Due", "business_id", models.UUIDField(default=NOBODY))]
        ),
    ]
