"""A clock for processes of their own, set from outside while they run, by libfaketime."""

import os
import time
from datetime import datetime
from pathlib import Path

PLACES = ("usr/lib/*/faketime/libfaketimeMT.so.1", "usr/lib/faketime/libfaketimeMT.so.1", "usr/local/lib/faketime/*MT*")
# Python sleeps until an instant of the monotonic clock: libfaketime 0.9.10 refuses that while it leaves this clock be.
SLEEP = """import select, time
time.sleep = lambda seconds: select.select([], [], [], seconds)
"""
MISSING = "libfaketime is not on this machine (Debian, Ubuntu: apt-get install faketime)"


def library() -> Path | None:
    """Where libfaketime is; None where there is none."""
    root = Path("/")
    return next((found for place in PLACES for found in root.glob(place)), None)


class Clock:
    """What the processes with `env` take for the time of day; intervals stay what they are."""

    def __init__(self, library: Path, folder: Path, start: datetime) -> None:
        self.file = folder / "faketime"
        self.set(start)
        (folder / "sitecustomize.py").write_text(SLEEP)
        self.env = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "PYTHONPATH": str(folder),
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def set(self, now: datetime) -> None:
        """Let it be `now`, and go on from there."""
        self.offset = now.timestamp() - time.time()
        new = self.file.with_suffix(".new")
        new.write_text(f"{self.offset:+.3f}\n")
        os.replace(new, self.file)  # noqa: PTH105 # the one call that says it is atomic
