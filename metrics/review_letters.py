"""Writing the letter that asks the owner of an improvement to look back on it."""

import uuid
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.queries import Member, by_id, members
from accounts.roles import Permission, allows
from followup.queries import ImprovementView, told_by
from foundation.writing import written_for
from letters.layout import render
from letters.purposes import Held, Mail
from metrics import change_words as words
from metrics.closing_words import day
from metrics.maths.suppression import total_is_shown
from metrics.measures import measure_of
from metrics.queries.numbers import Compared
from metrics.queries.reviews import review


def write(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mail | Held]:
    """The letters of these subjects; held where the owner left the team or somebody has looked back meanwhile."""
    business, now = by_id(business_id), timezone.now()
    people = {person.id: person for person in members(business_id)}
    written: dict[uuid.UUID, Mail | Held] = {}
    for subject, one in told_by(business_id, subjects).items():
        person = people.get(one.owner)
        if person is None:
            written[subject] = Held("no longer of the team")
            continue
        if not one.is_open:
            written[subject] = Held("somebody has looked back already")
            continue
        compared = review(business, one, now)
        with written_for(business):
            context = {
                "business": business,
                "title": one.title,
                "began": day(one.starts_on),
                "figures": figures(one, compared) if compared and shown_to(person, one, compared) else [],
                "url": settings.BASE_URL + reverse("dashboards:improvement", args=[business.slug, one.id]),
                "why": f"You get this because you see to this improvement at {business.name}.",
            }
        text, html = render("letters/review", context)
        written[subject] = Mail(to=person.email, subject=f"Time to look back: {one.title}", text=text, html=html)
    return written


def figures(one: ImprovementView, compared: Compared) -> list[str]:
    """Before and after, how far it moved, and the verdict."""
    measure, before, after = measure_of(one.kind), compared.before, compared.after
    where = f", {one.segment}" if one.segment else ""
    change = words.change(measure, before.value, after.value, compared.comparison)
    return [
        words.plainly(measure, compared.comparison),
        f"{measure.plain_name}{where}, before: {words.side(measure, before)}.",
        f"After: {words.side(measure, after)}.",
        *([f"The change: {change}. {words.unseen(measure, compared.comparison)}".strip()] if change else []),
    ]


def shown_to(person: Member, one: ImprovementView, compared: Compared) -> bool:
    """Whether a letter may carry the figures: who may not read single answers gets no small group, and no segment."""
    if allows(person.role, Permission.SEE_ANSWERS):
        return True
    return not one.dimension and all(total_is_shown(each.n) for each in (compared.before, compared.after))
