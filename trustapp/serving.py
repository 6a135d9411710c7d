"""How gunicorn serves the pages: `gunicorn -c python:trustapp.serving trustapp.wsgi`."""

import os
from pathlib import Path

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
