"""Writing the letters about closed periods: one to each member who may see the numbers."""

import uuid
from collections.abc import Sequence

from django.conf import settings

from accounts.queries import able, by_id
from accounts.roles import Permission
from followup.queries import open_count
from letters.layout import render
from letters.purposes import Held, Mail
from metrics import closing_words as words
from metrics.measures import measure_of
from metrics.models import Closing, ClosingLetter


def write(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mail | Held]:
    """The letters of these subjects; one to somebody who left the team, or may no longer see numbers, is held."""
    business, open_cases = by_id(business_id), open_count(business_id)
    people = {person.id: person for person in able(business_id, Permission.SEE_NUMBERS)}
    rendered: dict[uuid.UUID, tuple[str, str, str]] = {}
    written: dict[uuid.UUID, Mail | Held] = {}
    for row in ClosingLetter.objects.filter(id__in=subjects).select_related("closing__goal"):
        person = people.get(row.user)
        if person is None:
            written[row.id] = Held("no longer of the team")
            continue
        if row.closing_id not in rendered:
            closed = closed_of(row.closing)
            step = words.next_step(closed, open_cases)
            context = {
                "business": business,
                "about": words.about(closed),
                "heading": words.heading(closed),
                "days": words.days(closed),
                "figures": words.figures(closed),
                "change": words.change(closed),
                "step": step,
                "url": f"{settings.BASE_URL}/b/{business.slug}/{step.page}",
                "why": f"You get this because you work for {business.name} and watch this goal with your team.",
            }
            subject = f"{words.about(closed)}: {words.heading(closed)}"
            rendered[row.closing_id] = (subject, *render("letters/closing", context))
        subject, text, html = rendered[row.closing_id]
        written[row.id] = Mail(to=person.email, subject=subject, text=text, html=html)
    return written


def closed_of(closing: Closing) -> words.Closed:
    """A closing as its letter tells it."""
    goal = closing.goal
    return words.Closed(
        measure=measure_of(goal.metric),
        segment=goal.segment,
        period_from=closing.period_from,
        period_to=closing.period_to,
        value=closing.value,
        n=closing.n,
        low=closing.low,
        high=closing.high,
        verdict=closing.verdict,
        change=closing.change,
        before=closing.before,
        detectable=closing.detectable,
        baseline=goal.baseline,
        target=goal.target,
        due_on=goal.due_on,
    )
