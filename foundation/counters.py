"""What processes count about themselves, for a monitoring server: see `trustapp/metrics_page.py`.

Where `PROMETHEUS_MULTIPROC_DIR` names a folder, every process keeps its counts in a file there, so that whichever is
asked can tell them all. Counters hold no business, no person and nothing that anybody typed.
"""

import os
import socket
from pathlib import Path

from prometheus_client import Counter, Histogram, disable_created_metrics, values

__all__ = ["Counter", "Histogram", "folder"]
disable_created_metrics()  # type: ignore[no-untyped-call] # as its makers left it


def folder() -> Path | None:
    """Where the processes keep their counts; None: each for itself, in memory."""
    named = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    return Path(named) if named else None


if place := folder():
    place.mkdir(parents=True, exist_ok=True)
    # Containers that share the folder may have processes of the same number.
    host = socket.gethostname().replace("_", "-")
    values.ValueClass = values.MultiProcessValue(lambda: f"{host}-{os.getpid()}")  # type: ignore[no-untyped-call] # as its makers left it
