"""What the page of answers is given."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from accounts.entrance import MemberRequest
from accounts.models import Business
from accounts.roles import Permission, allows
from customers.queries import segment_names
from dashboards import answers_file, pages
from dashboards.answers_file import filters, in_words, within_a_look
from dashboards.forms import AnswersForm
from dashboards.presenters.answers import DAY, Chosen, query
from dashboards.queries.home import Said
from followup.queries import case_of
from surveys.queries.answers import AnswerView, answers, count_answers

SHOWN = 25
FILES = (("pdf", "PDF"), ("xlsx", "Excel"), ("csv", "CSV"))
SET_ASIDE = "set_aside"


def context(request: MemberRequest) -> dict[str, Any]:
    """Context of `dashboards/answers.html`."""
    business = request.business
    form = AnswersForm(request.GET, segments(business))
    asked = form.chosen()
    chosen = within_a_look(business, asked)
    wanted = filters(chosen)
    found = answers(business, **wanted, after=after(request), limit=SHOWN + 1)
    last = found[SHOWN - 1].id if len(found) > SHOWN else None
    return {
        "form": form,
        "sentence": in_words(business, chosen, count_answers(business, **wanted), timezone.now()),
        "looked_at": answers_file.LOOKED_AT if chosen != asked else None,
        "before": urlencode(query(before(chosen, asked))),
        "asked": urlencode(query(asked)),
        "files": [(reverse(f"dashboards:answers_{form}", args=[business.slug]), name) for form, name in FILES],
        "lines": lines(request, found[:SHOWN], one_kind=bool(chosen.kind)),
        "older": urlencode({**query(asked), "after": last}) if last else "",
        "is_first": after(request) is None,
        "newest": urlencode(query(asked)),
        "is_filtered": bool(query(asked)),
    }


def before(chosen: Chosen, asked: Chosen) -> Chosen:
    """What was asked for, in the time before the days that were looked at."""
    return replace(asked, last=chosen.first - DAY) if chosen.first else asked


def segments(business: Business) -> dict[str, list[str]]:
    """The values to choose from, by dimension; "" is "not known"."""
    return {name: [*segment_names(business, name), ""] for name in business.dimensions}


def after(request: MemberRequest) -> uuid.UUID | None:
    """The answer that the page before ended with; anything else begins at the newest."""
    try:
        return uuid.UUID(request.GET.get("after", ""))
    except ValueError:
        return None


def lines(request: MemberRequest, found: Sequence[AnswerView], *, one_kind: bool) -> list[dict[str, Any]]:
    """The answers with their marks, their cases, and whether they can be restored by this person."""
    cases = case_of(request.business, [one.id for one in found])
    may_restore = allows(request.role, Permission.MANAGE_SURVEYS)
    return [
        pages.line(request, Said(one, cases.get(one.id)))
        | ({} if one_kind else {"survey": one.survey_name, "of": one.highest})
        | {"can_restore": may_restore and one.state == SET_ASIDE}
        for one in found
    ]
