"""The agenda's tables: global, since the tick claims across businesses; they hold ids and times only."""

import uuid

from django.db import models

from foundation.ids import uuid7

NOBODY = uuid.UUID(int=0)  # stands for the business of work that is the machinery's own: a key is never NULL


class Due(models.Model):
    """One piece of work: do `kind` for `business_id` (and, within it, `key`) at `due_at`.

    Writers only insert; rows of one (business, kind, key) that are due collapse into one run. In the database the
    primary key is `(business_id, id)`, so that the rows of a business can lie beside its data.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business_id = models.UUIDField(default=NOBODY)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80, default="", blank=True)
    due_at = models.DateTimeField()
    token = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        db_table = "agenda_due"
        verbose_name_plural = "due"
        indexes = [
            models.Index(fields=["due_at"], name="agenda_due_at"),
            models.Index(fields=["kind", "due_at"], name="agenda_due_kind"),
            models.Index(fields=["business_id", "kind", "key"], name="agenda_due_what"),
        ]


class Pulse(models.Model):
    """When a part of the machinery was last seen alive."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    class Meta:
        db_table = "agenda_pulse"
