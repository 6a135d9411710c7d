"""One module a path; importing this package registers them all."""

from bench.paths import (
    answer,
    answers,
    bring_in,
    dashboard,
    growth,
    look,
    memory,
    page,
    recompute,
    refresh,
    send,
    start,
    walls,
)

__all__ = [
    "answer",
    "answers",
    "bring_in",
    "dashboard",
    "growth",
    "look",
    "memory",
    "page",
    "recompute",
    "refresh",
    "send",
    "start",
    "walls",
]
