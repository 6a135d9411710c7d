"""Texts that would run if somebody let them, put into every field that people fill; and whether they would."""

import csv
import io
import re
import uuid
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models import Business, User
from foundation.tenancy.context import acting_for
from foundation.tenancy.models import TenantModel
from tests.factories.accounts import make_member
from tests.factories.everything import make_everything

NEGATIVE = re.compile(r"-\d+(\.\d+)?", re.ASCII)
MARK = "x-c"  # an element or attribute of this name stands in a page only if a canary broke out of its text
BREAKS_OUT = (
    '"\'></textarea></title></style></script><x-c x-c="1"><script>alert(1)</script><img src=x onerror=alert(1)>'
)
ENDS_A_HEADER = "\r\nBcc: eve@evil.example\r\n\r\n"
FORMULAS = [f"{start}cmd|' /C calc'!A0" for start in ("=", "+", "-", "@", "\t=", "\r=", "\n=")]
BY_LENGTH = [
    f"=1+1{BREAKS_OUT}{{{{7*7}}}}{ENDS_A_HEADER}",
    f"\"'><x-c><img src=x onerror=alert(1)>{ENDS_A_HEADER}",
    '"><x-c><svg onload=alert(1)>',
    '"><x-c>',
]

text: Callable[[str], Any] = str
OURS = "written by us alone"
CHECKED = "only known values come in"
HASHED = "a hash or a signature"
DJANGO = "Django's, for operators"

# Every text of every table: how the canary goes in where a stranger or a colleague fills it, else why nobody does.
FIELDS: dict[str, Callable[[str], Any] | str] = {
    "accounts.User.name": text,
    "accounts.User.email": lambda canary: f"{canary}@example.com",
    "accounts.User.password": HASHED,
    "accounts.Business.name": text,
    "accounts.Business.colour": text,
    "accounts.Business.sender_name": text,
    "accounts.Business.reply_to": CHECKED + ": an address; `letters.mime` writes no other",
    "accounts.Business.dimensions": lambda canary: [canary],
    "accounts.Business.stopped_dimensions": lambda canary: [canary],
    "accounts.Business.sending_paused": text,
    "accounts.Business.slug": CHECKED,
    "accounts.Business.code": OURS,
    "accounts.Business.timezone": CHECKED,
    "accounts.Business.language": text,
    "accounts.Business.writing": CHECKED,
    "accounts.Business.hours": CHECKED,
    "accounts.Membership.hears": CHECKED,
    "accounts.RecentTry.cache_key": HASHED,
    "accounts.RecentTry.value": OURS,
    "accounts.ColleagueInvitation.email": lambda canary: f"{canary}@example.com",
    "customers.Customer.email": lambda canary: f"{canary}@example.com",
    "customers.Customer.external_id": text,
    "customers.Customer.name": text,
    "customers.Customer.phone": text,
    "customers.Customer.language": text,
    "customers.Customer.properties": lambda canary: {canary: canary},
    "customers.Suppression.address_hash": HASHED,
    "customers.Import.kind": OURS,
    "customers.Import.filename": text,
    "customers.Import.path": OURS,
    "customers.Import.header": lambda canary: [canary, *FORMULAS],
    "customers.Import.mapping": lambda canary: ["email", *(f"property:{n}{canary}" for n in range(len(FORMULAS)))],
    "customers.Import.mended": lambda canary: {"1": {"1": canary}},
    "customers.Import.error": text,
    "customers.Import.dimensions": lambda canary: [canary],
    "customers.ImportChange.before": "what a customer was; put back into the fields above",
    "customers.ImportFault.column": text,
    "customers.ImportFault.message": text,
    "customers.ImportFault.cells": lambda canary: [canary, *FORMULAS],
    "surveys.Survey.name": text,
    "surveys.Survey.question": text,
    "surveys.Survey.low_follow_up": text,
    "surveys.Survey.middle_follow_up": text,
    "surveys.Survey.high_follow_up": text,
    "surveys.Survey.thanks": text,
    "surveys.Survey.letter_subject": text,
    "surveys.Survey.letter_intro": text,
    "surveys.Survey.translations": lambda canary: {"de": {"question": canary, "letter_intro": canary}},
    "surveys.Survey.kind": CHECKED,
    "surveys.Round.audience": lambda canary: {"property": canary, "value": canary},
    "surveys.Invitation.reason": text,
    "surveys.Invitation.note": text,
    "surveys.Invitation.segments": lambda canary: {canary: canary},
    "surveys.Invitation.evidence": OURS,
    "surveys.Answer.comment": text,
    "surveys.Answer.set_aside": text,
    "surveys.Answer.segments": lambda canary: {canary: canary},
    "surveys.Answer.properties": lambda canary: {canary: canary},
    "surveys.Answer.kind": CHECKED,
    "surveys.Answer.source": OURS,
    "surveys.Answer.previous": "what `comment` was; shown as it, once it stands again",
    "followup.Case.cause": text,
    "followup.CaseEntry.text": text,
    "followup.CaseEntry.fault": text,
    "followup.ReplyText.name": text,
    "followup.ReplyText.text": text,
    "followup.ReplyText.language": CHECKED,
    "followup.Improvement.title": text,
    "followup.Improvement.change": text,
    "followup.Improvement.cause": text,
    "followup.Improvement.kind": CHECKED,
    "followup.Improvement.dimension": text,
    "followup.Improvement.segment": text,
    "followup.Improvement.outcome": text,
    "metrics.DailyHistogram.kind": OURS,
    "metrics.DailyHistogram.dimension": text,
    "metrics.DailyHistogram.segment": text,
    "metrics.ChosenMetric.metric": CHECKED,
    "metrics.Goal.dimension": text,
    "metrics.Goal.segment": text,
    "metrics.Goal.metric": CHECKED,
    "metrics.Goal.cadence": CHECKED,
    "metrics.Closing.verdict": OURS,
    "metrics.Closing.change": OURS,
    "dashboards.Export.form": CHECKED,
    "dashboards.Export.asked": lambda canary: {"words": canary, "segment": f"{canary}:{canary}"},
    "dashboards.Export.dimensions": lambda canary: [canary],
    "dashboards.ReportLetter.hears": CHECKED,
    "dashboards.SharedLink.name": text,
    "dashboards.SharedLink.screen": CHECKED,
    "dashboards.SharedLink.metric": CHECKED,
    "dashboards.SharedLink.period": CHECKED,
    "dashboards.SharedLink.dimension": text,
    "letters.Letter.purpose": OURS,
    "letters.Letter.reason": text,
    "letters.Letter.message_id": OURS,
    "letters.Feedback.source": OURS,
    "foundation.LedgerLine.kind": OURS,
    "foundation.LedgerLine.data": "ids and counts (`foundation.ledger.actions`)",
    "foundation.LedgerCursor.consumer": OURS,
    "foundation.Due.kind": OURS,
    "foundation.Due.key": OURS,
    "foundation.Due.error": OURS,
    "foundation.Pulse.name": OURS,
    "account.EmailAddress.email": CHECKED,
    "account.EmailConfirmation.key": HASHED,
    "mfa.Authenticator.data": OURS,
    "sessions.Session.session_key": HASHED,
    "sessions.Session.session_data": HASHED,
    "auth.Permission.name": DJANGO,
    "auth.Permission.codename": DJANGO,
    "auth.Group.name": DJANGO,
    "contenttypes.ContentType.app_label": DJANGO,
    "contenttypes.ContentType.model": DJANGO,
}


def texts() -> Iterator[tuple[str, type[models.Model], Any]]:
    """Every field that holds free text, by name, with its model; those with a fixed choice are left out."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            inner = field.base_field if isinstance(field, ArrayField) else field
            if isinstance(inner, models.CharField | models.TextField | models.JSONField) and not field.choices:
                yield f"{model._meta.label}.{field.name}", model, field


def fitting(field: Any) -> str:
    """The longest canary that a field holds, with room for the end of an address or the start of a property."""
    inner = field.base_field if isinstance(field, ArrayField) else field
    room = getattr(inner, "max_length", None) or 10_000
    room -= 12 if field.name == "email" else 0
    return next(canary for canary in BY_LENGTH if len(canary) <= room)


def plant(business: Business, *, leave: tuple[str, ...] = ()) -> tuple[User, dict[str, uuid.UUID]]:
    """A member and one row of every kind, with a canary in every field that people fill, except those that end so."""
    member = make_member(business)
    ids = make_everything(business) | {"member": member.id}
    with acting_for(business):
        for name, model, field in texts():
            how = FIELDS[name]
            if not isinstance(how, str) and not name.endswith(leave or ("\0",)):
                rows = model.objects if issubclass(model, TenantModel) else model._default_manager.filter(id=member.id)
                if model is Business:
                    rows = Business.objects.filter(id=business.id)
                rows.update(**{field.name: how(fitting(field))})
    business.refresh_from_db()
    member.refresh_from_db()
    return member, ids


class _Finder(HTMLParser):
    """Notes elements and attributes that only a canary could have made."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element, or the attributes of one."""
        names = {name for name, _ in attrs}
        if MARK in {tag, *names} or any(name.startswith("on") for name in names):
            self.found.append(self.get_starttag_text() or tag)
        if tag == "script" and "src" not in names and ("type", "application/json") not in attrs:
            self.found.append("a script of its own")
        for name, value in attrs:
            if name in ("href", "src", "action") and (value or "").lower().lstrip().startswith(
                ("javascript:", "vbscript:")
            ):
                self.found.append(value or "")


def run_by(html: str) -> list[str]:
    """What of a page a canary would make."""
    finder = _Finder()
    finder.feed(html)
    finder.close()
    return finder.found


def formulas_in(table: str) -> list[str]:
    """The cells of a CSV text that a spreadsheet would take for formulas; a negative number is just that."""
    rows = csv.reader(io.StringIO(table.removeprefix("\ufeff"), newline=""))
    starts = ("=", "+", "-", "@", "\t", "\r", "\n")
    return [cell for row in rows for cell in row if cell.startswith(starts) and not NEGATIVE.fullmatch(cell)]
