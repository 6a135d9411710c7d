"""One style file for every page: a phone on a slow line asks once before it shows anything.

The files in `static/css` stay one for each thing; a page loads them joined, as `css/all.css`.
"""

import uuid
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseStorageFinder
from django.core.files.storage import FileSystemStorage

SOURCES = Path(settings.BASE_DIR) / "static" / "css"
JOINED = "css/all.css"
# In this order: what comes later wins. `print.css` is not among them, since no screen waits for it.
PARTS = ("trustapp", "menu", "forms", "parts", "tables", "figures", "lists", "asking", "screen")


def join(folder: Path) -> None:
    """Write `css/all.css` into a folder, whole at once, where it is not yet what the parts are."""
    words = "\n".join((SOURCES / f"{name}.css").read_text() for name in PARTS)
    path = folder / JOINED
    if path.exists() and path.read_text() == words:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{uuid.uuid4().hex}")
    fresh.write_text(words)
    fresh.replace(path)


class JoinedStyles(BaseStorageFinder):
    """Gives `css/all.css` to `collectstatic`, and while developing to each page, always as its parts are now."""

    storage = FileSystemStorage(location=settings.VAR_DIR / "joined")

    def find(self, path: str, find_all: bool = False) -> Any:
        """Its place on the disk; nothing for another name."""
        if path != JOINED:
            return []
        join(Path(self.storage.location))
        return [self.storage.path(path)] if find_all else self.storage.path(path)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """It alone."""
        join(Path(self.storage.location))
        yield JOINED, self.storage
