"""The tables of follow-up."""

from django.db import models
from django.utils.timezone import now

from foundation.tenancy.fields import TenantForeignKey
from foundation.tenancy.models import TenantModel


class CaseState(models.TextChoices):
    """Open until somebody closes it; taken says who works on it."""

    OPEN = "open"
    CLOSED = "closed"


class Case(TenantModel):
    """One unhappy answer to put right."""

    answer = TenantForeignKey("surveys.Answer", related_name="+")
    customer = TenantForeignKey("customers.Customer", related_name="+", null=True)
    state = models.CharField(max_length=10, choices=CaseState, default=CaseState.OPEN)
    opened_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    assignee = models.UUIDField(null=True)  # a user
    first_reply_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    cause = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "answer"], name="case_one_per_answer")]
        indexes = [
            models.Index(fields=["business_id", "state", "due_at"], name="case_queue"),
            models.Index(fields=["business_id", "customer"], name="case_customer"),
            models.Index(fields=["business_id", "-closed_at"], name="case_closed"),
        ]


class EntryKind(models.TextChoices):
    """What somebody did on a case."""

    REPLY = "reply"
    CALL = "call"
    NOTE = "note"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    CLOSED = "closed"
    REOPENED = "reopened"


class CaseEntry(TenantModel):
    """One thing done on a case, in order."""

    case = TenantForeignKey(Case, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind)
    author = models.UUIDField(null=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["business_id", "case", "id"], name="case_entry_order")]
