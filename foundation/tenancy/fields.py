"""`TenantForeignKey`: a reference that cannot cross from one business to another."""

from typing import Any

from django.db import models
from django.db.models.lookups import Exact
from django.db.models.sql.where import WhereNode


class TenantForeignKey(models.ForeignKey):  # type: ignore[type-arg] # generic in the stubs only
    """A foreign key of a tenant table to a tenant table.

    The database holds it as `(business_id, x_id)`, made by `operations.Enclose`, and joins name the business. Deleting
    is left to the database: an action deletes what hangs on a row before the row.
    """

    def __init__(self, to: Any, on_delete: Any = models.DO_NOTHING, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        kwargs["db_index"] = False
        super().__init__(to, on_delete, **kwargs)

    def get_extra_restriction(self, alias: str | None, related_alias: str | None) -> WhereNode | None:
        """Add `AND t.business_id = u.business_id` to every join."""
        theirs: Any = self.related_model._meta.get_field("business_id")
        ours: Any = self.model._meta.get_field("business_id")
        same: Any = Exact(theirs.get_col(alias), ours.get_col(related_alias))
        return WhereNode([same])
