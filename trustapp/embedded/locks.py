"""File locks: the kernel lets go of them when their process ends, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def hold(path: Path, *, shared: bool = False, wait: bool = True) -> int | None:
    """Lock `path` (made if missing) and return the file descriptor that holds it; None when taken and not waiting."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
    try:
        fcntl.flock(descriptor, how)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return descriptor


def taken(path: Path) -> bool:
    """Whether some process holds `path` exclusively."""
    descriptor = hold(path, shared=True, wait=False)
    if descriptor is None:
        return True
    os.close(descriptor)
    return False


def shared(path: Path) -> bool:
    """Whether processes share `path` at this moment: it can be joined, and cannot be had alone."""
    alone = hold(path, wait=False)
    if alone is not None:
        os.close(alone)
        return False
    return not taken(path)


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Hold `path` for the length of a block, waiting for it."""
    descriptor = hold(path)
    try:
        yield
    finally:
        if descriptor is not None:
            os.close(descriptor)
