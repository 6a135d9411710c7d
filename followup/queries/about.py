"""What the closed cases of some days were about."""

import uuid

from django.db.models import Count, QuerySet

from followup.about import About
from followup.models import Case, CaseState
from followup.places import Place
from followup.queries.cases import CaseView, after_place, view
from foundation.tenancy.context import HasId, reading_for


def causes_about(business: HasId | uuid.UUID, about: About) -> list[tuple[str, int]]:
    """The causes of these cases and how many cases each has, the commonest first."""
    with reading_for(business):
        named = _cases(about).exclude(cause="")
        return list(named.values_list("cause").annotate(n=Count("id")).order_by("-n", "cause"))


def count_about(business: HasId | uuid.UUID, about: About) -> int:
    """How many cases there are."""
    with reading_for(business):
        return _cases(about).count()


def cases_about(
    business: HasId | uuid.UUID, about: About, after: Place | None = None, limit: int = 25
) -> list[CaseView]:
    """These cases, the latest closed first; the page after `after`."""
    with reading_for(business):
        rows = after_place(_cases(about).order_by("-closed_at", "-id"), after)
        return [view(row) for row in rows[:limit]]


def _cases(about: About) -> QuerySet[Case]:
    given = {"answer__kind": about.kind, "answer__given_on__gte": about.since, "answer__given_on__lt": about.until}
    cases = Case.objects.filter(state=CaseState.CLOSED, **given)
    return cases.filter(cause=about.cause) if about.cause else cases
