"""Where the files of an import lie while it is under way: in `VAR_DIR/imports`, readable by us alone."""

import uuid
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings


class TooLargeError(ValueError):
    """A file over the size that a page takes."""


def folder() -> Path:
    """The folder, made where it is missing."""
    place: Path = settings.VAR_DIR / "imports"
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place


def source(import_id: uuid.UUID) -> Path:
    """The file as it came."""
    return folder() / f"{import_id.hex}.source"


def ready(import_id: uuid.UUID) -> Path:
    """Its checked rows, see `prepare.py`."""
    return folder() / f"{import_id.hex}.ready"


def keep(import_id: uuid.UUID, blocks: Iterable[bytes], most: int | None) -> Path:
    """Write a file as it comes in; its path. Raises TooLargeError over `most` bytes, leaving nothing."""
    path, size = source(import_id), 0
    try:
        with path.open("xb") as file:
            path.chmod(0o600)
            for block in blocks:
                size += len(block)
                if most is not None and size > most:
                    raise TooLargeError(f"The file is larger than {most >> 20} MB. Split it and import the parts.")
                file.write(block)
    except BaseException:
        forget(import_id)
        raise
    return path


def forget(import_id: uuid.UUID) -> None:
    """Delete the files. Doing it twice does no harm."""
    for path in folder().glob(f"{import_id.hex}.*"):
        with suppress(FileNotFoundError):
            path.unlink()
