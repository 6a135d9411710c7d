"""Every letter of every purpose, written as the worker writes it."""

import uuid
from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from accounts.models import Business, ColleagueInvitation, User
from dashboards.models import Export, ExportState, ReportLetter
from followup.models import Alert, Case, CaseEntry, CaseState, Improvement
from foundation.tenancy.context import acting_for
from letters.purposes import Held, Mail, purposes
from metrics.models import Closing, ClosingLetter
from surveys.actions.surveys import send_test
from surveys.models import Invitation, InvitationState, Round, RoundState, Survey


def subjects_of(business: Business, member: User, ids: Mapping[str, uuid.UUID]) -> dict[str, uuid.UUID]:
    """For each purpose something to write about, made of one row of every kind."""
    now = timezone.now()
    with acting_for(business):
        b = {"business_id": business.id}
        ColleagueInvitation.objects.update(invited_by=member.id, email="colleague@example.com")
        Case.objects.update(state=CaseState.OPEN)
        entry = CaseEntry.objects.create(**b, case_id=ids["case"], kind="reply", text=_words(business))
        alert = Alert.objects.create(**b, user=member.id, cases=[ids["case"]], not_before=now)
        closing = Closing.objects.create(
            **b, goal_id=ids["goal"], period_from=date(2026, 3, 1), period_to=date(2026, 4, 1), n=40, value=3,
            low=1, high=5, verdict="on_track",
        )  # fmt: skip
        told = ClosingLetter.objects.create(**b, closing=closing, user=member.id)
        Improvement.objects.update(state="started", told=ids["improvement"], owner=member.id)
        report = ReportLetter.objects.create(**b, user=member.id, hears="weekly", day=date(2026, 3, 2))
        files = {
            state: Export.objects.create(**b, asked_by=member.id, form="csv", state=state).id
            for state in (ExportState.READY, ExportState.FAILED)
        }
        Round.objects.update(state=RoundState.SENDING)
        Invitation.objects.update(state=InvitationState.QUEUED)
    return {
        "accounts.join": ids["colleague"],
        "survey.invitation": ids["invitation"],
        "survey.reminder": ids["invitation"],
        "survey.test": send_test(business=business, survey_id=ids["survey"], by=member.id),
        "followup.alert": alert.id,
        "followup.reply": entry.id,
        "followup.review": ids["improvement"],
        "metrics.closing": told.id,
        "dashboards.report": report.id,
        "dashboards.file_ready": files[ExportState.READY],
        "dashboards.file_failed": files[ExportState.FAILED],
    }


def written(business: Business, subjects: Mapping[str, uuid.UUID]) -> dict[str, Mail | Held]:
    """The letter of each purpose. A purpose without a subject raises KeyError: tell `subjects_of` about it."""
    letters: dict[str, Mail | Held] = {}
    for purpose in sorted(purposes):
        if purpose == "test":  # made up by tests of the queue
            continue
        with acting_for(business):
            if purpose == "survey.reminder":
                Invitation.objects.update(state=InvitationState.SENT, answered_at=None, delivered_at=timezone.now())
            letters[purpose] = purposes[purpose].write(business.id, [subjects[purpose]])[subjects[purpose]]
    return letters


def _words(business: Business) -> str:
    return str(Survey.objects.values_list("question", flat=True).first() or "We are sorry.")
