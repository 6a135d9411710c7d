"""Which segment differs, or moved: many comparisons at once, so false discoveries are held down."""

import uuid
from dataclasses import dataclass, replace
from datetime import date, datetime

from metrics.businesses import LocalBusiness
from metrics.maths.comparison import Comparison, Verdict, compare
from metrics.maths.multiple import discoveries
from metrics.maths.periods import Span
from metrics.maths.scales import EMPTY, Counts, pool
from metrics.measured import Measured, measured
from metrics.measures import measure_of
from metrics.queries.numbers import Days, days_span
from metrics.queries.stored import history, sums_by_segment


@dataclass(frozen=True, slots=True)
class SegmentMeasured:
    """A segment's number, and how it compares: with the other segments together, or with itself before."""

    measured: Measured
    comparison: Comparison


def segments(
    business: LocalBusiness,
    key: str,
    dimension: str,
    since: date,
    until: date,
    *,
    before: Days | None = None,
    survey: uuid.UUID | None = None,
    now: datetime,
) -> list[SegmentMeasured]:
    """Each segment of a dimension, the one with most answers first.

    Compared with the rest of the same days or, with `before`, with itself in those earlier days. What is called up or
    down has passed the Benjamini-Hochberg procedure over all segments that have enough answers.
    """
    metric = measure_of(key)
    asked = days_span(business, (since, until))
    now_counts = _by_segment(business, metric.kind, asked, dimension, survey)
    if before is None:
        whole = pool(now_counts.values())
        others = {name: _less(whole, counts) for name, counts in now_counts.items()}
    else:
        others = _by_segment(business, metric.kind, days_span(business, before), dimension, survey)
    compared = {
        name: compare(others.get(name, EMPTY), counts, metric.scale, minimum=metric.minimum)
        for name, counts in now_counts.items()
    }
    stored = history(business, metric.kind, survey)
    found = [
        SegmentMeasured(measured(metric, asked, counts, stored, now, segment=name), comparison)
        for (name, counts), comparison in zip(now_counts.items(), _held_down(compared), strict=True)
    ]
    return sorted(found, key=lambda row: (-row.measured.n, row.measured.segment or ""))


def _by_segment(
    business: LocalBusiness, kind: str, span: Span, dimension: str, survey: uuid.UUID | None
) -> dict[str, Counts]:
    return {name: rows[0] for name, rows in sums_by_segment(business, kind, (span,), dimension, survey).items()}


def _less(whole: Counts, part: Counts) -> Counts:
    return tuple(all_of - some for all_of, some in zip(whole, part, strict=True))


def _held_down(compared: dict[str, Comparison]) -> list[Comparison]:
    """The comparisons, with those that many tests alone would have brought about called no evidence of change."""
    made = [
        None if one.difference is None or one.verdict is Verdict.TOO_FEW else one.difference.p
        for one in compared.values()
    ]
    moved = (Verdict.UP, Verdict.DOWN)
    return [
        replace(one, verdict=Verdict.NO_EVIDENCE, better=None) if one.verdict in moved and not real else one
        for one, real in zip(compared.values(), discoveries(made), strict=True)
    ]
