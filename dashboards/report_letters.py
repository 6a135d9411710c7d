"""Writing the letters with a picture: how the numbers stand, and what a closed period was."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.hearing import Hearing
from accounts.models import Business
from accounts.queries import able, by_id
from accounts.roles import Permission
from dashboards import files
from dashboards.charts import chart
from dashboards.presenters import report_letter as words
from dashboards.presenters.home import point, present
from dashboards.queries.home import USUAL, home
from dashboards.queries.metric import line_days
from dashboards.queries.reports import readers
from dashboards.shared_page import NUMBERS
from dashboards.stop_links import stop_url
from foundation.writing import written_for
from letters.layout import prepare
from letters.purposes import Held, Mail, Picture
from metrics import closing_letters
from metrics.businesses import calendar_of
from metrics.goal_rules import CADENCES
from metrics.maths.goals import Goal
from metrics.maths.periods import Period, local_day
from metrics.measures import Measure, measure_of
from metrics.queries import Closing, chosen, measure

LINES = {Period.WEEK: Period.WEEK, Period.TWO_WEEKLY: Period.WEEK, Period.MONTH: Period.MONTH}


def write_reports(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mail | Held]:
    """How the watched metrics stand: one letter for all, numbers alone, each with its own way to stop."""
    business = by_id(business_id)
    people = {person.id: person for person in able(business_id, Permission.SEE_NUMBERS)}
    with written_for(business):
        sections, pictures = sections_of(business)
        letter = prepare("letters/report", context(business, sections), ["stop_url"])
    subject = f"{business.name}: {sections[0]['heading']}"
    written: dict[uuid.UUID, Mail | Held] = {}
    for letter_id, user in readers(business, subjects).items():
        person = people.get(user)
        if person is None:
            written[letter_id] = Held("no longer of the team")
        elif person.hears is Hearing.NEVER:
            written[letter_id] = Held("wants no more of these letters")
        else:
            stop = stop_url(business, person.id)
            text, html = letter.fill({"stop_url": stop})
            headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
            written[letter_id] = Mail(person.email, subject, text, html, headers=headers, pictures=pictures)
    return written


def context(business: Business, sections: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Context of `letters/report`, all but what is each person's own."""
    return {
        "business": business,
        "language": business.language,
        "sections": sections,
        "preview": sections[0]["figures"] or sections[0]["more"],
        "url": f"{settings.BASE_URL}/b/{business.slug}/",
        "why": f"You get this because you work for {business.name}. On the page Reports you choose when it comes.",
    }


def sections_of(business: Business) -> tuple[list[dict[str, Any]], list[Picture]]:
    """Each watched metric as Home shows it to a viewer, and the pictures of their lines."""
    now = timezone.now()
    today = local_day(now, calendar_of(business).zone)
    sections, pictures = [], []
    for one in chosen(business) or [USUAL.measure]:
        found = home(business, NUMBERS, now, one.key)
        shown = present(found.figures, found.dimension, today, sees_answers=False)
        section = words.section(found.figures, shown, today)
        if shown.chart:
            picture, named = picture_of(shown.chart, one, today)
            pictures.append(picture)
            section["picture"] = named
        sections.append(section)
    return sections, pictures


def write_closings(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mail | Held]:
    """The letters about closed periods, with the line that the goal is about."""
    with written_for(by_id(business_id)):
        return closing_letters.write(business_id, subjects, dress=dress, stop_url=stop_url)


def dress(business: Business, closing: Closing) -> closing_letters.Dress:
    """The line of a goal's metric, and of its segment alone where it has one."""
    goal, now = closing.goal, timezone.now()
    metric, today = measure_of(goal.metric), local_day(now, calendar_of(business).zone)
    period = LINES[CADENCES[goal.cadence]]
    first, end = line_days(closing.period_to, period, business.week_start)
    found = measure(business, metric.key, first, end, period, segment=(goal.dimension, goal.segment), now=now)
    way = None
    if goal.baseline is not None:
        way = Goal(goal.baseline, goal.target, goal.starts_on, goal.due_on, metric.scale.direction)
    points = [point(one, today, sees_answers=False) for one in found]
    picture, named = picture_of(chart(metric, points, period, today, way), metric, closing.period_to)
    return closing_letters.Dress({"picture": named}, [picture])


def picture_of(drawn: Mapping[str, Any], metric: Measure, day: date) -> tuple[Picture, dict[str, str]]:
    """A chart as the letter carries it, and as its HTML names it."""
    name = f"{metric.key.replace('_', '-')}.{day.isoformat()}@trustapp"
    return Picture(name, files.picture(drawn["spec"])), {"name": name, "alt": words.alternative(metric, drawn["rows"])}
