"""The doors for writes: histograms, goals, closings."""

from metrics.actions.closings import close_periods
from metrics.actions.goals import choose_metrics, end_goal, set_goal, settle_baselines
from metrics.actions.recount import mark_all_stale, mark_stale, recount

__all__ = [
    "choose_metrics",
    "close_periods",
    "end_goal",
    "mark_all_stale",
    "mark_stale",
    "recount",
    "set_goal",
    "settle_baselines",
]
