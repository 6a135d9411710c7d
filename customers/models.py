"""The tables of customers."""

from django.db import models
from django.db.models.functions import Upper
from django.utils.timezone import now

from foundation.tenancy.fields import TenantForeignKey
from foundation.tenancy.models import TenantModel


class Customer(TenantModel):
    """A person the business serves, known by an address, by the business's own number, or by both."""

    # Lower case; None, not "", where unknown or erased: each is unique.
    email = models.CharField(max_length=254, null=True)  # noqa: DJ001 # see above
    external_id = models.CharField(max_length=120, null=True)  # noqa: DJ001 # see above
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=10, blank=True)
    properties = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now)
    updated_at = models.DateTimeField(default=now)
    erased_at = models.DateTimeField(null=True)
    brought_by = models.UUIDField(null=True)  # the import that made this customer, while it can be undone

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business_id", "email"], name="customer_email"),
            models.UniqueConstraint(fields=["business_id", "external_id"], name="customer_external_id"),
        ]
        indexes = [
            models.Index("business_id", Upper("name"), name="customer_name"),
            models.Index(fields=["business_id", "-created_at"], name="customer_newest"),
        ]


class SuppressionReason(models.TextChoices):
    """Why an address gets no more survey letters."""

    STOPPED = "stopped", "stopped your letters"
    BOUNCED = "bounced", "the address does not work"
    COMPLAINED = "complained", "reported a letter as spam"
    ERASED = "erased", "asked to be forgotten"


class Suppression(TenantModel):
    """An address that gets no more survey letters, as a keyed hash: it outlives the customer's erasure."""

    address_hash = models.CharField(max_length=64)
    reason = models.CharField(max_length=12, choices=SuppressionReason)
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["business_id", "address_hash"], name="suppression_one")]


class ImportState(models.TextChoices):
    """How far an import is."""

    DRAFT = "draft"  # uploaded and looked at; nobody has said yes
    WAITING = "waiting"  # to be read and checked
    RUNNING = "running"  # checked; its rows go in
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"  # what it brought is being taken back
    UNDONE = "undone"


class Import(TenantModel):
    """One file brought in: what became of its rows."""

    kind = models.CharField(max_length=12)  # customers, answers
    filename = models.CharField(max_length=200)
    path = models.CharField(max_length=400, blank=True)  # of the file while it is needed; empty afterwards
    header = models.JSONField(default=list)  # names of the file's columns
    mapping = models.JSONField(default=list)  # for each column what it holds, see `columns.py`
    mended = models.JSONField(default=dict)  # {row: {column: text}} put right by hand before importing
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.WAITING)
    error = models.CharField(max_length=400, blank=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    position = models.BigIntegerField(default=0)  # bytes of the checked rows that are in
    dimensions = models.JSONField(default=list)  # properties to compare groups by, found while checking
    # Each row of the file is one of: added, updated, unchanged, repeated, broken, erased.
    added = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    repeated = models.PositiveIntegerField(default=0)  # a later row names the same person and wins
    broken = models.PositiveIntegerField(default=0)
    erased = models.PositiveIntegerField(default=0)  # asked to be forgotten: not brought back
    suppressed = models.PositiveIntegerField(default=0)  # came in, but get no letters
    # What an undo did: customers taken off the list, customers put back as they were, customers left as they are.
    removed = models.IntegerField(default=0, db_default=0)
    restored = models.IntegerField(default=0, db_default=0)
    kept = models.IntegerField(default=0, db_default=0)
    created_by = models.UUIDField(null=True)
    created_at = models.DateTimeField(default=now)
    started_at = models.DateTimeField(null=True)  # when the first row went in
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["business_id", "-created_at"], name="import_newest")]


class ImportFault(TenantModel):
    """One broken row: where, what, and the remedy."""

    of = TenantForeignKey(Import, related_name="faults")
    row = models.PositiveIntegerField()
    column = models.CharField(max_length=120, blank=True)
    message = models.CharField(max_length=300)
    cells = models.JSONField(default=list)  # the row as it stands in the file

    class Meta:
        indexes = [models.Index(fields=["business_id", "of", "row"], name="import_fault_row")]

    @property
    def words(self) -> str:
        """The fault as a person reads it: where, what, and the remedy."""
        where = f"Row {self.row}, {self.column}:" if self.column else f"Row {self.row}"
        return f"{where} {self.message}"


class ImportChange(TenantModel):
    """What a customer was before an import changed them: kept as long as the import can be undone."""

    of = TenantForeignKey(Import, related_name="+")
    customer = TenantForeignKey(Customer, related_name="+")
    before = models.JSONField()  # the fields by name, `updated_at` among them
    at = models.DateTimeField()  # the customer's `updated_at` afterwards: another one means another change since

    class Meta:
        indexes = [
            models.Index(fields=["business_id", "of", "-at"], name="import_change_of"),
            models.Index(fields=["business_id", "customer"], name="import_change_customer"),
        ]
