"""How gunicorn serves the pages: `gunicorn -c python:trustapp.serving trustapp.wsgi`."""

import os
import sys
import time
from pathlib import Path
from typing import Any

from trustapp.admission import refusal
from trustapp.logs import configuration

bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30
graceful_timeout = 10
keepalive = 5
# Addresses hold survey links, so no access log is kept; the proxy in front must not keep one either.
accesslog = None
# A heartbeat file on a slow disk would look like a hung worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 # gunicorn makes unguessable names
control_socket_disable = True
CANNOT_BOOT = 3  # gunicorn's own code for a process that shall not be started again
# The server's own words take the form of ours, and nobody's data stands in them either.
logconfig_dict: dict[str, Any] = configuration(
    json=os.environ.get("DEBUG", "").lower() not in {"1", "true", "yes", "on"}
)
logconfig_dict["loggers"]["gunicorn.error"] = {"level": "INFO", "handlers": [], "propagate": True}
logconfig_dict["loggers"]["gunicorn.access"] = {"handlers": [], "propagate": False}
# Each process counts in a file of its own there, so that any of them can tell what all counted (/metrics).
counts = Path(os.environ.get("TRUSTAPP_VAR") or Path(__file__).resolve().parent.parent / "var") / "metrics"
os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(counts))
KEEP_COUNTS_DAYS = 30


def on_starting(server: Any) -> None:
    """Delete the counts of processes that ended long ago."""
    for file in Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).glob("*.db"):
        if time.time() - file.stat().st_mtime > KEEP_COUNTS_DAYS * 86_400:
            file.unlink(missing_ok=True)


def post_worker_init(worker: Any) -> None:
    """Before a process takes its first request: end it, and with it the server, where the walls would not hold it."""
    if why := refusal():
        sys.stderr.write(f"{why}\n")
        sys.exit(CANNOT_BOOT)
