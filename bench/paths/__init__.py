"""One module a path; importing this package registers them all."""

from bench.paths import answer, dashboard, page, refresh, send

__all__ = ["answer", "dashboard", "page", "refresh", "send"]
