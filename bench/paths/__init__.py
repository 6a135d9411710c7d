"""One module a path; importing this package registers them all."""

from bench.paths import answer, page, refresh

__all__ = ["answer", "page", "refresh"]
