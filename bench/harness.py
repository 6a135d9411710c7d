"""Measuring a path against its limit, in turn, as a ratio."""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

Clock = Callable[[], float]


@dataclass(frozen=True)
class Result:
    """One path's figures. `limit` and `ours` are seconds a unit (medians); `ratio` is ours / limit, pair by pair."""

    path: str
    ratio: float
    spread: tuple[float, float]
    limit: float
    ours: float
    goal: float
    size: str
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.ratio <= self.goal

    def as_json(self) -> dict[str, Any]:
        """The documented shape of `--json`."""
        return {**asdict(self), "spread": list(self.spread)}


@dataclass(frozen=True)
class Path:
    """A path that can be measured: its name, its goal, and how."""

    name: str
    goal: float
    measure: Callable[[], list[Result]]


paths: dict[str, Path] = {}
sizes: dict[str, int] = {}  # what the command line asked for


def size_of(name: str, usual: int) -> int:
    """How many rows a path is measured on."""
    return sizes.get(name, usual)


def path(name: str, goal: float) -> Callable[[Callable[[], list[Result]]], Callable[[], list[Result]]]:
    """Register a function that measures a path."""

    def register(measure: Callable[[], list[Result]]) -> Callable[[], list[Result]]:
        paths[name] = Path(name, goal, measure)
        return measure

    return register


def timed(work: Callable[[], object], units: int = 1, clock: Clock = time.perf_counter) -> float:
    """Seconds a unit that `work` takes by `clock` (`time.process_time` counts the processor's)."""
    begun = clock()
    work()
    return (clock() - begun) / units


def pairs(
    name: str,
    limit: Callable[[], float],
    ours: Callable[[], float],
    *,
    rounds: int,
    goal: float,
    size: str,
    note: str = "",
) -> Result:
    """Measure limit and product in turn, after one warm-up of each; both return seconds a unit."""
    limit(), ours()
    measured = [(limit(), ours()) for _ in range(rounds)]
    ratios = [mine / bound for bound, mine in measured]
    bounds, mine = zip(*measured, strict=True)
    return Result(
        path=name,
        ratio=round(statistics.median(ratios), 3),
        spread=(round(min(ratios), 3), round(max(ratios), 3)),
        limit=statistics.median(bounds),
        ours=statistics.median(mine),
        goal=goal,
        size=size,
        note=note,
    )


@contextmanager
def said(words: str) -> Iterator[None]:
    """Say what is being made ready, and how long it took, on stderr."""
    begun = time.perf_counter()
    yield
    sys.stderr.write(f"  {words}: {time.perf_counter() - begun:.1f} s\n")
