"""The secret key of a machine that was given none."""

import secrets
from pathlib import Path

from trustapp.embedded import locks


def secret_key(var: Path) -> str:
    """The key kept in `var/secret_key`, made at the first call and readable by its owner only."""
    path = var / "secret_key"
    with locks.exclusive(var / "run" / "secret_key.lock"):
        if not path.exists():
            new = path.with_suffix(".new")
            new.unlink(missing_ok=True)
            new.touch(mode=0o600)
            new.write_text(secrets.token_urlsafe(64))
            new.rename(path)
        return path.read_text().strip()
