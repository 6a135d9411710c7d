from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Case, F, Q, When


class Migration(migrations.Migration):
    """A page of a case, of a customer or of the answered ones reads what it shows, however much there is."""

    atomic = False

    dependencies = [
        ("followup", "0007_last_answer_of_before"),
    ]

    operations = [
        AddIndexConcurrently(
            "Case",
            models.Index(
                F("business_id"),
                Case(When(answered_at__isnull=False, then="answered_at"), default="first_reply_at"),
                F("id"),
                condition=Q(state="open") & ~(Q(first_reply_at=None) | Q(heard_at__isnull=False)),
                name="case_answered",
            ),
        ),
        AddIndexConcurrently(
            "Case",
            models.Index(
                fields=["business_id", "customer", "-opened_at"],
                condition=Q(customer__isnull=False),
                name="case_customer_newest",
            ),
        ),
        AddIndexConcurrently(
            "CaseEntry",
            models.Index(
                fields=["business_id", "case", "at"], condition=Q(case__isnull=False), name="case_entry_when"
            ),
        ),
        RemoveIndexConcurrently("Case", "case_customer"),
        RemoveIndexConcurrently("CaseEntry", "case_entry_order"),
    ]
