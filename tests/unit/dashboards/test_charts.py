"""Chart specs and sparklines."""

from datetime import date

from dashboards.charts import Point, chart, extent, spark
from metrics.maths.goals import Goal
from metrics.maths.periods import Period
from metrics.measures import measure_of

TODAY = date(2026, 11, 18)
NPS = measure_of("nps")
CSAT = measure_of("csat")
GOAL = Goal(baseline=24, target=40, start=date(2026, 10, 1), due=date(2026, 12, 1))
POINTS = [
    Point(date(2026, 9, 1), date(2026, 10, 1), 30.0, 41, 17.0, 43.0),
    Point(date(2026, 10, 1), date(2026, 11, 1), None, 0, None, None),
    Point(date(2026, 11, 1), date(2026, 12, 1), 37.4, 25, 24.0, 49.6, partial=True),
]


def test_a_period_without_answers_is_a_gap_never_nought() -> None:
    spec = chart(NPS, POINTS, Period.MONTH, TODAY)["spec"]
    assert spec["series"] == [30.0, None, 37.4]
    assert spec["low"] == [17.0, None, 24.0]


def test_the_way_begins_with_the_goal_and_ends_at_the_target() -> None:
    spec = chart(NPS, POINTS, Period.MONTH, TODAY, GOAL)["spec"]
    assert spec["way"][0] is None
    assert spec["way"][-1] == 40
    assert spec["baseline"] == {"value": 24, "label": "Start 24"}
    assert spec["target"] == {"value": 40, "label": "Target 40"}


def test_shares_are_drawn_in_per_cent() -> None:
    points = [Point(date(2026, 9, 1), date(2026, 10, 1), 0.425, 41, 0.3, 0.55)]
    spec = chart(CSAT, points, Period.MONTH, TODAY)["spec"]
    assert spec["series"] == [42.5]
    assert spec["unit"] == "percent"


def test_a_period_that_is_not_over_says_so_in_chart_caption_and_table() -> None:
    made = chart(NPS, POINTS, Period.MONTH, TODAY)
    assert made["spec"]["partial"] is True
    assert "November is not over, so its point is hollow." in made["caption"]
    assert made["rows"][-1] == ["November (not over)", "37", "24 to 50", "25"]


def test_the_table_leaves_out_what_is_unknown() -> None:
    assert chart(NPS, POINTS, Period.MONTH, TODAY)["rows"][1] == ["October", None, None, "0"]


def test_every_list_is_as_long_as_its_labels() -> None:
    spec = chart(NPS, POINTS, Period.MONTH, TODAY, GOAL)["spec"]
    assert {len(spec[name]) for name in ("labels", "series", "low", "high", "way")} == {3}


def test_the_axis_ends_where_the_metric_does() -> None:
    points = [Point(date(2026, 9, 1), date(2026, 10, 1), 0.97, 41, 0.88, 0.99)]
    spec = chart(CSAT, points, Period.MONTH, TODAY)["spec"]
    assert (spec["min"], spec["max"], spec["step"]) == (85, 100, 5)


def test_the_axis_has_round_ends_around_all_that_is_drawn() -> None:
    spec = chart(NPS, POINTS, Period.MONTH, TODAY, GOAL)["spec"]
    assert (spec["min"], spec["max"], spec["step"]) == (10, 50, 10)


def test_without_values_the_axis_is_left_alone() -> None:
    spec = chart(NPS, POINTS[1:2], Period.MONTH, TODAY)["spec"]
    assert "min" not in spec


def test_a_marker_stands_at_the_period_it_falls_in() -> None:
    begun = [(date(2026, 10, 9), "Second till at noon"), (date(2020, 1, 1), "Long ago")]
    spec = chart(NPS, POINTS, Period.MONTH, TODAY, markers=begun)["spec"]
    assert spec["markers"] == [{"index": 1, "label": "Second till at noon"}]


def test_what_began_is_named_in_caption_and_table_too() -> None:
    begun = [
        (date(2026, 11, 3), "Warm rolls"),
        (date(2026, 10, 9), "Second till at noon"),
        (date(2020, 1, 1), "Long ago"),
    ]
    made = chart(NPS, POINTS, Period.MONTH, TODAY, markers=begun)
    assert "where an improvement began: 1. Second till at noon; 2. Warm rolls." in made["caption"]
    assert [row[0] for row in made["rows"]] == [
        "September",
        "October (Second till at noon began)",
        "November (not over; Warm rolls began)",
    ]


def test_two_weeks_have_a_name_of_their_own() -> None:
    made = chart(NPS, POINTS, Period.TWO_WEEKLY, TODAY)
    assert made["caption"].startswith("Three two-week periods.")
    assert made["rows"][0][0] == "Two weeks from 1 September"


def test_a_sparkline_runs_from_edge_to_edge_over_its_gaps() -> None:
    line = spark(NPS, [10.0, None, 20.0])
    assert line is not None
    assert line.points == "0,18 100,2"
    assert line.words == "From 10 to 20"


def test_a_level_sparkline_lies_in_the_middle() -> None:
    line = spark(NPS, [10.0, 10.2], (10.1, 10.1))
    assert line is not None
    assert line.points == "0,10 100,10"
    assert line.words == "Level at 10"


def test_one_value_makes_no_line() -> None:
    assert spark(NPS, [None, 10.0, None]) is None


def test_lines_side_by_side_share_one_scale() -> None:
    assert extent([[10.0, None], [48.0, 3.0], []]) == (3.0, 48.0)
    assert extent([[None]]) is None
