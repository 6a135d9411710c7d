"""What the queue's page is made of: a list in words, its cases, and the one to see to next."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from accounts.entrance import MemberRequest
from accounts.roles import Permission, allows
from followup import lists, presenters, queries
from followup.about import About
from followup.improvement_rules import Suggestion
from followup.pages import clock_of, following, names_of
from followup.places import parse
from followup.presenters import Clock
from followup.way_back import remember
from surveys.queries.answers import answers_by_id

PAGE = 25
SHARE_OVER = timedelta(days=30)


def queue_context(request: MemberRequest) -> dict[str, Any]:
    """Context of `followup/queue.html`. Raises ValueError for an `after` that is no place."""
    business, clock = request.business, clock_of(request)
    show = request.GET.get("show", "")
    show = show if show in lists.LISTS else lists.USUAL
    after = request.GET.get("after", "")
    place = parse(after) if after else None
    if after and place is None:
        raise ValueError("no place in the queue")
    about = About.read(request.GET.dict()) if show == lists.CLOSED else None
    asked = about.parameters(about.cause) if about else {"show": show}
    remember(request, {**asked, "after": after} if after else asked)
    if about:
        cases = queries.cases_about(business, about, place, PAGE + 1)
    else:
        cases = queries.queue(business, show=show, user=request.user.id, now=clock.now, after=place, limit=PAGE + 1)
    shown, more = cases[:PAGE], len(cases) > PAGE
    numbers = queries.counts(business, request.user.id, clock.now)._asdict()
    request.waiting_cases = numbers[lists.USUAL]
    title, text = lists.NOTHING_ABOUT if about else lists.EMPTY[show]
    return {
        "filters": _filters(show, numbers, filtered=about is not None),
        "sentence": about.sentence(queries.count_about(business, about)) if about else lists.sentence(show, numbers),
        "besides": ("All that are closed", lists.CLOSED) if about else lists.beside(show, numbers),
        "rows": _rows(request, shown, clock),
        "further": urlencode({**asked, "after": str(queries.place_of(shown[-1], show))}) if more else "",
        "next": following(request, show),
        "closed": "closed" in request.GET,
        "in_time": presenters.in_time(*queries.answered_in_time(business, clock.now - SHARE_OVER, clock.now)),
        "empty_title": title,
        "empty_text": text,
        "suggestion": _suggestion(request, clock),
    }


def _filters(show: str, numbers: Mapping[str, int], *, filtered: bool) -> list[tuple[str, str, int | None, str]]:
    """Each list with its name, its length where that is counted, and what `aria-current` says of it."""

    def current(key: str) -> str:
        if key == show:
            return "true" if filtered else "page"
        return "true" if key == "answered" and show == lists.MINE_ANSWERED else ""

    return [(key, label, numbers.get(key), current(key)) for key, label in lists.LABELS.items()]


def _suggestion(request: MemberRequest, clock: Clock) -> Suggestion | None:
    """Right after a case was closed (`?closed=`): its cause, where it is the commonest trouble."""
    closed = request.GET.get("closed", "")
    if not closed or not allows(request.role, Permission.IMPROVE):
        return None
    try:
        shut = queries.case(request.business, uuid.UUID(closed))
    except ValueError:
        return None
    found = queries.suggestion(request.business, clock.now) if shut else None
    return found if found and shut and shut.cause == found.cause else None


def _rows(request: MemberRequest, cases: list[queries.CaseView], clock: Clock) -> list[dict[str, Any]]:
    answers, names = answers_by_id(request.business, [case.answer_id for case in cases]), names_of(request)
    return [
        {
            "case": case,
            "answer": answers[case.answer_id],
            "name": answers[case.answer_id].customer_name or "A customer",
            "mark": presenters.MARKS[answers[case.answer_id].band],
            "standing": presenters.standing(case, clock),
            "words": presenters.so_far(case, names, clock) if case.is_open else "",
            "handling": presenters.handling(case.opened_at, case.first_reply_at, case.closed_at),
        }
        for case in cases
    ]
