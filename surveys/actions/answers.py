"""What comes in by a letter's link: answers, one-click scores, and what scanners do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.utils import timezone

from foundation.agenda.actions import add
from foundation.counters import Counter
from foundation.tenancy.context import acting_for
from surveys.actions.versions import Version, hear, write
from surveys.answering import Problem, Reply, clean_stamp, layout_of, read, score_of
from surveys.asker import Asker
from surveys.judging import MINUTE, Reason, Step, Trace, betrayed, judge, last_counted, rows_with, step, traces_from
from surveys.models import AnswerState
from surveys.queries.openings import Opening, Standing, opening_of
from surveys.scales import LAYOUT

CONFIRMED, PROVISIONAL, SET_ASIDE = AnswerState.CONFIRMED, AnswerState.PROVISIONAL, AnswerState.SET_ASIDE
FORGET_PREVIOUS = "surveys.forget_previous"
REMEMBERED = timedelta(hours=1)  # how long it is kept what a change replaced
LOOKS = 5
ACCEPTED = Counter("trustapp_answers", "Answers that were accepted by a form, changed ones too")
Rows = list[list[object]]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a form: the reply that arrived, or everything that is wrong with it."""

    opening: Opening
    reply: Reply | None = None
    problems: tuple[Problem, ...] = ()


class BusyError(RuntimeError):
    """An answer changed under each of several looks at it."""


def send(*, business: Asker, token: str, data: Mapping[str, str]) -> Outcome | None:
    """Take a form's answer: count it, let it change the one that stands, or set it aside. None: the link is closed.

    The same reply sent twice is kept once. Whether it was set aside is not said: a scanner would learn from it.
    """
    now = timezone.now()

    def attempt(opening: Opening) -> Outcome | None:
        found = read(data, opening.scale)
        if isinstance(found, list):
            return Outcome(opening, problems=tuple(found))
        if not _take(business, opening, found, now):
            return None
        ACCEPTED.inc()
        return Outcome(opening, found)

    return _look(business, token, now, attempt)


def keep_provisional(*, business: Asker, token: str, data: Mapping[str, str]) -> bool:
    """Keep the score of a page that a person touched, until they press Send. False: the link takes none."""
    now = timezone.now()

    def attempt(opening: Opening) -> bool | None:
        score, standing = score_of(data.get("score", ""), opening.scale), opening.standing
        if score is None or (standing and (standing.state != PROVISIONAL or standing.score == score)):
            return True
        trace = Trace(now, score, clean_stamp(data.get("stamp", "")))
        if judge(trace, opening.delivered_at, opening.on_its_way, traces_from(opening.evidence)):
            return True
        version = Version(score, "", PROVISIONAL, now, _local_day(business, now), layout=layout_of(data))
        if standing:
            version = replace(version, given_at=standing.given_at, given_on=standing.given_on, changed_at=now)
        return _write(business, opening, version, opening.evidence) or None

    return bool(business.one_click and _look(business, token, now, attempt))


def follow_trap(*, business: Asker, token: str, stamp: str) -> None:
    """Note that the hidden link was followed; where its follower sent the answer that stands, take that back."""
    now = timezone.now()

    def attempt(opening: Opening) -> bool | None:
        traces, hidden = traces_from(opening.evidence), Trace(now, None, clean_stamp(stamp))
        if opening.answered and betrayed(hidden, traces):
            sent = last_counted(traces)
            traces = [replace(each, taint=Reason.TRAP) if each is sent else each for each in traces]
            return _withdraw(business, opening, Reason.TRAP, rows_with(traces, hidden), now) or None
        return hear(business=business, opening=opening, evidence=rows_with(traces, hidden), trapped_at=now) or None

    _look(business, token, now, attempt)


def _look(business: Asker, token: str, now: datetime, attempt: Callable[[Opening], T | None]) -> T | None:
    """Open a link and let `attempt` act on it; again, the lock now in hand, where it found that it saw old news.

    The first to answer needs no lock, nor a transaction around look and deed: all that `attempt` does then is one
    statement, which does nothing where the invitation has changed since.
    """
    first = opening_of(business, token)
    if first is None or not first.open_at(now):
        return None
    if first.standing is None and (done := attempt(first)) is not None:
        return done
    with acting_for(business):
        for _ in range(LOOKS):
            opening = opening_of(business, token, lock=True)
            if opening is None or not opening.open_at(now):
                return None
            done = attempt(opening)
            if done is not None:
                return done
    raise BusyError("An answer would not hold still. Send it again.")


def _take(business: Asker, opening: Opening, reply: Reply, now: datetime) -> bool:
    """Judge a reply and do what follows; False where the opening is old news."""
    standing, traces = opening.standing, traces_from(opening.evidence)
    trace = Trace(now, reply.score, reply.stamp)
    reason = judge(trace, opening.delivered_at, opening.on_its_way, traces)
    evidence = rows_with(traces, replace(trace, taint=reason))
    todo = step(reason, standing.state if standing else None, standing.since if standing else None, now)
    if todo is Step.COUNT:
        return _count(business, opening, reply, evidence, now)
    if todo is Step.WITHDRAW and reason:
        return _withdraw(business, opening, reason, evidence, now)
    if todo is Step.SET_ASIDE:
        fresh = _fresh(business, reply, now)
        return _write(business, opening, replace(fresh, state=SET_ASIDE, set_aside=str(reason or "")), evidence)
    return hear(business=business, opening=opening, evidence=evidence)


def _count(business: Asker, opening: Opening, reply: Reply, evidence: Rows, now: datetime) -> bool:
    standing = opening.standing
    if standing is None or standing.state == SET_ASIDE:
        return _write(business, opening, _fresh(business, reply, now), evidence)
    comment = reply.comment or ("" if reply.revised else standing.comment)
    if (reply.score, comment, CONFIRMED) == (standing.score, standing.comment, standing.state):
        return True  # and no trace: whoever repeats an answer has not sent it
    changed = Version(
        score=reply.score,
        comment=comment,
        state=CONFIRMED,
        given_at=standing.given_at,
        given_on=standing.given_on,
        changed_at=now,
        previous=_previous(standing, now),
        layout=reply.layout,
    )
    if not _write(business, opening, changed, evidence):
        return False
    if changed.previous:
        add(business=business, kind=FORGET_PREVIOUS, key=str(standing.id), due_at=now + REMEMBERED)
    return True


def _fresh(business: Asker, reply: Reply, now: datetime) -> Version:
    """A reply as an answer given now."""
    return Version(reply.score, reply.comment, CONFIRMED, now, _local_day(business, now), layout=reply.layout)


def _previous(standing: Standing, now: datetime) -> dict[str, object] | None:
    """What to bring back if the change proves a scanner's: what stood before the changes of the last minute."""
    if standing.state != CONFIRMED:
        return None
    kept = standing.previous
    if kept and now - datetime.fromisoformat(kept["replaced_at"]) <= MINUTE:
        return kept
    return {
        "score": standing.score,
        "comment": standing.comment,
        "since": standing.since.isoformat(),
        "replaced_at": now.isoformat(),
        "layout": standing.layout,
    }


def _withdraw(business: Asker, opening: Opening, reason: Reason, evidence: Rows, now: datetime) -> bool:
    """Take a scanner's answer back: the one it replaced stands again, or else it is set aside."""
    standing = opening.standing
    if standing is None:
        return False
    version = Version(
        score=standing.score,
        comment=standing.comment,
        state=SET_ASIDE,
        given_at=standing.given_at,
        given_on=standing.given_on,
        set_aside=reason,
        layout=standing.layout,
    )
    before = standing.previous
    # In a burst, what came within the minute is the scanner's too.
    if before and (reason is not Reason.BURST or now - datetime.fromisoformat(before["since"]) > MINUTE):
        version = replace(
            version,
            score=before["score"],
            comment=before["comment"],
            state=CONFIRMED,
            set_aside="",
            changed_at=datetime.fromisoformat(before["since"]),
            layout=before.get("layout", LAYOUT),
        )
    return _write(business, opening, version, evidence, trapped_at=now if reason is Reason.TRAP else None)


def _write(
    business: Asker, opening: Opening, version: Version, evidence: Rows, trapped_at: datetime | None = None
) -> bool:
    if version.state == SET_ASIDE and opening.standing:
        kind = "answer.set_aside"
    else:
        kind = "answer.changed" if opening.standing else "answer.given"
    answered_at = (
        (opening.answered_at or version.changed_at or version.given_at) if version.state == CONFIRMED else None
    )
    return write(
        business=business,
        opening=opening,
        version=version,
        line_kind=kind,
        evidence=evidence,
        answered_at=answered_at,
        trapped_at=trapped_at,
    )


def _local_day(business: Asker, now: datetime) -> date:
    return now.astimezone(ZoneInfo(business.timezone)).date()
