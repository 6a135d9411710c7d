"""The ledger's tables."""

from django.db import models

from foundation.tenancy.models import TenantModel


class LedgerLine(TenantModel):
    """One thing that happened: ids and salted commitments, never personal data.

    `number` and `hash` are given by the sealer, after the line is committed; everything else never changes.
    """

    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    actor = models.UUIDField(null=True)
    subject = models.UUIDField()
    data = models.JSONField(default=dict)
    number = models.BigIntegerField(null=True)
    hash = models.BinaryField(null=True, max_length=32)

    class Meta:
        db_table = "ledger_line"
        constraints = [models.UniqueConstraint(fields=["business_id", "number"], name="ledger_line_number")]
        indexes = [
            models.Index(fields=["business_id", "subject"], name="ledger_line_subject"),
            models.Index(fields=["business_id", "id"], name="ledger_line_unsealed", condition=models.Q(number=None)),
        ]


class LedgerHead(TenantModel):
    """How far a business's ledger is sealed. Its row is the lock that keeps sealers in single file."""

    number = models.BigIntegerField(default=0)
    hash = models.BinaryField(max_length=32)

    class Meta:
        db_table = "ledger_head"
        constraints = [models.UniqueConstraint(fields=["business_id"], name="ledger_head_one")]


class LedgerCursor(TenantModel):
    """How far one consumer has read."""

    consumer = models.CharField(max_length=40)
    number = models.BigIntegerField(default=0)

    class Meta:
        db_table = "ledger_cursor"
        constraints = [models.UniqueConstraint(fields=["business_id", "consumer"], name="ledger_cursor_one")]
