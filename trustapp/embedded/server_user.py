"""Who runs the database server: PostgreSQL refuses to run as root, so root lends it to another account."""

import hashlib
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path

from trustapp.embedded.trouble import UnusableError

ACCOUNTS = ("postgres", "nobody")
LONGEST_SOCKET_FOLDER = 85  # bytes; the kernel takes 107 with the socket's own name


@dataclass(frozen=True)
class ServerUser:
    """An account by number; None and None is whoever runs the command."""

    uid: int | None = None
    gid: int | None = None

    def can(self, *command: str | Path) -> bool:
        """Whether this account can run `command` with success."""
        try:
            done = subprocess.run(  # noqa: S603 # our own list of words, no shell
                command,
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
                cwd="/",
                capture_output=True,
                check=False,
            )
        except OSError:
            return False
        return done.returncode == 0

    def own(self, folder: Path) -> None:
        """Give `folder` to this account, closed to everybody else."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.uid is not None and self.gid is not None:
            os.chown(folder, self.uid, self.gid)
        folder.chmod(0o700)


def server_user(data: Path) -> ServerUser:
    """The account that owns `data` already, else for root the first of `postgres` and `nobody`."""
    if os.geteuid() != 0:
        return ServerUser()
    if data.exists() and data.stat().st_uid != 0:
        return ServerUser(data.stat().st_uid, data.stat().st_gid)
    for name in ACCOUNTS:
        try:
            account = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServerUser(account.pw_uid, account.pw_gid)
    raise UnusableError(
        "PostgreSQL does not run as root and this machine has no other account: run this as another user."
    )


def digest(path: Path) -> str:
    """A short name for `path`, for folders that stand in for it elsewhere."""
    return hashlib.sha256(str(path).encode()).hexdigest()[:12]


def home(var: Path, name: str) -> Path:
    """The folder of the service `name`: `var/<name>`, or one under /var/lib where the server's account cannot enter.

    As root in a closed home (`/root`), the server's account cannot reach the checkout. Then `var/<name>` is a link to
    the stand-in.
    """
    here, away = var / name, Path("/var/lib") / f"trustapp-{digest(var)}" / name
    if here.is_symlink() and here.readlink() != away:
        here.unlink()  # the checkout was copied from elsewhere; its data stayed there
    if not here.is_symlink():
        user = server_user(here)
        user.own(here)
        if user.can("test", "-w", here):
            return here
        if any(here.iterdir()):
            raise UnusableError(
                f"The database server's account cannot enter {here}: open its parent folders (chmod o+x)."
            )
        here.rmdir()
        here.symlink_to(away)
    user = server_user(away)
    away.parent.mkdir(mode=0o711, exist_ok=True)
    user.own(away)
    return away


def socket_folder(folder: Path, user: ServerUser) -> Path:
    """A folder for a Unix socket, closed to others: `folder/run`, or one in /tmp where that path is too long."""
    run = folder / "run"
    if len(os.fsencode(run)) > LONGEST_SOCKET_FOLDER:
        run = Path("/tmp") / f"trustapp-{digest(folder)}"  # noqa: S108 # named by hash, its owner checked below
        run.mkdir(mode=0o700, exist_ok=True)
        if run.is_symlink() or run.stat().st_uid not in (os.geteuid(), user.uid):
            raise UnusableError(f"{run} belongs to somebody else: remove it and start again.")
    user.own(run)
    return run
