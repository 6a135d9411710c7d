from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What a customer said last is read from the index, however often they answered."""

    atomic = False

    dependencies = [
        ("surveys", "0002_translations"),
    ]

    operations = [
        AddIndexConcurrently(
            "Answer",
            models.Index(
                fields=["business_id", "customer", "-given_at"],
                condition=Q(customer__isnull=False),
                name="answer_customer_newest",
            ),
        ),
        RemoveIndexConcurrently("Answer", "answer_customer"),
    ]
