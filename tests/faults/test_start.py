"""`bin/up` as a whole, with real processes: it starts, survives, and gives way."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.unit.trustapp.commands import environment, own_var, running, until
from trustapp.embedded.environment import BASE_DIR


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A folder that the tests below share, so the database is made once."""
    with own_var() as folder:
        yield folder


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def command(port: int) -> list[str]:
    """What `bin/up` becomes."""
    return [sys.executable, "-m", "trustapp.up", "--port", str(port)]


@contextmanager
def started(var: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """`bin/up`, once it has printed its address; stopped in order at the end if it still runs."""
    with subprocess.Popen(
        command(port), cwd=BASE_DIR, env=environment(var), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as up:
        assert up.stdout is not None
        lines: list[str] = []
        while not (lines and lines[-1].startswith("Trustapp runs at")):
            line = up.stdout.readline()
            assert line, lines
            lines.append(line)
        yield up
        up.terminate()


def page(port: int, path: str) -> int:
    """The status of a page."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path)
        return line.getresponse().status
    finally:
        line.close()


def test_one_command_serves_and_stops_with_all_it_started(var: Path) -> None:
    port = free_port()
    with started(var, port) as up:
        assert page(port, "/healthz") == 200
        until(lambda: page(port, "/readyz") == 200)
        second = subprocess.run(
            command(free_port()), cwd=BASE_DIR, env=environment(var), capture_output=True, text=True, check=False
        )
        assert (second.returncode, second.stderr) == (
            1,
            f"Trustapp runs already, at http://127.0.0.1:{port}. Stop that one with Ctrl-C first.\n",
        )
        up.send_signal(signal.SIGINT)
        assert up.wait(30) == 0
    assert not running(var, "postgres")
    assert not running(var, "broker")


def test_a_killed_run_does_not_stand_in_the_way_of_the_next(var: Path) -> None:
    port = free_port()
    with started(var, port) as up:
        os.kill(up.pid, signal.SIGKILL)
    with started(var, port):
        assert page(port, "/healthz") == 200


def test_a_taken_port_is_one_line_with_its_remedy(var: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run(
            command(port), cwd=BASE_DIR, env=environment(var), capture_output=True, text=True, check=False
        )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"Port {port} is taken by another program: try bin/up --port {port + 1}.\n"
