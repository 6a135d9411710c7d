"""`TenantModel`: a row that belongs to one business, and a manager that fails closed."""

import uuid
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from django.db import models
from django.db.models.sql import Query

from foundation.ids import uuid7
from foundation.tenancy.context import OtherBusinessError, current_business_id

M = TypeVar("M", bound=models.Model)


class TenantQuery(Query):
    """A query that can be run only while acting for the business it was made for."""

    business_id: uuid.UUID

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        """Check, then compile."""
        if current_business_id() != self.business_id:
            raise OtherBusinessError("This query was made while acting for another business.")
        return super().get_compiler(*args, **kwargs)


class TenantQuerySet(models.QuerySet[M]):
    """Rows of the business acted for."""

    def update(self, **kwargs: Any) -> int:
        """Update the rows. Raises NoBusinessError outside `acting_for`."""
        current_business_id()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete the rows. Raises NoBusinessError outside `acting_for`."""
        current_business_id()
        return super().delete()

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Insert many rows, all of the business acted for."""
        rows = list(objs)
        for row in rows:
            cast(TenantModel, row).check_business()
        return super().bulk_create(rows, *args, **kwargs)


class TenantManager(models.Manager[M]):
    """Starts every query at the business acted for. Raises NoBusinessError outside `acting_for`."""

    def get_queryset(self) -> TenantQuerySet[M]:
        """The business's rows."""
        query = TenantQuery(self.model)
        query.business_id = current_business_id()
        rows: TenantQuerySet[M] = TenantQuerySet(self.model, query=query, using=self._db)
        return rows.filter(business_id=query.business_id)


class TenantModel(models.Model):
    """A row of one business.

    Django sees `id` as the key; in the database it is `(business_id, id)`, set by `operations.Enclose`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    business_id = models.UUIDField(editable=False)

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the UPDATE names the business, through the base manager."""
        self.check_business()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete this row, naming its business."""
        self.check_business()
        return type(self).objects.filter(pk=self.pk).delete()

    def check_business(self) -> None:
        """Raise OtherBusinessError unless the row belongs to the business acted for."""
        if self.business_id != current_business_id():
            raise OtherBusinessError(f"This {self._meta.verbose_name} is not of the business acted for.")
