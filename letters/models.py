"""The table of letters."""

from django.db import models
from django.utils.timezone import now

from foundation.tenancy.fields import TenantForeignKey
from foundation.tenancy.models import TenantModel


class LetterState(models.TextChoices):
    """`queued → sending → sent | failed | unknown`; cancelled before it was claimed."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class Letter(TenantModel):
    """One letter to one person: what it is about and how far it got. Address and words are written when it is sent."""

    purpose = models.CharField(max_length=40)
    subject = models.UUIDField()  # what it is about: an invitation, a case message …
    bundle = models.UUIDField(null=True)  # what it was sent with: a round
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.QUEUED)
    reason = models.CharField(max_length=200, blank=True)
    message_id = models.CharField(max_length=330, blank=True)
    claim = models.UUIDField(null=True)  # whose it is, from the claim until its purpose has heard what became of it
    leased_until = models.DateTimeField(null=True)
    marked_at = models.DateTimeField(null=True)  # just before DATA: from here on a crash leaves its fate unknown
    attempts = models.SmallIntegerField(default=0)
    queued_at = models.DateTimeField(default=now)
    not_before = models.DateTimeField(default=now)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_id", "purpose", "subject"], name="letter_one_per_subject")
        ]
        indexes = [
            models.Index(
                fields=["business_id", "purpose", "not_before", "id"],
                name="letter_waiting",
                condition=models.Q(state="queued"),
            ),
            models.Index(
                fields=["business_id", "purpose", "leased_until"],
                name="letter_claimed",
                condition=models.Q(claim__isnull=False),
            ),
            models.Index(
                fields=["business_id", "bundle", "state"],
                name="letter_bundle",
                condition=models.Q(bundle__isnull=False),
            ),
        ]


class FeedbackKind(models.TextChoices):
    """What can be heard of a letter after it was sent."""

    BOUNCED = "bounced", "came back: nobody lives at the address"
    COMPLAINED = "complained", "was reported as spam"


class Feedback(TenantModel):
    """What was heard of a letter after it was sent; of each kind once, however often it is told."""

    letter = TenantForeignKey(Letter, related_name="feedback")
    kind = models.CharField(max_length=12, choices=FeedbackKind)
    source = models.CharField(max_length=20)  # the provider that told, or "mail"
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "letter", "kind"], name="feedback_one")]
        indexes = [models.Index(fields=["business_id", "kind", "at"], name="feedback_lately")]
