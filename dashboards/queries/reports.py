"""The letters that are to be written. Called inside `acting_for(business)`."""

import uuid
from collections.abc import Mapping, Sequence

from dashboards.models import ReportLetter
from foundation.tenancy.context import HasId


def readers(business: HasId | uuid.UUID, subjects: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, uuid.UUID]:
    """Whom each letter is for."""
    return dict(ReportLetter.objects.filter(id__in=subjects).values_list("id", "user"))
