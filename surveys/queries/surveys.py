"""Reading surveys. Everything here is called inside `acting_for(business)`."""

import uuid

from foundation.tenancy.context import HasId, business_id_of
from surveys.models import Survey


def surveys_of(business: HasId | uuid.UUID, *, archived: bool | None = None) -> list[Survey]:
    """The business's surveys, newest first: all, those in use (`archived=False`), or those put away (True)."""
    rows = Survey.objects.filter(business_id=business_id_of(business))
    if archived is not None:
        rows = rows.filter(archived_at__isnull=not archived)
    return list(rows.order_by("-id"))


def survey(business: HasId | uuid.UUID, survey_id: uuid.UUID) -> Survey | None:
    """One survey, put away or not."""
    return Survey.objects.filter(business_id=business_id_of(business), id=survey_id).first()
