"""Child processes that end when their parent does."""

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h
KEEP_LOG_BYTES = 5_000_000


def log_file(folder: Path, name: str) -> Path:
    """The log `name` in `folder`; one that has grown past 5 MB is put aside first."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.log"
    if path.exists() and path.stat().st_size > KEEP_LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path


def end_with_parent(how: signal.Signals) -> Callable[[], None] | None:
    """What a child runs before its program, so that the kernel signals it when the parent dies; None off Linux."""
    if sys.platform != "linux":
        return None
    libc, parent = ctypes.CDLL(None), os.getpid()

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, how)
        if os.getppid() != parent:  # it died before the request was made
            os._exit(1)

    return ask


def start(
    command: Sequence[str | Path],
    *,
    log: Path,
    orphaned: signal.Signals,
    cwd: Path,
    env: Mapping[str, str],
    uid: int | None = None,
    gid: int | None = None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own (a terminal's Ctrl-C is the parent's business), writing to `log`.

    `orphaned` is the signal it gets should the parent die. With `uid` and `gid` it runs as that user (root only).
    """
    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 # our own list of words, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=cwd,
            env=env,
            user=uid,
            group=gid,
            extra_groups=None if uid is None else [],
            start_new_session=True,
            pass_fds=pass_fds,
            preexec_fn=end_with_parent(orphaned),
        )


def command_line(pid: int) -> str:
    """What process `pid` was started with; empty when there is none."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    with suppress(OSError):  # a machine without /proc
        asked = ["ps", "-o", "args=", "-p", str(pid)]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603 # our own list of words, no shell
    return ""
