"""Sums of whole pieces."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from dashboards.pieces import Pieces, cut
from metrics.maths.scales import EMPTY, histogram
from metrics.ranges import Calendar

SPANS = cut({date(2026, 3, 1), date(2026, 2, 1), date(2026, 2, 10)}, Calendar(ZoneInfo("Europe/Berlin")))
PIECES = Pieces(SPANS, [histogram([9]), histogram([3, 3])], {"kiosk": [EMPTY, histogram([3])]})


def test_borders_make_spans_that_follow_one_another() -> None:
    assert [(span.first, span.end) for span in SPANS] == [
        (date(2026, 2, 1), date(2026, 2, 10)),
        (date(2026, 2, 10), date(2026, 3, 1)),
    ]


def test_a_range_is_the_sum_of_its_pieces() -> None:
    assert PIECES.within(date(2026, 2, 1), date(2026, 3, 1)) == histogram([9, 3, 3])
    assert PIECES.within(date(2026, 2, 10), date(2026, 3, 1), "kiosk") == histogram([3])


def test_a_range_beyond_all_pieces_is_empty() -> None:
    assert PIECES.within(date(2026, 3, 1), date(2026, 4, 1)) == EMPTY


def test_a_piece_is_never_cut() -> None:
    with pytest.raises(ValueError, match="cuts the piece"):
        PIECES.within(date(2026, 2, 5), date(2026, 3, 1))
