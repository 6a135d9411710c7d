"""Everything Home shows, in at most six statements. Called inside `acting_for(business)`."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.models import Business
from accounts.roles import Permission
from dashboards.figures import Aim, Figures, borders, figures
from dashboards.pieces import Pieces, cut
from dashboards.presenters.steps import Waiting
from followup.queries import CaseView, Mark, case_of, glance
from metrics.businesses import calendar_of
from metrics.measures import MEASURES, Measure
from metrics.queries import Watched, history, sums_with_segments, watched
from surveys.queries.answers import AnswerView, answers
from surveys.scales import SCALES, Band

SAID = 5
USUAL = Watched(MEASURES["nps"], None, None, None)  # shown until a business has chosen
NOBODY = Waiting(0, None)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with words, and the case that puts it right, where there is one."""

    answer: AnswerView
    case: CaseView | None


@dataclass(frozen=True, slots=True)
class Home:
    """What there is to show; `said` and `waiting` are empty for those who may not see single answers."""

    watched: Sequence[Watched]
    figures: Figures
    dimension: str
    said: Sequence[Said]
    waiting: Waiting
    marks: Sequence[Mark]
    as_of: datetime | None

    @property
    def has_goal(self) -> bool:
        """Whether any watched metric has a target."""
        return any(one.goal_id for one in self.watched)


def home(business: Business, may: frozenset[Permission], now: datetime, key: str = "") -> Home:
    """Home of one of the watched metrics: the one of `key`, else the first."""
    all_watched = watched(business)
    shown = next((one for one in all_watched if one.measure.key == key), None) or next(iter(all_watched), USUAL)
    dimension = next(iter(business.dimensions), "")
    found, as_of = read_figures(business, shown.measure, aim_of(shown), dimension, now)
    seen = glance(business)
    works = Permission.WORK_CASES in may
    return Home(
        watched=all_watched,
        figures=found,
        dimension=dimension,
        said=said(business, shown.measure, with_cases=works and seen.is_open) if Permission.SEE_ANSWERS in may else [],
        waiting=Waiting(seen.waiting, seen.first_due) if works else NOBODY,
        marks=seen.marks,
        as_of=as_of,
    )


def aim_of(shown: Watched) -> Aim | None:
    """The goal as figures take it; None until its baseline is known."""
    return Aim(shown.way, shown.since) if shown.way and shown.since else None


def read_figures(
    business: Business, measure: Measure, aim: Aim | None, dimension: str, now: datetime
) -> tuple[Figures, datetime | None]:
    """The figures of a metric and when they were counted: two statements."""
    calendar, stored = calendar_of(business), history(business, measure.kind)
    spans = cut(borders(calendar, now, aim.since if aim else None), calendar)
    whole, segments = sums_with_segments(business, measure.kind, spans, dimension)
    return figures(measure, Pieces(spans, whole, segments), stored, calendar, now, aim), stored.as_of


def said(business: Business, measure: Measure, *, with_cases: bool) -> list[Said]:
    """The latest answers with words, each with its case; where no case is open nobody asks for them."""
    kind = measure.kind if measure.kind in SCALES else None
    latest = answers(business, kind=kind, with_comment=True, limit=SAID)
    low = [one.id for one in latest if one.band is Band.LOW]
    cases: Mapping[uuid.UUID, CaseView] = case_of(business, low) if low and with_cases else {}
    return [Said(one, cases.get(one.id)) for one in latest]
