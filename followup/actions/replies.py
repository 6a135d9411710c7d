"""Answering a customer by e-mail, and hearing whether it arrived."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Min
from django.utils import translation
from django.utils.formats import date_format

from accounts.queries import by_id
from customers.actions import suppress
from customers.queries import people, person
from followup.actions.rows import (
    lock,
    name_of,
    seen_before,
    tidy_text,
    unanswered_since,
    write_down_answer,
)
from followup.addresses import case_address
from followup.errors import AnsweredError, NoAddressError
from followup.models import ANSWERS, ARRIVED, UNKNOWN, Case, CaseEntry, CaseState, EntryKind
from foundation.ids import first_uuid7
from foundation.languages import STANDARD, first_spoken
from foundation.ledger.actions import record_many
from foundation.tenancy.context import HasId, acting_for
from letters.actions import queue
from letters.layout import render
from letters.purposes import BOUNCED, REFUSED, Held, Mail, Outcome, Returned
from surveys.catalogue import fill, phrases
from surveys.queries.answers import answers_by_id
from surveys.speaking import Voice

PURPOSE = "followup.reply"


def reply(
    *,
    business: HasId,
    case_id: uuid.UUID,
    text: str,
    by: uuid.UUID,
    entry_id: uuid.UUID | None = None,
    reopen: bool = False,
) -> None:
    """Write to the customer. Letters stopped by them do not stand in the way: this answers what they said.

    Raises NoAddressError (none kept, or erased), ValidationError without words, ClosedError unless the case shall be
    opened again for it, AnsweredError where somebody was quicker, Case.DoesNotExist. The same `entry_id` again does
    nothing.
    """
    with acting_for(business):
        case = lock(case_id)
        if seen_before(case, entry_id):
            return
        _require_unanswered(business, case, by, entry_id)
        customer = case.customer_id and person(business, case.customer_id)
        if not customer or not customer.email:
            raise NoAddressError
        words = tidy_text(text, "Write what you want to tell them.")
        entry = write_down_answer(business, case, EntryKind.REPLY, by=by, text=words, entry_id=entry_id, reopen=reopen)
        queue(business=business, purpose=PURPOSE, subjects=[entry.id])


def _require_unanswered(business: HasId, case: Case, by: uuid.UUID, entry_id: uuid.UUID | None) -> None:
    """Raise AnsweredError where words were exchanged since the page was made: it made `entry_id`, which tells when."""
    if entry_id is None or entry_id.version != 7:
        return
    exchanged = case.entries.filter(kind__in=[*ANSWERS, EntryKind.HEARD], fault__in=ARRIVED).exclude(author=by)
    last = exchanged.order_by("-at", "-id").first()
    if last and entry_id < first_uuid7(last.at):
        heard = last.kind == EntryKind.HEARD
        raise (
            AnsweredError("The customer", "wrote back")
            if heard
            else AnsweredError(name_of(business, last.author), "called" if last.kind == EntryKind.CALL else "replied")
        )


def write(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> dict[uuid.UUID, Mail | Held]:
    """The letters of replies: what was typed, and beneath it what the customer had said."""
    business = by_id(business_id)
    zone = ZoneInfo(business.timezone)
    entries = list(CaseEntry.objects.select_related("case").filter(id__in=subjects))
    answers = answers_by_id(business_id, [entry.case.answer_id for entry in entries])
    customers = people(business_id, [entry.case.customer_id for entry in entries if entry.case.customer_id])
    letters: dict[uuid.UUID, Mail | Held] = {}
    for entry in entries:
        customer = customers.get(entry.case.customer_id) if entry.case.customer_id else None
        if customer is None or not customer.email or not entry.text:
            letters[entry.id] = Held("the customer has no e-mail address any more")
            continue
        answer = answers[entry.case.answer_id]
        voice = Voice(first_spoken(customer.language, business.language))
        say = voice.phrases(business.name)
        day = written_day(answer.given_at.astimezone(zone), voice.language)
        context = {
            **voice.around(business.name),
            "business": business,
            "text": entry.text,
            "comment": answer.comment,
            "wrote": fill(say.reply_wrote, day=day),
            "gave": fill(say.reply_gave, day=day, score=answer.score),
            "why": fill(say.reply_why, day=day),
        }
        text, html = render("letters/reply", context)
        letters[entry.id] = Mail(
            customer.email,
            phrases(voice.language, business.name).reply_subject,
            text,
            html,
            from_name=business.sender_name or business.name,
            reply_to=case_address(business.code, entry.case_id) or business.reply_to,
        )
    return letters


def written_day(at: datetime, language: str) -> str:
    """A day without its year, as a language writes it: 3 March."""
    with translation.override(language):
        return date_format(at, "j F" if language == STANDARD else "MONTH_DAY_FORMAT")


def settled(business_id: uuid.UUID, outcomes: Sequence[Outcome]) -> None:
    """Note replies that did not arrive: the case waits for an answer again, unless another one reached the customer."""
    by_subject = {outcome.subject: outcome for outcome in outcomes if outcome.state != "sent"}
    failed = []
    for entry in CaseEntry.objects.filter(id__in=by_subject).order_by("id"):
        outcome = by_subject[entry.id]
        entry.fault = UNKNOWN if outcome.state == "unknown" else f"Not delivered: {outcome.reason}"[:200]
        entry.save(update_fields=["fault"])
        if outcome.state != "unknown":
            failed.append(entry.case_id)
    for case in Case.objects.select_for_update().filter(id__in=failed).order_by("id"):
        arrived = case.entries.filter(kind__in=ANSWERS, fault__in=ARRIVED)
        case.first_reply_at = arrived.aggregate(first=Min("at"))["first"]
        last = arrived.order_by("-at", "-id").first()
        case.answered_at, case.answered_by = (last.at, last.author) if last else (None, None)
        if case.state == CaseState.OPEN and (since := unanswered_since(case)):
            case.heard_at = since
        case.save(update_fields=["first_reply_at", "answered_at", "answered_by", "heard_at"])
    if failed:
        record_many(business=business_id, lines=[("case.reply_failed", case_id, {}) for case_id in sorted(set(failed))])


def returned(business_id: uuid.UUID, returns: Sequence[Returned]) -> None:
    """A reply that came back did not arrive after all; who reports one as spam gets no more survey letters."""
    settled(business_id, [Outcome(one.subject, "failed", one.at, REFUSED) for one in returns if one.kind == BOUNCED])
    kinds = {one.subject: one.kind for one in returns}
    about = dict(CaseEntry.objects.filter(id__in=kinds).values_list("id", "case__customer_id"))
    found = people(business_id, {customer_id for customer_id in about.values() if customer_id})
    for entry_id, customer_id in about.items():
        email = found[customer_id].email if customer_id in found else None
        if email:
            suppress(business=business_id, email=email, reason=kinds[entry_id])
