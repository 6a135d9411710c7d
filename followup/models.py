"""The tables of follow-up."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.timezone import now

from foundation.tenancy.fields import TenantForeignKey
from foundation.tenancy.models import TenantModel


class CaseState(models.TextChoices):
    """Open until somebody closes it; taken says who works on it."""

    OPEN = "open"
    CLOSED = "closed"


class Outcome(models.TextChoices):
    """How a case ended, in the words of a page."""

    SOLVED = "solved", "Solved"
    APOLOGISED = "apologised", "Apologised"
    REFUNDED = "refunded", "Refunded or replaced"
    UNREACHED = "unreached", "Could not reach them"
    UNJUSTIFIED = "unjustified", "Not justified"
    SET_ASIDE = "set_aside", "Answer set aside"  # by the system: no person gave this answer


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
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "answer"], name="case_one_per_answer")]
        indexes = [
            models.Index(fields=["business_id", "state", "due_at"], name="case_queue"),
            models.Index(fields=["business_id", "customer"], name="case_customer"),
            models.Index(fields=["business_id", "-closed_at"], name="case_closed"),
        ]


class EntryKind(models.TextChoices):
    """What somebody did on a case; `answer` is what became of the answer itself."""

    REPLY = "reply"
    CALL = "call"
    NOTE = "note"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    RELEASED = "released"
    ANSWER = "answer"
    CLOSED = "closed"
    REOPENED = "reopened"


class CaseEntry(TenantModel):
    """One thing done on a case, in order."""

    case = TenantForeignKey(Case, related_name="entries")
    kind = models.CharField(max_length=10, choices=EntryKind)
    author = models.UUIDField(null=True)
    target = models.UUIDField(null=True)  # the user a case was given to
    text = models.TextField(blank=True)
    fault = models.CharField(max_length=200, blank=True)  # why a reply did not arrive
    at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["business_id", "case", "id"], name="case_entry_order")]


class Alert(TenantModel):
    """One letter that tells one colleague of new cases. It gathers cases until it is written."""

    user = models.UUIDField()
    cases = ArrayField(models.UUIDField())
    not_before = models.DateTimeField()
    written_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["business_id", "user", "-not_before"], name="alert_latest")]
        constraints = [
            models.UniqueConstraint(
                fields=["business_id", "user"], condition=models.Q(written_at=None), name="alert_one_gathering"
            )
        ]
