"""Keeps child processes running: starts them again when they die, ends them in order."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from trustapp import processes

LONGEST_PAUSE = 30.0  # seconds between two tries
STEADY = 60.0  # seconds after which a child counts as well again
STOP_SECONDS = 12.0


@dataclass
class Child:
    """One program to keep running. `stop` ends it in good order; `orphaned` is for when the supervisor is gone."""

    name: str
    command: Sequence[str]
    stop: signal.Signals = signal.SIGTERM
    orphaned: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started: float = field(default=0.0, init=False)
    pause: float = field(default=1.0, init=False)
    due: float = field(default=0.0, init=False)


class Supervisor:
    """Runs `children`, each logging to a file of its own; they keep the file descriptors in `holds` open."""

    def __init__(self, *, folder: Path, env: Mapping[str, str], logs: Path, holds: Sequence[int]) -> None:
        self.folder, self.env, self.logs, self.holds = folder, env, logs, holds
        self.children: list[Child] = []

    def start(self, child: Child) -> None:
        """Start `child` and watch it from now on."""
        child.process = processes.start(
            child.command,
            log=processes.log_file(self.logs, child.name),
            orphaned=child.orphaned,
            cwd=self.folder,
            env=self.env,
            pass_fds=self.holds,
        )
        child.started = time.monotonic()
        if child not in self.children:
            self.children.append(child)

    def look(self, say: Callable[[str], None]) -> None:
        """Start again what has died, later and later the more often it does. Called about every second."""
        now = time.monotonic()
        for child in self.children:
            if child.process is None:
                if now >= child.due:
                    self.start(child)
            elif child.process.poll() is not None:
                child.pause = 1.0 if now - child.started > STEADY else min(child.pause * 2, LONGEST_PAUSE)
                child.due = now + child.pause
                log = self.logs / f"{child.name}.log"
                say(f"The {child.name} ended ({ending(child.process)}); starts again in {child.pause:.0f} s. See {log}")
                child.process = None

    def stop(self) -> None:
        """Ask all to end, in the order they were started, and end by force what has not after 12 s."""
        running = [(child, child.process) for child in self.children if child.process is not None]
        for child, process in running:
            process.send_signal(child.stop)
        end = time.monotonic() + STOP_SECONDS
        for _, process in running:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.0, end - time.monotonic()))
        self.kill()

    def kill(self) -> None:
        """End by force what still runs, with its own children."""
        for child in self.children:
            if child.process is not None and child.process.poll() is None:
                with suppress(ProcessLookupError):
                    os.killpg(child.process.pid, signal.SIGKILL)
                child.process.wait()


def ending(process: subprocess.Popen[bytes]) -> str:
    """How a process ended, in words."""
    code = process.returncode
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"
