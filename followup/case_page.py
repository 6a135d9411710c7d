"""What a case's page is made of: reads of this room and the rooms below, put into the words of `presenters`."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict

from accounts.entrance import MemberRequest
from accounts.queries import able
from accounts.roles import Permission, allows
from customers.queries import Person, person
from followup import case_past, presenters, queries
from followup.forms import AssignForm, CloseForm, WordsForm
from followup.pages import clock_of, following, names_of
from followup.queries import CaseView
from followup.text_pages import SHOWN, WRITE, beginnings
from followup.way_back import list_of, way_back
from foundation.ids import uuid7
from surveys.queries.answers import AnswerView, answers_by_id
from surveys.scales import SCALES


@dataclass(frozen=True, slots=True)
class Forms:
    """The forms of a case's page; one that was sent with a mistake stands in place of its fresh one."""

    reply: WordsForm
    call: WordsForm
    note: WordsForm
    assign: AssignForm
    close: CloseForm

    def faulty(self) -> forms.Form | None:
        """The one that was sent with a mistake."""
        return next((one for one in (self.reply, self.call, self.note, self.assign, self.close) if one.errors), None)


def make_forms(
    request: MemberRequest, sent: str = "", posted: QueryDict | None = None, draft: str = "", step: str = ""
) -> Forms:
    """All forms of the page; `sent` names the one that holds what was `posted`, `draft` begins the reply.

    `step` names the one that is to be filled in next: a letter of the keyboard leads to it.
    """
    begun = {"autofocus": True} if draft and not sent else {}

    def key(kind: str, letter: str) -> dict[str, str]:
        return {"accesskey": letter} if step == kind else {}

    def data(kind: str) -> dict[str, Any]:
        return {"data": posted if sent == kind else None, "auto_id": f"{kind}_%s"}

    return Forms(
        reply=WordsForm(
            label="Your reply",
            missing="Write what you want to tell them.",
            attrs={"rows": 9, "dir": "auto", **key("reply", "r"), **begun},
            initial={"text": draft},
            **data("reply"),
        ),
        call=WordsForm(label="What was said", missing="Write what was said.", attrs=key("call", "r"), **data("call")),
        note=WordsForm(label="Note for colleagues", missing="Write the note.", **data("note")),
        assign=AssignForm(colleagues=able(request.business, Permission.WORK_CASES), **data("assign")),
        close=CloseForm(causes=queries.causes(request.business), attrs=key("close", "c"), **data("close")),
    )


def case_context(request: MemberRequest, found: CaseView, sent: str = "", *, outrun: bool = False) -> dict[str, Any]:
    """Context of `followup/case.html`; `sent` names the form that came with a mistake.

    `outrun`: somebody else was quicker to answer.
    """
    business, clock, names = request.business, clock_of(request), names_of(request)
    answer = answers_by_id(business, [found.answer_id])[found.answer_id]
    customer = person(business, found.customer_id) if found.customer_id else None
    can_write = bool(customer and customer.email)
    begun = beginnings(request, answer, customer.language if customer else "")
    start = request.GET.get("start")
    draft = next((one.text for one in begun if one.key == start), "")
    given, scale = answer.changed_at or answer.given_at, SCALES[answer.kind]
    step = "close" if found.answered or customer is None else "reply" if can_write else "call"
    made = make_forms(request, sent, _again(request.POST), draft, step)
    return {
        "case": found,
        "back": way_back(request),
        "next": following(request, list_of(request), besides=found.id),
        "answer": answer,
        "name": answer.customer_name or "A customer",
        "standing": presenters.standing(found, clock),
        "holder": names.of(found.assignee),
        "summary": presenters.summary(
            answer.survey_name,
            f"{answer.score} of {scale.maximum}",
            scale.direction,
            _place(request, answer),
            clock.moment(given),
        ),
        "facts": presenters.facts(
            answer.survey_name,
            presenters.scale_words(answer.score, scale.minimum, scale.maximum, scale.direction),
            clock.moment(given),
            answer.segments,
        ),
        "customer": customer,
        "mine": found.assignee == request.user.id,
        "handling": presenters.handling(found.opened_at, found.first_reply_at, found.closed_at),
        **case_past.came_after(request, found, clock),
        **case_past.timeline(request, found, names, clock),
        **case_past.earlier(request, answer, clock),
        "starters": begun[:SHOWN],
        "more_starters": begun[SHOWN:],
        "begun": start if draft else "",
        "writes_texts": allows(request.role, WRITE),
        "forms": made,
        "unsent": _unsent(made, found, customer, sent, outrun=outrun and found.answered),
        "last_answer": queries.last_answer(business, found.id) if outrun else None,
        "can_write": can_write,
        "dial": presenters.dial(customer.phone) if customer else "",
        "comes_back": bool(settings.REPLY_ADDRESS),
    }


def _again(posted: QueryDict) -> QueryDict:
    """What was sent, to be sent again from this page: it shows all that happened since, and is another entry."""
    fresh = posted.copy()
    fresh["entry"] = str(uuid7())
    return fresh


def _unsent(made: Forms, found: CaseView, customer: Person | None, sent: str, *, outrun: bool) -> WordsForm | None:
    """A reply or a call for which the page has no place any more: closed, answered or erased meanwhile."""
    form = {"reply": made.reply, "call": made.call}.get(sent)
    has_place = found.is_open and customer is not None and (sent == "call" or bool(customer.email))
    return None if has_place and not outrun else form


def _place(request: MemberRequest, answer: AnswerView) -> str:
    """Where it was: the first segment that is known."""
    return next((answer.segments[name] for name in request.business.dimensions if answer.segments.get(name)), "")
