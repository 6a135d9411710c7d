"""What a customer's page is made of: what is kept of them, what they said, and what was done about it."""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse

from accounts.entrance import MemberRequest
from accounts.roles import Permission, allows
from customers.person_page import known
from customers.presenting import day
from dashboards import pages
from dashboards.presenters import customer as words
from dashboards.presenters.answers import MARKS
from followup import places, presenters, queries
from followup.pages import clock_of, names_of
from surveys.queries.answers import AnswerView, answers, answers_by_id
from surveys.queries.asking import last_asked

SHOWN = 10


def context(request: MemberRequest, customer_id: uuid.UUID) -> dict[str, Any] | None:
    """Context of `dashboards/customer.html`; None where the business has nobody of this id."""
    who = known(request, customer_id, manages=allows(request.role, Permission.MANAGE_CUSTOMERS))
    if who is None:
        return None
    found = answers(request.business, customer=customer_id, state=None, limit=SHOWN + 1)
    said, works = found[:SHOWN], allows(request.role, Permission.WORK_CASES)
    return {
        **who,
        "lines": _lines(request, customer_id, said, works=works),
        "all_answers": _address(request, customer_id) if len(found) > SHOWN else "",
        "no_answer": "" if said else _no_answer(request, customer_id, gets_letters=_gets_letters(who)),
        "works": works,
        **(_cases(request, customer_id, found) if works else {}),
    }


def _gets_letters(who: dict[str, Any]) -> bool:
    return bool(who["customer"].email) and not who["stopped"]


def _address(request: MemberRequest, customer_id: uuid.UUID) -> str:
    """All that they said, whether it counts or not, on the page of answers."""
    query = urlencode({"customer": customer_id, "state": "all"})
    return f"{reverse('dashboards:answers', args=[request.business.slug])}?{query}"


def _lines(
    request: MemberRequest, customer_id: uuid.UUID, said: Sequence[AnswerView], *, works: bool
) -> list[dict[str, Any]]:
    """The answers, each with its question, where it is read among the others, and its case."""
    cases = queries.case_of(request.business, [one.id for one in said]) if works else {}
    address = _address(request, customer_id)
    return [
        {
            **pages.answer_line(request, one),
            "survey": words.question(one.survey_name, one.kind),
            "of": one.highest,
            "read": f"{address}#answer-{one.id}",
            "case": cases.get(one.id),
        }
        for one in said
    ]


def _no_answer(request: MemberRequest, customer_id: uuid.UUID, *, gets_letters: bool) -> str:
    asked = last_asked(request.business, customer_id)
    on = day(asked.delivered_at, clock_of(request).zone) if asked and asked.delivered_at else ""
    return words.no_answer(asked, on, gets_letters=gets_letters)


def _cases(request: MemberRequest, customer_id: uuid.UUID, said: Sequence[AnswerView]) -> dict[str, Any]:
    """Their cases, ten on a page (`?cases=` where the page before ended). Raises Http404 for what is no such place."""
    asked = request.GET.get("cases", "")
    after = places.parse(asked) if asked else None
    if asked and after is None:
        raise Http404
    found = queries.history_of_customer(request.business, customer_id, after, SHOWN + 1)
    shown = found[:SHOWN]
    about = answers_by_id(request.business, [one.answer_id for one in shown])
    clock, names = clock_of(request), names_of(request)
    return {
        "cases": [
            {
                "case": one,
                "answer": about[one.answer_id],
                "mark": MARKS[about[one.answer_id].band],
                "opened": clock.moment(one.opened_at),
                "standing": presenters.standing(one, clock),
                "words": presenters.so_far(one, names, clock),
            }
            for one in shown
        ],
        "older_cases": str(places.Place(shown[-1].opened_at, shown[-1].id)) if len(found) > SHOWN else "",
        "newest_cases": after is not None,
        "no_case": words.no_case(said, all_of_them=len(said) <= SHOWN),
    }
