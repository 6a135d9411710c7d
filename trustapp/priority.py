"""Pages before work: where the processor is short, the worker waits for the pages and the database."""

import os
from contextlib import suppress
from pathlib import Path

AUTOGROUP = Path("/proc/self/autogroup")


def step_back(nice: int) -> None:
    """Run this process, and those it starts from now on, at `nice` (0 to 19) at least.

    Linux may share the processor between sessions first (`sched_autogroup_enabled`); a process's own value then counts
    within its session only. So whoever leads a session steps back with all of it.
    """
    nice = max(nice, os.getpriority(os.PRIO_PROCESS, 0))
    os.setpriority(os.PRIO_PROCESS, 0, nice)
    if os.getsid(0) == os.getpid():
        with suppress(OSError):  # a machine without such groups, or one that was asked a moment ago
            AUTOGROUP.write_text(str(nice))
