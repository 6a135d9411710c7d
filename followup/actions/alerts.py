"""Telling the colleagues on duty of new cases: one letter each, and no second within ten minutes."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.queries import Member, by_id, members, on_duty
from followup.due import due
from followup.models import Alert, Case, CaseState
from foundation.tenancy.context import HasId, business_id_of, joining
from foundation.writing import written_for
from letters.actions import queue
from letters.layout import render
from letters.purposes import Held, Mail
from surveys.queries.answers import AnswerView, answers_by_id

PURPOSE = "followup.alert"
APART = timedelta(minutes=10)
MOST_SHOWN = 10


def tell(*, business: HasId | uuid.UUID, case_ids: Sequence[uuid.UUID], also: Collection[uuid.UUID] = ()) -> None:
    """Tell everybody on duty of these cases, in a letter now or in the one that is waiting to be written.

    `also` are others to be told, if they still belong here and are not away: who has a case in hand.
    """
    now = timezone.now()
    with joining(business):
        others = [one for one in members(business) if one.id in also and not one.away_until] if also else []
        for person in {one.id: one for one in [*on_duty(business_id_of(business)), *others]}.values():
            latest = Alert.objects.select_for_update().filter(user=person.id).order_by("-not_before").first()
            if latest and latest.written_at is None:
                latest.cases = list(dict.fromkeys([*latest.cases, *case_ids]))
                latest.save(update_fields=["cases"])
                continue
            earliest = now if latest is None or latest.written_at is None else max(now, latest.written_at + APART)
            alert = Alert.objects.create(
                id=uuid.uuid5(case_ids[0], f"{person.id} {earliest.isoformat()}"),
                business_id=business_id_of(business),
                user=person.id,
                cases=list(case_ids),
                not_before=earliest,
            )
            queue(business=business, purpose=PURPOSE, subjects=[alert.id], not_before=earliest)


def write(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mail | Held]:
    """The letters of alerts. From here on they gather no more cases; those in hand or closed by now are left out."""
    now = timezone.now()
    alerts = list(Alert.objects.select_for_update().filter(id__in=subjects).order_by("id"))
    Alert.objects.filter(id__in=subjects, written_at=None).update(written_at=now)
    told = {case_id for alert in alerts for case_id in alert.cases}
    cases = {row.id: row for row in Case.objects.filter(id__in=told, state=CaseState.OPEN)}
    answers = answers_by_id(business_id, [row.answer_id for row in cases.values()])
    people = {person.id: person for person in members(business_id)}
    letters: dict[uuid.UUID, Mail | Held] = {}
    for alert in alerts:
        theirs = [cases[case_id] for case_id in alert.cases if case_id in cases]
        waiting = sorted((c for c in theirs if c.assignee in (None, alert.user)), key=lambda c: (c.due_at, c.id))
        if alert.user not in people:
            letters[alert.id] = Held("this colleague has left")
        elif not waiting:
            letters[alert.id] = Held("somebody has seen to it already")
        else:
            letters[alert.id] = _letter(business_id, people[alert.user], waiting, answers, now)
    # A letter that did not go out must not hold the next one back.
    Alert.objects.filter(id__in=[subject for subject, made in letters.items() if isinstance(made, Held)]).delete()
    return letters


def _letter(
    business_id: uuid.UUID,
    person: Member,
    waiting: Sequence[Case],
    answers: Mapping[uuid.UUID, AnswerView],
    now: datetime,
) -> Mail:
    business = by_id(business_id)
    zone = ZoneInfo(business.timezone)
    with written_for(business):
        shown = [_line(business.slug, case, answers[case.answer_id], now, zone) for case in waiting[:MOST_SHOWN]]
    first = shown[0]
    what = "wrote back" if waiting[0].heard_at else f"gave a {first['score']}"
    one = f"{first['name']} {what}, {first['due']}"
    many = f"{len(waiting)} unhappy customers are waiting, the first is {first['due']}"
    context = {
        "business": business,
        "title": one if len(waiting) == 1 else many,
        "cases": shown,
        "more": len(waiting) - len(shown),
        "queue_url": settings.BASE_URL + reverse("followup:queue", args=[business.slug]),
        "why": f"You get this letter because you are told of new cases at {business.name}.",
    }
    text, html = render("letters/alert", context)
    return Mail(person.email, context["title"], text, html, from_name=business.name)


def _line(slug: str, case: Case, answer: AnswerView, now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "name": " ".join(answer.customer_name.split()) or "A customer",
        "score": answer.score,
        "survey": answer.survey_name,
        "comment": answer.comment,
        "due": due(case.due_at, now, zone),
        "url": settings.BASE_URL + reverse("followup:case", args=[slug, case.id]),
    }
