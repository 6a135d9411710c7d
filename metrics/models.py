"""The tables of metrics."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.timezone import now

from foundation.tenancy.fields import TenantForeignKey
from foundation.tenancy.models import TenantModel


class DailyHistogram(TenantModel):
    """How many confirmed answers of one survey, day and segment gave each score.

    `kind` is a scale (`nps`, `csat` …; `counts[score]`) or `response` (`counts[0]` delivered and silent, `counts[1]`
    answered, by the day of delivery). `dimension` and `segment` are empty for the total.
    """

    survey = TenantForeignKey("surveys.Survey", related_name="+")
    kind = models.CharField(max_length=10)
    day = models.DateField()
    dimension = models.CharField(max_length=60, default="", blank=True)
    segment = models.CharField(max_length=200, default="", blank=True)
    counts = ArrayField(models.IntegerField(), size=11)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["business_id", "kind", "dimension", "segment", "day", "survey"],
                include=["counts"],  # a page's sums are read from the index alone
                name="histogram_cell",
            )
        ]
        indexes = [models.Index(fields=["business_id", "survey", "day"], name="histogram_survey_day")]


class StaleDay(TenantModel):
    """A day whose histograms no longer match the answers."""

    survey = TenantForeignKey("surveys.Survey", related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "survey", "day"], name="stale_day_one")]


class Refresh(TenantModel):
    """When a business's histograms were last brought up to date: the `as_of` of its numbers."""

    refreshed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id"], name="refresh_one")]


class ChosenMetric(TenantModel):
    """A metric that the business watches: two or three."""

    metric = models.CharField(max_length=30)
    position = models.SmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "metric"], name="chosen_metric_one")]


class Goal(TenantModel):
    """From where to where, by when."""

    metric = models.CharField(max_length=30)
    dimension = models.CharField(max_length=60, default="", blank=True)
    segment = models.CharField(max_length=200, default="", blank=True)
    baseline = models.FloatField(null=True)  # None: taken from the first 30 answers, once they are there
    baseline_n = models.PositiveIntegerField(null=True)
    baseline_low = models.FloatField(null=True)
    baseline_high = models.FloatField(null=True)
    baseline_from = models.DateField(null=True)
    baseline_to = models.DateField(null=True)
    target = models.FloatField()
    starts_on = models.DateField()
    due_on = models.DateField()
    cadence = models.CharField(max_length=12, default="monthly")  # weekly, two_weekly, monthly
    owner = models.UUIDField(null=True)  # a user
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)

    class Meta:
        indexes = [models.Index(fields=["business_id", "metric", "ended_at"], name="goal_metric")]


class Closing(TenantModel):
    """A period of a goal's cadence that was closed, and what its letter said."""

    goal = TenantForeignKey(Goal, related_name="closings")
    period_from = models.DateField()
    period_to = models.DateField()  # exclusive
    value = models.FloatField(null=True)
    n = models.PositiveIntegerField()
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    verdict = models.CharField(max_length=40)
    change = models.CharField(max_length=40, blank=True)
    before = models.FloatField(null=True)  # the value of the period it was compared with
    detectable = models.FloatField(null=True)  # the smallest change that could have been seen
    closed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "goal", "period_from"], name="closing_once")]


class ClosingLetter(TenantModel):
    """The letter about a closing to one member; its id is the subject under which it is queued."""

    closing = TenantForeignKey(Closing, related_name="letters")
    user = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "closing", "user"], name="closing_letter_one")]
