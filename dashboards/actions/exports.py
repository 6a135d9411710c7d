"""Noting who took answers away."""

import uuid

from foundation.ledger.actions import record
from foundation.tenancy.context import HasId, acting_for


def note_export(*, business: HasId, by: uuid.UUID, form: str, answers: int) -> None:
    """One line for one file; how many answers it holds, and none of their words."""
    with acting_for(business):
        data = {"form": form, "answers": answers}
        record(business=business, kind="answers.exported", subject=business.id, actor=by, data=data)
