"""The tables of what is shown to others."""

from django.db import models
from django.utils.timezone import now

from foundation.tenancy.models import TenantModel


class SharedLink(TenantModel):
    """A link that shows one dashboard to whoever holds it, and changes nothing; only the hash of its token is kept.

    `metric` is empty where Home shows whatever is watched. `first` and `last` are within, and empty for the present.
    """

    name = models.CharField(max_length=80)
    screen = models.CharField(max_length=10)  # home, metric
    metric = models.CharField(max_length=30, blank=True)
    period = models.CharField(max_length=10, default="month")
    dimension = models.CharField(max_length=60, blank=True)
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    token_hash = models.BinaryField(max_length=32)
    made_by = models.UUIDField()
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)  # the last time, to ten minutes

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "token_hash"], name="shared_link_token")]


class ReportLetter(TenantModel):
    """How the numbers stood, to one member, on one day of their schedule; its id is the subject of the letter."""

    user = models.UUIDField()
    hears = models.CharField(max_length=10)  # weekly, monthly
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "user", "day"], name="report_letter_one")]
