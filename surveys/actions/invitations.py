"""Writing the letters of invitations, and hearing what became of them."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from accounts import queries as accounts
from customers import queries as customers
from customers.actions import suppress
from foundation.languages import spoken
from foundation.ledger.actions import record_many
from foundation.ledger.queries import history
from letters.purposes import Held, Mail, Outcome
from surveys import links
from surveys.actions.pausing import pause_if_bouncing
from surveys.actions.rounds import close_if_done
from surveys.asker import Asker
from surveys.letter import SurveyLetter, compose, trial_token
from surveys.localtime import local_day
from surveys.models import Invitation, InvitationState, RoundState, Survey
from surveys.queries.eligibility import judge
from surveys.reasons import BOUNCED, BROKEN_OFF, CALLED_OFF, ON_ITS_WAY, REFUSED, Skip, quiet

PAUSED = "sending is paused"
TRY_AGAIN = timedelta(minutes=15)  # letters held by a pause are looked at again

Letters = dict[uuid.UUID, Mail | Held]
KEEP = """
UPDATE surveys_invitation AS i SET {column} = t.hash FROM unnest(%s::uuid[], %s::bytea[]) AS t (id, hash)
WHERE i.business_id = %s AND i.id = t.id
"""
KEEP_TOKENS, KEEP_REMINDERS = KEEP.format(column="token_hash"), KEEP.format(column="reminder_hash")
SETTLE = """
UPDATE surveys_invitation AS i SET state = t.state, reason = t.reason, settled_at = t.at, delivered_at = t.delivered_at,
    delivered_on = t.delivered_on, expires_at = t.expires_at
FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::date[], %s::timestamptz[])
    AS t (id, state, reason, at, delivered_at, delivered_on, expires_at)
WHERE i.business_id = %s AND i.id = t.id
"""


def write_invitations(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> Letters:
    """The letters of some invitations: asked at the moment of sending, so that a change of mind since then holds.

    The rows of everybody in the batch that wait in any round are locked in one order: two workers with one person's two
    letters send one of them.
    """
    business, now = accounts.by_id(business_id), timezone.now()
    if business.sending_paused:
        return _paused(subjects, now)
    asked = Invitation.objects.filter(id__in=subjects).values("customer_id")
    waiting = Invitation.objects.filter(customer_id__in=asked, state=InvitationState.QUEUED).select_related(
        "survey", "round"
    )
    rows = list(waiting.order_by("id").select_for_update(of=("self",)))
    people = customers.people(business, {row.customer_id for row in rows})
    skips = judge(business, list(people.values()), now)
    in_hand = {row.customer_id: row.id for row in rows if row.token_hash}
    letters = _Composer(business)
    written: Letters = {}
    tokens: dict[uuid.UUID, bytes] = {}
    wanted = set(subjects)
    for row in (row for row in rows if row.id in wanted):
        skip = skips.get(row.customer_id)
        if skip is None and in_hand.setdefault(row.customer_id, row.id) != row.id:
            skip = Skip(quiet(business.quiet_days), ON_ITS_WAY)
        if row.round and row.round.state == RoundState.CANCELLED:
            written[row.id] = _leave(row, InvitationState.CANCELLED, Skip(CALLED_OFF))
        elif skip:
            written[row.id] = _leave(row, InvitationState.SKIPPED, skip)
        else:
            person, token = people[row.customer_id], links.new_token()
            tokens[row.id] = links.token_hash(token)
            written[row.id] = letters.of(row.survey, person.language).to(person.email or "", person.name, token)
    _keep(KEEP_TOKENS, business_id, tokens)
    return written


def write_reminders(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> Letters:
    """The reminders of invitations that are still without an answer."""
    business, now = accounts.by_id(business_id), timezone.now()
    if business.sending_paused:
        return _paused(subjects, now)
    silent = Invitation.objects.filter(id__in=subjects, state=InvitationState.SENT, answered_at=None, reminded_at=None)
    rows = list(silent.select_related("survey").order_by("id").select_for_update(of=("self",)))
    people = customers.people(business, {row.customer_id for row in rows})
    stopped = customers.suppressed(business, [person.email for person in people.values() if person.email])
    letters = _Composer(business, reminder=True)
    written: Letters = {subject: Held("no reminder is needed") for subject in subjects}
    tokens: dict[uuid.UUID, bytes] = {}
    for row in rows:
        person = people[row.customer_id]
        if person.email and person.email not in stopped:
            token = links.new_token()
            tokens[row.id] = links.token_hash(token)
            written[row.id] = letters.of(row.survey, person.language).to(person.email, person.name, token)
    _keep(KEEP_REMINDERS, business_id, tokens)
    return written


def write_tests(business_id: uuid.UUID, subjects: Sequence[uuid.UUID]) -> Letters:
    """Test letters, each to the member who asked for it: the ledger's line says who that was, and for which survey."""
    business = accounts.by_id(business_id)
    members = {member.id: member for member in accounts.members(business)}
    written: Letters = {}
    for subject in subjects:
        (line,) = history(business=business, subject=subject)
        member = members.get(line.actor) if line.actor else None
        if member is None:
            written[subject] = Held("is no longer a member")
            continue
        survey = Survey.objects.get(id=uuid.UUID(line.data["survey"]))
        letter = compose(business, survey, line.data.get("language", ""), trial=True)
        written[subject] = letter.to(member.email, member.name, trial_token(survey.id))
    return written


def settle_invitations(business_id: uuid.UUID, outcomes: Sequence[Outcome]) -> None:
    """Note what became of invitations' letters, and stop addresses that do not work."""
    business, now = accounts.by_id(business_id), timezone.now()
    rows = _locked(outcomes, [InvitationState.QUEUED, InvitationState.CANCELLED])
    told = [(rows[outcome.subject], outcome) for outcome in outcomes if outcome.subject in rows]
    _settle(business, [(row, outcome) for row, outcome in told if outcome.state != "cancelled"])
    dropped = [row.id for row, outcome in told if outcome.state == "cancelled"]
    Invitation.objects.filter(id__in=dropped).update(state=InvitationState.CANCELLED)
    if _stop_bounced(business, told):
        pause_if_bouncing(business=business, now=now)
    of = Invitation.objects.filter(id__in=[outcome.subject for outcome in outcomes])
    close_if_done(business=business, round_ids=[key for key in of.values_list("round_id", flat=True).distinct() if key])


def settle_reminders(business_id: uuid.UUID, outcomes: Sequence[Outcome]) -> None:
    """Note which reminders arrived: their links live as long as a first letter's, and nobody gets a second one."""
    business = accounts.by_id(business_id)
    rows = _locked(outcomes, [InvitationState.SENT])
    told = [(rows[outcome.subject], outcome) for outcome in outcomes if outcome.subject in rows]
    arrived = [(row, outcome) for row, outcome in told if outcome.state in ("sent", "unknown")]
    for row, outcome in arrived:
        row.reminded_at = outcome.at
        row.expires_at = outcome.at + timedelta(days=row.survey.expires_days)
    if arrived:
        Invitation.objects.bulk_update([row for row, _ in arrived], ["reminded_at", "expires_at"])
        lines = [("invitation.reminded", row.id, {"survey": str(row.survey_id)}) for row, _ in arrived]
        record_many(business=business, lines=lines)
    _stop_bounced(business, told)


class _Composer:
    """Composes each survey's letter once for a batch and a language."""

    def __init__(self, business: Asker, *, reminder: bool = False) -> None:
        self._business, self._reminder = business, reminder
        self._letters: dict[tuple[uuid.UUID, str], SurveyLetter] = {}

    def of(self, survey: Survey, language: str) -> SurveyLetter:
        """The letter of a survey in the customer's language, or in the business's; its blanks open."""
        key = (survey.id, spoken(language))
        if key not in self._letters:
            self._letters[key] = compose(self._business, survey, key[1], reminder=self._reminder)
        return self._letters[key]


def _paused(subjects: Sequence[uuid.UUID], now: datetime) -> Letters:
    return {subject: Held(PAUSED, until=now + TRY_AGAIN) for subject in subjects}


def _leave(row: Invitation, state: InvitationState, skip: Skip) -> Held:
    row.state, row.reason, row.note = state, skip.reason, skip.note
    row.save(update_fields=["state", "reason", "note"])
    return Held(skip.reason)


def _keep(statement: str, business_id: uuid.UUID, hashes: Mapping[uuid.UUID, bytes]) -> None:
    if hashes:
        with connection.cursor() as cursor:
            cursor.execute(statement, [list(hashes), list(hashes.values()), business_id])


def _locked(outcomes: Sequence[Outcome], states: Collection[str]) -> dict[uuid.UUID, Invitation]:
    rows = Invitation.objects.filter(id__in=[outcome.subject for outcome in outcomes], state__in=states)
    return {row.id: row for row in rows.select_related("survey").order_by("id").select_for_update(of=("self",))}


def _settle(business: Asker, told: Sequence[tuple[Invitation, Outcome]]) -> None:
    """Update the rows in one statement, and record those that arrived.

    A letter of unknown fate may have arrived too: its link works and its reader is left in peace, but it does not count
    as delivered.
    """
    if not told:
        return
    zone = ZoneInfo(business.timezone)
    values = []
    for row, outcome in told:
        reached = outcome.state in ("sent", "unknown")
        reason = {"sent": "", "unknown": BROKEN_OFF}.get(outcome.state, BOUNCED if outcome.bounced else REFUSED)
        day = local_day(outcome.at, zone) if outcome.state == "sent" else None
        expires = outcome.at + timedelta(days=row.survey.expires_days) if reached else None
        values.append((row.id, outcome.state, reason, outcome.at, outcome.at if reached else None, day, expires))
    with connection.cursor() as cursor:
        cursor.execute(SETTLE, [*(list(column) for column in zip(*values, strict=True)), business.id])
    sent = [
        ("invitation.sent", row.id, {"survey": str(row.survey_id), "day": day.isoformat()})
        for (row, _), (*_, day, _) in zip(told, values, strict=True)
        if day
    ]
    if sent:
        record_many(business=business, lines=sent)


def _stop_bounced(business: Asker, told: Sequence[tuple[Invitation, Outcome]]) -> int:
    """Put the addresses that do not work on the list of those that get no letters; how many."""
    ids = [row.customer_id for row, outcome in told if outcome.bounced]
    emails = [person.email for person in customers.people(business, ids).values() if person.email]
    for email in emails:
        suppress(business=business, email=email, reason="bounced")
    return len(ids)
