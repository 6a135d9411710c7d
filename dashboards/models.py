"""The tables of what is shown to others and taken away."""

from django.db import models
from django.utils.timezone import now

from foundation.tenancy.fields import TenantForeignKey
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


class ExportState(models.TextChoices):
    """How far a file is."""

    MAKING = "making"
    READY = "ready"
    FAILED = "failed"  # it was begun often enough: nobody tries again unless asked to
    WITHDRAWN = "withdrawn"  # somebody who may stand in it was erased: its pieces are deleted
    DROPPED = "dropped"  # its owner needs it no more: it goes with its pieces


class Export(TenantModel):
    """A file of answers that one person asked for and the workers make, piece by piece."""

    asked_by = models.UUIDField()
    form = models.CharField(max_length=4)  # csv, xlsx, pdf
    asked = models.JSONField(default=dict)  # the filters, as an address has them
    dimensions = models.JSONField(default=list)  # the columns about where, as they were when it was asked for
    state = models.CharField(max_length=10, choices=ExportState, default=ExportState.MAKING)
    faults = models.SmallIntegerField(default=0, db_default=0)  # how often it was begun since it last moved
    found = models.PositiveIntegerField(null=True)  # answers, None until they are counted
    counted = models.IntegerField(default=0, db_default=0)  # so far, down to `last_at`
    done = models.PositiveIntegerField(default=0)  # answers that are in
    last_at = models.DateTimeField(null=True)  # of the answer that the last piece, or look, ended with
    last_id = models.UUIDField(null=True)
    # How far the file is, see `exports.growing.Grown`; `size` is of the whole once it is ready.
    pieces = models.PositiveIntegerField(default=0)
    size = models.BigIntegerField(default=0)
    unpacked = models.BigIntegerField(default=0)
    checksum = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(default=now)
    began_at = models.DateTimeField(null=True)  # what it says was so at this moment
    moved_at = models.DateTimeField(null=True)  # when the last piece was added
    made_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["business_id", "asked_by", "-asked_at"], name="export_newest")]


class ExportPiece(TenantModel):
    """Some bytes of a file; here, and not on a disk, for every process and host to see, and to come in one commit with
    how far the file is."""

    of = TenantForeignKey(Export, related_name="+")
    number = models.PositiveIntegerField()
    data = models.BinaryField()  # of a CSV packed by zlib, of the others as it is

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "of", "number"], name="export_piece_number")]
