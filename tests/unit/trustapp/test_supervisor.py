"""Child processes that come back, and that end when they should."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.trustapp.commands import ended, until
from trustapp.embedded.environment import BASE_DIR
from trustapp.supervisor import Child, Supervisor

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print(flush=True); time.sleep(60)",
]


@pytest.fixture
def supervisor(tmp_path: Path) -> Supervisor:
    """One that logs to a folder of the test's own."""
    return Supervisor(folder=tmp_path, env=dict(os.environ), logs=tmp_path, holds=[])


def test_a_child_that_dies_is_said_and_started_again(supervisor: Supervisor, tmp_path: Path) -> None:
    child, said = Child("worker", SLEEP), list[str]()
    supervisor.start(child)
    assert child.process is not None
    child.process.kill()
    child.process.wait()
    supervisor.look(said.append)
    assert said == [f"The worker ended (signal SIGKILL); starts again in 2 s. See {tmp_path / 'worker.log'}"]
    child.due = 0.0
    supervisor.look(said.append)
    assert child.process is not None
    assert child.process.poll() is None
    supervisor.stop()


def test_a_child_that_keeps_dying_is_started_later_and_later(supervisor: Supervisor) -> None:
    child, pauses = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"]), []
    supervisor.start(child)
    for _ in range(6):
        if child.process is not None:
            child.process.wait()
        supervisor.look(lambda line: None)
        pauses.append(child.pause)
        child.due = 0.0
        supervisor.look(lambda line: None)
    assert pauses == [2, 4, 8, 16, 30, 30]
    supervisor.stop()


def test_stopping_ends_all_even_one_that_does_not_listen(
    supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trustapp.supervisor.STOP_SECONDS", 0.5)
    children = [Child("web", SLEEP), Child("worker", DEAF)]
    for child in children:
        supervisor.start(child)
    until(lambda: (tmp_path / "worker.log").read_text() == "\n")
    supervisor.stop()
    assert [child.process and child.process.returncode for child in children] == [-signal.SIGTERM, -signal.SIGKILL]


def test_a_child_does_not_outlive_a_killed_supervisor(tmp_path: Path) -> None:
    code = (
        "import os, pathlib, signal, sys, time\n"
        "from trustapp import processes\n"
        "child = processes.start([sys.executable, '-c', 'import time; time.sleep(60)'], orphaned=signal.SIGTERM,\n"
        "    log=pathlib.Path(sys.argv[1]), cwd=pathlib.Path('/'), env=dict(os.environ))\n"
        "print(child.pid, flush=True); time.sleep(60)\n"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "log")]
    with subprocess.Popen(command, cwd=BASE_DIR, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        parent.kill()
    until(lambda: ended(child))
