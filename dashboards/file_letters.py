"""The letter about a file that took a while: that it is ready, or that it could not be made. Never the file itself."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import Business
from accounts.queries import Member, able, by_id
from accounts.roles import Permission
from dashboards import files_page
from dashboards.models import Export, ExportState
from dashboards.queries.exports import kept_until
from foundation.writing import written_for
from letters.layout import render
from letters.purposes import Held, Mail
from metrics.businesses import calendar_of

TOLD = {ExportState.READY: "is ready", ExportState.FAILED: "could not be made"}


def write_file_letters(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mail | Held]:
    """One letter about each file as it stands now; held where there is nothing to tell any more."""
    business = by_id(business_id)
    people = {person.id: person for person in able(business_id, Permission.SEE_ANSWERS)}
    rows = {row.id: row for row in Export.objects.filter(business_id=business_id, id__in=subjects)}
    return {subject: letter(business, people, rows.get(subject)) for subject in subjects}


def letter(business: Business, people: dict[uuid.UUID, Member], file: Export | None) -> Mail | Held:
    """The letter about one file, None where it is gone."""
    if file is None or file.state not in TOLD or kept_until(file) <= timezone.now():
        return Held("the file is no longer there, or is being made again")
    if (person := people.get(file.asked_by)) is None:
        return Held("no longer of the team, or may not see answers any more")
    is_ready = file.state == ExportState.READY
    with written_for(business):
        context = {
            "business": business,
            "title": f"Your {files_page.name(file)} {TOLD[ExportState(file.state)]}",
            "is_ready": is_ready,
            "facts": files_page.facts(file, calendar_of(business).zone) if is_ready else "",
            "url": settings.BASE_URL + reverse("dashboards:files", args=[business.slug]),
            "why": f"You get this because you asked for this file at {business.name}.",
        }
    text, html = render("letters/file", context)
    return Mail(to=person.email, subject=context["title"], text=text, html=html)
