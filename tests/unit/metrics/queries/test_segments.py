"""Which segment differs, or moved."""

from datetime import UTC, date, datetime

import pytest

from accounts.models import Business
from foundation.tenancy.context import acting_for
from metrics.maths.comparison import Verdict
from metrics.queries import SegmentMeasured, segments
from tests.factories.answers import make_survey
from tests.factories.metrics import catch_up, give

NOW = datetime(2026, 4, 10, 12, tzinfo=UTC)
FEBRUARY, MARCH = (date(2026, 2, 1), date(2026, 3, 1)), (date(2026, 3, 1), date(2026, 4, 1))


@pytest.fixture
def chain(business: Business) -> Business:
    """Branches that all give 20 in February; in March Nord falls and the others stay."""
    business.dimensions = ["branch"]
    business.save()
    survey = make_survey(business)
    steady = [10] * 24 + [8] * 20 + [0] * 16
    for branch in ("Nord", "Süd", "West"):
        march = [10] * 6 + [8] * 18 + [0] * 46 if branch == "Nord" else steady
        give(business, survey, steady, date(2026, 2, 10), {"branch": branch})
        give(business, survey, march, date(2026, 3, 10), {"branch": branch})
    give(business, survey, [10] * 3, date(2026, 3, 11))
    catch_up(business)
    return business


def verdicts(rows: list[SegmentMeasured]) -> dict[str | None, str]:
    return {row.measured.segment: row.comparison.verdict for row in rows}


def test_a_segment_is_compared_with_the_rest(chain: Business) -> None:
    with acting_for(chain):
        rows = segments(chain, "nps", "branch", *MARCH, now=NOW)
    assert verdicts(rows)["Nord"] == Verdict.DOWN
    assert verdicts(rows)[""] == Verdict.TOO_FEW


def test_a_segment_is_compared_with_itself_before(chain: Business) -> None:
    with acting_for(chain):
        rows = segments(chain, "nps", "branch", *MARCH, before=FEBRUARY, now=NOW)
    quiet = Verdict.NO_EVIDENCE
    assert verdicts(rows) == {"Nord": Verdict.DOWN, "Süd": quiet, "West": quiet, "": Verdict.TOO_FEW}


def test_the_segment_with_most_answers_comes_first(chain: Business) -> None:
    with acting_for(chain):
        rows = segments(chain, "nps", "branch", *MARCH, now=NOW)
    assert [(row.measured.segment, row.measured.n) for row in rows] == [
        ("Nord", 70),
        ("Süd", 60),
        ("West", 60),
        ("", 3),
    ]


def test_what_many_tests_bring_about_is_not_called_a_change(business: Business) -> None:
    business.dimensions = ["branch"]
    business.save()
    survey = make_survey(business)
    for number in range(12):
        # One branch of twelve differs as one of twelve does by chance: p of .03 alone.
        promoters = 31 if number == 0 else 20
        scores = [10] * promoters + [8] * (60 - promoters)
        give(business, survey, scores, date(2026, 3, 10), {"branch": f"Branch {number}"})
    catch_up(business)
    with acting_for(business):
        rows = segments(business, "nps", "branch", *MARCH, now=NOW)
    odd = next(row for row in rows if row.measured.segment == "Branch 0")
    assert odd.comparison.difference
    assert odd.comparison.difference.p < 0.05
    assert odd.comparison.verdict == Verdict.NO_EVIDENCE
    assert odd.comparison.better is None
