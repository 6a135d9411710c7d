"""What other rooms may read of the numbers. Called inside `acting_for`; reads stored histograms, never answers."""

from metrics.queries.goals import (
    GoalView,
    chosen,
    closings,
    detectable,
    goal,
    goal_of,
    goal_view,
    goals,
    way_points,
)
from metrics.queries.numbers import Compared, Measured, compare, current, measure
from metrics.queries.segments import SegmentMeasured, segments

__all__ = [
    "Compared",
    "GoalView",
    "Measured",
    "SegmentMeasured",
    "chosen",
    "closings",
    "compare",
    "current",
    "detectable",
    "goal",
    "goal_of",
    "goal_view",
    "goals",
    "measure",
    "segments",
    "way_points",
]
