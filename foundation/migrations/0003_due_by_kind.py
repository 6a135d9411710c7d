from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Where more is due than can be handed over, the tick asks for each kind's share."""

    atomic = False

    dependencies = [
        ("foundation", "0002_due_beside_the_business"),
    ]

    operations = [
        AddIndexConcurrently("Due", models.Index(fields=["kind", "due_at"], name="agenda_due_kind")),
    ]
