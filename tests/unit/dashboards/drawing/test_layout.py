"""A chart's spec as shapes."""

from datetime import date

import pytest

from dashboards.drawing.layout import NOTHING, lay_out
from dashboards.drawing.shapes import Area, Dot, Line, Picture, Words, dashes
from metrics.maths.goals import Goal
from tests.factories.charts import make_chart


def wide(text: str) -> float:
    return 8.0 * len(text)


def drawn(**values: object) -> Picture:
    return lay_out(make_chart(**values)["spec"], wide)  # type: ignore[arg-type] # the factory's own


def spots(picture: Picture) -> list[tuple[float, float]]:
    found = []
    for shape in picture.shapes:
        found += [shape.at] if isinstance(shape, Dot | Words) else list(shape.spots)
    return found


def words(picture: Picture) -> list[str]:
    return [shape.text for shape in picture.shapes if isinstance(shape, Words)]


def test_everything_lies_within_the_picture() -> None:
    picture = drawn(markers=[(date(2026, 11, 3), "Second till at noon, and a third one on Saturdays before eleven")])
    assert all(0 <= x <= picture.width and 0 <= y <= picture.height for x, y in spots(picture))
    for shape in picture.shapes:
        if isinstance(shape, Words):
            share = {"left": 0, "middle": 0.5, "right": 1}[shape.anchor]
            start = shape.at[0] - share * wide(shape.text)
            assert start >= 0, shape
            assert start + wide(shape.text) <= picture.width, shape


def test_the_target_is_dashed_the_baseline_dotted_and_both_are_named() -> None:
    picture = drawn()
    dashed = {shape.ink: shape.dash for shape in picture.shapes if isinstance(shape, Line) and shape.dash}
    assert dashed == {"good": (8, 5), "muted": (2, 4)}
    assert {"Target 40", "Start 24"} <= set(words(picture))


def test_a_gap_breaks_the_line_and_the_band() -> None:
    picture = drawn()
    line = [shape for shape in picture.shapes if isinstance(shape, Line) and shape.ink == "promoter"]
    assert [len(one.spots) for one in line] == [2, 3]
    assert [len(one.spots) for one in picture.shapes if isinstance(one, Area)] == [4, 6]


def test_a_value_between_two_gaps_still_shows() -> None:
    picture = drawn(values=[20.0, None, 26.0, None, 30.0, 31.0])
    assert len([shape for shape in picture.shapes if isinstance(shape, Dot)]) == 3


def test_names_of_lines_that_are_close_move_apart() -> None:
    picture = drawn(goal=Goal(39, 40, date(2026, 6, 1), date(2027, 3, 31)))
    ends = [
        shape.at[1] for shape in picture.shapes if isinstance(shape, Words) and shape.text[:5] in ("Targe", "Start")
    ]
    assert abs(ends[0] - ends[1]) >= 18


def test_where_nothing_was_counted_the_picture_says_so() -> None:
    assert words(drawn(values=[None] * 6, goal=None)) == [NOTHING]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_few_periods_are_drawn_too(count: int) -> None:
    assert spots(drawn(values=[10.0 + place for place in range(count)], goal=None))


def test_dashes_cover_a_line_from_its_start_and_not_beyond_its_end() -> None:
    pieces = list(dashes(Line([(0, 0), (20, 0)], "ink", 1, (8, 5))))
    assert pieces == [((0, 0), (8, 0)), ((13, 0), (20, 0))]


@pytest.mark.parametrize(("given", "says"), [({}, "100%"), ({"percent": "\u00a0%"}, "100\u00a0%")])
def test_per_cents_are_written_as_the_business_has_them(given: dict[str, str], says: str) -> None:
    spec = {"labels": ["Jun"], "series": [50.0], "low": [None], "high": [None], "unit": "percent"}
    picture = lay_out({**spec, "min": 0, "max": 100, "step": 50, "partial": False, **given}, wide)
    assert says in words(picture)
