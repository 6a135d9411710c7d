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


# What an open case waits for is an answer of the business: there is none yet, or the customer wrote back since.
WAITS = models.Q(first_reply_at=None) | models.Q(heard_at__isnull=False)
# When a case was last answered. Processes of the release before write the first answer alone. No `Coalesce`: PostgreSQL
# looks nothing up by one behind row-level security, for it is not known to leak nothing.
LAST_ANSWERED = models.Case(models.When(answered_at__isnull=False, then="answered_at"), default="first_reply_at")


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
    heard_at = models.DateTimeField(null=True)  # when the customer wrote back, while nobody has answered that
    first_reply_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)  # the last answer that reached the customer, and who gave it
    answered_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.UUIDField(null=True)
    cause = models.CharField(max_length=80, blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "answer"], name="case_one_per_answer")]
        indexes = [
            models.Index(fields=["business_id", "state", "due_at"], name="case_queue"),
            models.Index(
                fields=["business_id", "due_at", "id"],
                condition=models.Q(state=CaseState.OPEN) & WAITS,
                name="case_waiting",
            ),
            models.Index(
                models.F("business_id"),
                LAST_ANSWERED,
                models.F("id"),
                condition=models.Q(state=CaseState.OPEN) & ~WAITS,
                name="case_answered",
            ),
            models.Index(
                fields=["business_id", "customer", "-opened_at"],
                condition=models.Q(customer__isnull=False),
                name="case_customer_newest",
            ),
            models.Index(fields=["business_id", "-closed_at"], name="case_closed"),
        ]


class EntryKind(models.TextChoices):
    """What somebody did on a case; `answer` is what became of the answer itself."""

    REPLY = "reply"
    CALL = "call"
    HEARD = "heard"  # the customer answered by mail
    NOTE = "note"
    TAKEN = "taken"
    ASSIGNED = "assigned"
    RELEASED = "released"
    ANSWER = "answer"
    CLOSED = "closed"
    REOPENED = "reopened"


ANSWERS = (EntryKind.REPLY, EntryKind.CALL)  # what answers a customer, unless it did not arrive
UNKNOWN = "It is not known whether this letter arrived."
ARRIVED = ("", UNKNOWN)  # the faults of what counts as an answer


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
        # The condition holds for every row; it keeps the planner from looking up keys here while a table is young.
        indexes = [
            models.Index(
                fields=["business_id", "case", "at"], condition=models.Q(case__isnull=False), name="case_entry_when"
            )
        ]


class ReplyText(TenantModel):
    """A text of the business's own that replies may begin with; `reply_words` says what its braces stand for."""

    name = models.CharField(max_length=60)
    text = models.TextField()
    language = models.CharField(max_length=10, default="", blank=True)  # "" fits any customer
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_id", "name", "language"], name="reply_text_named_once")
        ]


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


class ImprovementState(models.TextChoices):
    """Planned until its first day, started until somebody looks back on it; dropped is given up before that."""

    PLANNED = "planned", "Planned"
    STARTED = "started", "Running"
    REVIEWED = "reviewed", "Looked back on"
    DROPPED = "dropped", "Given up"


class Found(models.TextChoices):
    """What the test said of before and after on the day somebody looked back."""

    BETTER = "better", "Better"
    WORSE = "worse", "Worse"
    UNCLEAR = "unclear", "Too close to call"
    TOO_FEW = "too_few", "Too few answers to tell"


class Improvement(TenantModel):
    """One thing that the business changes: named, owned, with a day to look back.

    It should move the answers of one kind of question: all of them, or those of a survey, of a segment, or of both.
    """

    title = models.CharField(max_length=80)
    change = models.TextField(blank=True)  # what is done differently
    cause = models.CharField(max_length=80, blank=True)  # the trouble it should end, as cases name it
    kind = models.CharField(max_length=10)  # a key of `surveys.scales.SCALES`
    survey = TenantForeignKey("surveys.Survey", related_name="+", null=True)
    dimension = models.CharField(max_length=60, default="", blank=True)
    segment = models.CharField(max_length=200, default="", blank=True)
    owner = models.UUIDField()  # a user
    starts_on = models.DateField()
    review_on = models.DateField()
    state = models.CharField(max_length=10, choices=ImprovementState)
    told = models.UUIDField(null=True)  # the subject of the letter that asked the owner to look back
    found = models.CharField(max_length=10, choices=Found, blank=True)
    outcome = models.TextField(blank=True)
    settled_on = models.DateField(null=True)  # looked back on, or given up
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["business_id", "state", "-starts_on"], name="improvement_latest")]
        constraints = [models.UniqueConstraint(fields=["business_id", "told"], name="improvement_told")]
