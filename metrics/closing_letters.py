"""Writing the letters about closed periods: one to each member who may see the numbers."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from accounts.hearing import Hearing
from accounts.models import Business
from accounts.queries import able, by_id
from accounts.roles import Permission
from followup.queries import waiting_count
from letters.layout import Prepared, prepare
from letters.purposes import Held, Mail, Picture
from metrics import closing_words as words
from metrics.measures import measure_of
from metrics.models import Closing, ClosingLetter


@dataclass(frozen=True, slots=True)
class Dress:
    """What the room of the pages adds to a letter: more context, and the pictures that it names."""

    context: Mapping[str, Any]
    pictures: Sequence[Picture]


def write(
    business_id: uuid.UUID,
    subjects: Sequence[uuid.UUID],
    *,
    dress: Callable[[Business, Closing], Dress],
    stop_url: Callable[[Business, uuid.UUID], str],
) -> dict[uuid.UUID, Mail | Held]:
    """The letters of these subjects; one to somebody who left the team, or may or will no longer hear, is held.

    `dress` gives a closing its picture, `stop_url` each member the address that ends their letters.
    """
    business, waiting = by_id(business_id), waiting_count(business_id)
    people = {person.id: person for person in able(business_id, Permission.SEE_NUMBERS)}
    prepared: dict[uuid.UUID, tuple[str, Prepared, Sequence[Picture]]] = {}
    written: dict[uuid.UUID, Mail | Held] = {}
    for row in ClosingLetter.objects.filter(id__in=subjects).select_related("closing__goal"):
        person = people.get(row.user)
        if person is None:
            written[row.id] = Held("no longer of the team")
            continue
        if person.hears is Hearing.NEVER:
            written[row.id] = Held("wants no more of these letters")
            continue
        if row.closing_id not in prepared:
            closed = closed_of(row.closing)
            step = words.next_step(closed, waiting)
            added = dress(business, row.closing)
            context = {
                **added.context,
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
            letter = prepare("letters/closing", context, ["stop_url"])
            prepared[row.closing_id] = (subject, letter, added.pictures)
        subject, letter, pictures = prepared[row.closing_id]
        stop = stop_url(business, person.id)
        text, html = letter.fill({"stop_url": stop})
        headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        written[row.id] = Mail(person.email, subject, text, html, headers=headers, pictures=pictures)
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
