"""One module a path; importing this package registers them all."""

from bench.paths import answer, bring_in, dashboard, page, refresh, send

__all__ = ["answer", "bring_in", "dashboard", "page", "refresh", "send"]
