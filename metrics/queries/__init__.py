"""What other rooms may read of the numbers. Called inside `acting_for`; reads stored histograms, never answers."""

from metrics.measured import Measured
from metrics.models import Closing, Goal
from metrics.queries.goals import (
    GoalView,
    Watched,
    chosen,
    closings,
    detectable,
    goal,
    goal_of,
    goal_view,
    goals,
    watched,
    way_points,
)
from metrics.queries.numbers import Compared, compare, current, measure
from metrics.queries.reviews import review
from metrics.queries.segments import SegmentMeasured, segments
from metrics.queries.stored import as_of, history, sums_with_segments

__all__ = [
    "Closing",
    "Compared",
    "Goal",
    "GoalView",
    "Measured",
    "SegmentMeasured",
    "Watched",
    "as_of",
    "chosen",
    "closings",
    "compare",
    "current",
    "detectable",
    "goal",
    "goal_of",
    "goal_view",
    "goals",
    "history",
    "measure",
    "review",
    "segments",
    "sums_with_segments",
    "watched",
    "way_points",
]
