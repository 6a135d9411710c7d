"""Forgetting what was written about people who asked to be erased."""

import uuid
from collections.abc import Collection

from django.db.models import Q

from followup.models import Case, CaseEntry, EntryKind
from foundation.ledger.actions import record_many
from foundation.tenancy.context import HasId, acting_for

# `answer` too: why an answer was set aside may be told in words of one's own.
PERSONAL = [EntryKind.REPLY, EntryKind.CALL, EntryKind.HEARD, EntryKind.NOTE, EntryKind.ANSWER]


def forget(*, business: HasId | uuid.UUID, subjects: Collection[uuid.UUID]) -> None:
    """Empty the words on the cases of these customers or answers; what was done when stays."""
    with acting_for(business):
        cases = Case.objects.filter(Q(customer_id__in=subjects) | Q(answer_id__in=subjects))
        ids = list(cases.values_list("id", flat=True))
        if CaseEntry.objects.filter(case_id__in=ids, kind__in=PERSONAL).exclude(text="").update(text=""):
            record_many(business=business, lines=[("case.forgotten", case_id, {}) for case_id in ids])
