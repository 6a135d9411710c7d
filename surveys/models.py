"""The tables of asking and answering."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Value
from django.utils.timezone import now

from foundation.tenancy.fields import TenantForeignKey
from foundation.tenancy.models import TenantModel
from surveys.wordings import WORDS, by_language


class Survey(TenantModel):
    """One question on one scale, and the words around it. Empty words mean the standard ones of `wordings.py`.

    The words' own columns are English; `translations` has those of other languages, by code and then by column.
    """

    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)  # a key of `scales.SCALES`
    question = models.CharField(max_length=300, blank=True)
    low_follow_up = models.CharField(max_length=300, blank=True)
    middle_follow_up = models.CharField(max_length=300, blank=True)
    high_follow_up = models.CharField(max_length=300, blank=True)
    thanks = models.CharField(max_length=500, blank=True)
    letter_subject = models.CharField(max_length=200, blank=True)
    letter_intro = models.CharField(max_length=1000, blank=True)
    translations = models.JSONField(default=dict, db_default=Value({}, models.JSONField()))
    expires_days = models.PositiveSmallIntegerField(default=30)
    archived_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["business_id", "kind"], name="survey_kind")]

    @property
    def own_words(self) -> Mapping[str, Mapping[str, str]]:
        """The business's own words, by language and column; empty ones mean the standard."""
        return by_language({name: getattr(self, name) for name in WORDS}, self.translations)


class RoundState(models.TextChoices):
    """How far a round is."""

    SCHEDULED = "scheduled"
    SENDING = "sending"
    SENT = "sent"
    CANCELLED = "cancelled"


class Round(TenantModel):
    """One sending of a survey to many people."""

    survey = TenantForeignKey(Survey, related_name="rounds")
    audience = models.JSONField(default=dict)  # {} is everybody; {"property": …, "value": …} a segment
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.SCHEDULED)
    starts_at = models.DateTimeField()
    prepared_through = models.UUIDField(null=True)  # the last customer looked at: preparing goes on from here
    prepared_at = models.DateTimeField(null=True)  # everybody was looked at
    reminded_at = models.DateTimeField(null=True)  # the one reminder was asked for
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["business_id", "-starts_at"], name="round_newest")]


class InvitationState(models.TextChoices):
    """What became of asking one person."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class Invitation(TenantModel):
    """One person asked once: the letter's link, its fate, and when they answered."""

    survey = TenantForeignKey(Survey, related_name="invitations")
    round = TenantForeignKey(Round, related_name="invitations", null=True)
    customer = TenantForeignKey("customers.Customer", related_name="+")
    state = models.CharField(max_length=10, choices=InvitationState, default=InvitationState.QUEUED)
    reason = models.CharField(max_length=200, blank=True)  # why skipped or failed, in words that can be counted
    note = models.CharField(max_length=120, blank=True)  # what belongs to the reason alone: a day
    token_hash = models.BinaryField(max_length=32, null=True)  # SHA-256 of the letter's link
    reminder_hash = models.BinaryField(max_length=32, null=True)  # and of the reminder's
    segments = models.JSONField(default=dict)  # dimension → segment, as they were when asked
    created_at = models.DateTimeField(default=now)
    delivered_at = models.DateTimeField(null=True)
    delivered_on = models.DateField(null=True)  # the business's local day
    settled_at = models.DateTimeField(null=True)  # when it was known what became of the letter
    reminded_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    trapped_at = models.DateTimeField(null=True)  # somebody followed the link no person sees
    evidence = models.JSONField(default=list)  # the latest requests, `judging.Trace`s: what judging looks back on
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_id", "token_hash"], name="invitation_token"),
            models.UniqueConstraint(fields=["business_id", "reminder_hash"], name="invitation_reminder"),
            models.UniqueConstraint(fields=["business_id", "round", "customer"], name="invitation_once_a_round"),
        ]
        indexes = [
            models.Index(fields=["business_id", "customer", "-delivered_at"], name="invitation_customer"),
            models.Index(fields=["business_id", "survey", "delivered_on"], name="invitation_day"),
            models.Index(fields=["business_id", "round", "state"], name="invitation_round"),
        ]


class AnswerState(models.TextChoices):
    """Only confirmed answers count."""

    CONFIRMED = "confirmed"
    PROVISIONAL = "provisional"
    SET_ASIDE = "set_aside"


class Answer(TenantModel):
    """One score, and what was said with it. One for each invitation; a changed mind changes it."""

    survey = TenantForeignKey(Survey, related_name="answers")
    invitation = TenantForeignKey(Invitation, related_name="answers", null=True)
    customer = TenantForeignKey("customers.Customer", related_name="+", null=True)
    kind = models.CharField(max_length=10)
    score = models.SmallIntegerField()
    comment = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=AnswerState, default=AnswerState.CONFIRMED)
    set_aside = models.CharField(max_length=200, blank=True)  # the reason
    source = models.CharField(max_length=10, default="letter")  # letter, import
    given_at = models.DateTimeField()
    given_on = models.DateField()  # the business's local day it was given; a change keeps it
    changed_at = models.DateTimeField(null=True)
    previous = models.JSONField(null=True)  # what the last minute's changes replaced, should they prove a robot's
    segments = models.JSONField(default=dict)
    properties = models.JSONField(default=dict)
    salt = models.BinaryField(max_length=16)  # of the ledger's commitment
    layout = models.SmallIntegerField(default=1)  # version of the page it was given on

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_id", "invitation"], name="answer_one_per_invitation"),
        ]
        indexes = [
            models.Index(
                fields=["business_id", "survey", "given_on"],
                include=["kind", "score", "state", "segments"],
                name="answer_day",
            ),
            models.Index(fields=["business_id", "-given_at"], name="answer_newest"),
            models.Index(
                fields=["business_id", "-given_at"], name="answer_with_words", condition=~models.Q(comment="")
            ),
            models.Index(
                fields=["business_id", "customer", "-given_at"],
                condition=models.Q(customer__isnull=False),
                name="answer_customer_newest",
            ),
        ]
