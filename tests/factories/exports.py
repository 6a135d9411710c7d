"""Files of answers that take a while."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from accounts.models import Business
from dashboards.actions.exports import request_export
from dashboards.actions.making import advance_export
from dashboards.models import Export
from dashboards.queries.exports import content
from foundation.tenancy.context import acting_for
from tests.factories.figures import NOW


def ask(
    business: Business, form: str = "csv", asked: Mapping[str, str] | None = None, by: uuid.UUID | None = None
) -> Export:
    """Ask for a file."""
    return request_export(
        business=business,
        by=by or uuid.uuid4(),
        form=form,
        asked=asked or {},
        dimensions=business.dimensions,
        now=NOW,
    )


def now_of(file: Export) -> Export:
    """A file as it stands."""
    with acting_for(file.business_id):
        return Export.objects.get(id=file.id)


def make_whole(business: Business, file: Export, now: datetime = NOW) -> bytes:
    """Make it to its end, and its bytes."""
    while advance_export(business=business, export_id=file.id, now=now):
        pass
    return b"".join(content(business, now_of(file)))
