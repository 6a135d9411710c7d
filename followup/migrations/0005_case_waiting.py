from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Every page counts the cases that wait for an answer: the count and the list read these alone."""

    atomic = False

    dependencies = [
        ("followup", "0004_reply_texts"),
    ]

    operations = [
        AddIndexConcurrently(
            "Case",
            models.Index(
                fields=["business_id", "due_at", "id"],
                condition=Q(state="open") & (Q(first_reply_at=None) | Q(heard_at__isnull=False)),
                name="case_waiting",
            ),
        ),
    ]
