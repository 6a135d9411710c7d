"""File locks that end with their process."""

import os
from pathlib import Path

from trustapp.embedded import locks


def test_a_lock_is_had_once(tmp_path: Path) -> None:
    held = locks.hold(tmp_path / "a.lock", wait=False)
    assert held is not None
    assert locks.hold(tmp_path / "a.lock", wait=False) is None
    assert locks.taken(tmp_path / "a.lock")
    os.close(held)
    assert not locks.taken(tmp_path / "a.lock")


def test_a_shared_lock_is_neither_free_nor_taken(tmp_path: Path) -> None:
    held = locks.hold(tmp_path / "a.lock", shared=True)
    assert held is not None
    assert locks.shared(tmp_path / "a.lock")
    assert not locks.taken(tmp_path / "a.lock")
    os.close(held)
    assert not locks.shared(tmp_path / "a.lock")
