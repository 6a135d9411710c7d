"""What must not be lost and lies outside the database: the files of imports that are under way.

The outbox is left out on purpose: it is for trying the product out, and its letters hold links that still work.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

FOLDER = "imports"
NAME = re.compile(rf"{FOLDER}/[0-9a-f]{{32}}\.(source|ready)", re.ASCII)
CHUNK = 1 << 20


def names() -> list[str]:
    """The files, as `imports/….source`."""
    return sorted(name for path in (_root() / FOLDER).glob("*") if NAME.fullmatch(name := f"{FOLDER}/{path.name}"))


def read(name: str) -> Iterator[bytes]:
    """The content of one; nothing where its import ended meanwhile."""
    with suppress(FileNotFoundError), (_root() / name).open("rb") as file:
        while block := file.read(CHUNK):
            yield block


def write(name: str, blocks: Iterator[bytes]) -> None:
    """Put one back, whole or not at all. Raises ValueError for a name that is none of ours."""
    if not NAME.fullmatch(name):
        raise ValueError(name)
    path = _root() / name
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with part.open("wb") as file:
        for block in blocks:
            file.write(block)
    part.rename(path)


def _root() -> Path:
    return Path(settings.VAR_DIR)
