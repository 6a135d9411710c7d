"""What the pages of improvements are given."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.utils import timezone

from accounts.entrance import MemberRequest
from accounts.queries import members
from accounts.roles import Permission, allows
from dashboards import pages
from dashboards.answers_page import segments
from dashboards.improvement_forms import ImprovementForm, ReviewForm, fresh, initial_of, moves_of
from dashboards.presenters import improvements as words
from dashboards.presenters.steps import often
from dashboards.queries.home import Said
from dashboards.queries.improvements import is_counted, reviewed
from followup.queries import ImprovementView, causes, closed_about, improvements, suggestion
from followup.queries.improvements import SUGGESTED_OVER
from metrics.businesses import calendar_of
from metrics.maths.periods import local_day
from metrics.measures import MEASURES, measure_of
from metrics.queries import chosen
from surveys.queries.answers import answers_by_id
from surveys.queries.surveys import surveys_of
from surveys.scales import SCALES

SETTLED_SHOWN, LOOKED_THROUGH, QUOTED = 20, 20, 3


def list_context(request: MemberRequest) -> dict[str, Any]:
    """Context of `dashboards/improvements.html`."""
    business, now, may = request.business, timezone.now(), allows(request.role, Permission.IMPROVE)
    found = suggestion(business, now) if may else None
    return {
        "rows": [line(request, one) for one in improvements(business)],
        "settled": [line(request, one) for one in improvements(business, settled=True, limit=SETTLED_SHOWN)],
        "may": may,
        "suggestion": found,
        "often": often(found) if found else "",
    }


def line(request: MemberRequest, one: ImprovementView) -> words.Line:
    """One improvement of a list."""
    return words.line(one, measure_of(one.kind), survey_name(request, one), owner(request, one), today_of(request))


def one_context(request: MemberRequest, one: ImprovementView, form: ReviewForm | None = None) -> dict[str, Any]:
    """Context of `dashboards/improvement.html`."""
    now, today, measure = timezone.now(), today_of(request), measure_of(one.kind)
    sees = allows(request.role, Permission.SEE_ANSWERS)
    compared, shown = reviewed(request.business, one, now, sees=sees)
    may = allows(request.role, Permission.IMPROVE) and one.is_open
    return {
        "one": one,
        "measure": measure,
        "standing": words.standing(one, today),
        "facts": words.facts(one, measure, survey_name(request, one), owner(request, one), today),
        "figures": words.figures(measure, compared, today) if compared and shown else None,
        "missing": words.missing(
            one,
            is_counted=is_counted(request.business, one),
            is_known=compared is not None,
            is_shown=shown,
        ),
        "is_due": one.is_due(today),
        "may_change": may,
        "form": (form or ReviewForm()) if may and one.has_begun else None,
        "said": said(request, one.cause, one.starts_on) if sees and one.cause else [],
    }


def said(request: MemberRequest, cause: str, before: date) -> list[dict[str, Any]]:
    """The latest words of people whose cases were about this cause, from 90 days before a day on."""
    since = datetime.combine(before, time(), UTC) - SUGGESTED_OVER
    cases = closed_about(request.business, cause, since, limit=LOOKED_THROUGH)
    found = answers_by_id(request.business, [one.answer_id for one in cases])
    worded = [Said(found[one.answer_id], one) for one in cases if found[one.answer_id].comment]
    return [pages.line(request, one) for one in worded[:QUOTED]]


def form_for(
    request: MemberRequest, one: ImprovementView | None = None, data: Mapping[str, Any] | None = None
) -> ImprovementForm:
    """The form of a new improvement, or of one that stands."""
    business, known = request.business, causes(request.business)
    cause = request.GET.get("cause", "")
    initial = initial_of(one) if one else fresh(request.user.id, cause if cause in known else "", today_of(request))
    return ImprovementForm(
        causes=[*known, *([one.cause] if one and one.cause and one.cause not in known else [])],
        scores=scores(request, one),
        segments=segments(business),
        people=members(business),
        data=data,
        initial=initial,
    )


def form_context(request: MemberRequest, form: ImprovementForm, one: ImprovementView | None = None) -> dict[str, Any]:
    """Context of `dashboards/improvement_form.html`."""
    cause = form.initial.get("cause") if allows(request.role, Permission.SEE_ANSWERS) else ""
    return {"form": form, "one": one, "said": said(request, cause, today_of(request)) if cause else []}


def scores(request: MemberRequest, one: ImprovementView | None) -> list[tuple[str, str]]:
    """What may be moved: the kinds that are watched or asked, and each survey of a kind that several ask."""
    asked = surveys_of(request.business, archived=False)
    watched = [measure.kind for measure in chosen(request.business) if measure.kind in SCALES]
    found = []
    for kind in dict.fromkeys([*watched, *(survey.kind for survey in asked), *([] if watched or asked else SCALES)]):
        name, same = MEASURES[kind].plain_name, [survey for survey in asked if survey.kind == kind]
        found.append((kind, name))
        found += [(f"{kind}:{survey.id}", f"{name}, in “{survey.name}” alone") for survey in same if len(same) > 1]
    if one and moves_of(one) not in dict(found):
        found.append((moves_of(one), words.moves(one, MEASURES[one.kind], survey_name(request, one))))
    return found


def survey_name(request: MemberRequest, one: ImprovementView) -> str:
    """The survey an improvement is about; empty where it is about all of a kind."""
    if one.survey_id is None:
        return ""
    return next((survey.name for survey in surveys_of(request.business) if survey.id == one.survey_id), "")


def owner(request: MemberRequest, one: ImprovementView) -> str:
    """Who sees to an improvement, as the reader calls them."""
    names = {person.id: person.name or person.email for person in members(request.business)}
    return words.owner_name(one.owner, names, request.user.id)


def today_of(request: MemberRequest) -> date:
    """Today, where the business is."""
    return local_day(timezone.now(), calendar_of(request.business).zone)
