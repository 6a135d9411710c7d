"""`bin/up`: everything that makes Trustapp run, in one terminal. `python -m trustapp.up [--demo] [--port N]`."""

import argparse
import hashlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

from trustapp.embedded import locks
from trustapp.embedded.environment import BASE_DIR, Environment, named
from trustapp.embedded.trouble import UnusableError, explain
from trustapp.supervisor import Child, Supervisor

HOST = "127.0.0.1"
READY_SECONDS = 60
LAST_RUN_SECONDS = 20
SAME_PRESS_SECONDS = 1.0
CELERY = ["-m", "celery", "-A", "trustapp.celery"]
MANIFEST = "staticfiles.json"  # Django's list of collected files
WHERE = {"postgres": ("Database", "DATABASE_URL"), "broker": ("Broker", "CELERY_BROKER_URL")}


class StopError(BaseException):
    """Somebody asked for an end."""


class Up:
    """One run, from the first step to the last process."""

    def __init__(self, *, port: int, demo: bool) -> None:
        self.port, self.demo = port, demo
        self.address = f"http://{HOST}:{port}"
        self.environment: Environment = named()
        self.run = self.environment.var / "run"
        self.supervisor: Supervisor | None = None
        self.asked_at = 0.0
        self.login = ""

    def main(self) -> None:
        """Start all, watch until asked to stop, stop all. Raises UnusableError or OSError with nothing left running."""
        if locks.hold(self.run / "up.lock", wait=False) is None:
            at = (self.run / "address").read_text().strip() if (self.run / "address").exists() else "another port"
            raise UnusableError(f"Trustapp runs already, at {at}. Stop that one with Ctrl-C first.")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop_asked)
        try:
            self._start()
            self._watch()
        except StopError:
            say("Stopping …")
        finally:
            self._stop()
        say("Stopped. The data stays in " + shown(self.environment.var) + ".")

    def _start(self) -> None:
        """Every step up to the printed address."""
        last_run = self._after_last_run()
        free_port(self.port)
        (self.run / "address").write_text(self.address)
        for name, (word, variable) in WHERE.items():
            if name in self.environment.embedded:
                self.environment.join(name)
                say(f"{word:<10}embedded, in {shown((self.environment.var / name).resolve())}")
            else:
                say(f"{word:<10}as {variable} says")
        if not os.environ.get("BASE_URL"):
            self.environment.variables["BASE_URL"] = self.address
        self.environment.variables["BIND"] = f"{HOST}:{self.port}"
        self.environment.variables.setdefault("PROMETHEUS_MULTIPROC_DIR", str(self.environment.var / "metrics"))
        self._prepare()
        self.supervisor = Supervisor(
            folder=BASE_DIR,
            env=self.environment.variables,
            logs=self.environment.var / "log",
            holds=[*self.environment.holds.values(), last_run],
        )
        for child in children():
            self.supervisor.start(child)
        self._wait_for_pages()
        say(f"\nTrustapp runs at {self.address}   (Ctrl-C stops it)")
        if self.login:
            say(self.login)

    def _after_last_run(self) -> int:
        """A lock that the children carry: when it can be had, those of a killed run are gone."""
        path = self.run / "children.lock"
        end = time.monotonic() + LAST_RUN_SECONDS
        while locks.shared(path):
            if time.monotonic() > end:
                raise UnusableError("Processes of the last run have not ended yet: wait a minute and start again.")
            time.sleep(0.1)
        held = locks.hold(path, shared=True)
        assert held is not None  # noqa: S101 # for mypy: it waited
        return held

    def _prepare(self) -> None:
        """Tables, static files and the demo."""
        files, stamp = static_files_digest(), self.run / "static.digest"
        collecting = None
        manifest = Path(self.environment.variables.get("STATIC_ROOT") or self.environment.var / "static") / MANIFEST
        if not manifest.exists() or not stamp.exists() or stamp.read_text() != files:
            collecting = self._begin("collectstatic", "--noinput", "--verbosity=0")
        self._finish(self._begin("migrate", "--noinput", "--verbosity=0"), "Making the tables failed")
        say("Tables    up to date")
        if collecting:
            self._finish(collecting, "Collecting the static files failed")
            stamp.write_text(files)
        if self.demo:
            say("Demo      made now if there is none …")
            self.login = self._finish(self._begin("seed_demo"), "Making the demo failed")

    def _begin(self, *command: str) -> subprocess.Popen[str]:
        """Start a management command."""
        return subprocess.Popen(  # noqa: S603 # our own list of words, no shell
            [sys.executable, "manage.py", *command],
            cwd=BASE_DIR,
            env=self.environment.variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def _finish(self, command: subprocess.Popen[str], trouble: str) -> str:
        """What a management command printed. Raises UnusableError with its last line if it failed."""
        try:
            out, errors = command.communicate()
        except StopError:
            command.kill()
            raise
        if command.returncode:
            raise UnusableError(f"{trouble}: {reason(errors) or f'code {command.returncode}'}")
        return out.strip()

    def _wait_for_pages(self) -> None:
        """Until the web process answers."""
        end = time.monotonic() + READY_SECONDS
        while not answers(self.port):
            if time.monotonic() > end:
                raise UnusableError(f"The pages do not answer; see {self.environment.var / 'log' / 'web.log'}.")
            self._look()
            time.sleep(0.1)

    def _watch(self) -> None:
        while True:
            self._look()
            time.sleep(1)

    def _look(self) -> None:
        """Bring back what has died, our own children and the embedded services."""
        for name in self.environment.embedded:
            if not self.environment.running(name):
                say(f"The embedded {name} ended; starts again.")
                self.environment.join(name)
        if self.supervisor:
            self.supervisor.look(say)

    def _stop_asked(self, number: int, frame: FrameType | None) -> None:
        """The first Ctrl-C stops in order, a later one at once. One press may arrive twice, from a wrapper as well."""
        now = time.monotonic()
        if not self.asked_at:
            self.asked_at = now
            raise StopError
        if now - self.asked_at < SAME_PRESS_SECONDS:
            return
        if self.supervisor:
            self.supervisor.kill()
        os._exit(1)

    def _stop(self) -> None:
        self.asked_at = self.asked_at or time.monotonic()  # from here on Ctrl-C means at once
        if self.supervisor:
            self.supervisor.stop()
        self.environment.leave()


def children() -> list[Child]:
    """The processes that serve, in the order they are stopped."""
    beat = [*CELERY, "beat", "--scheduler", "celery.beat:Scheduler", "--pidfile=", "--loglevel=INFO"]
    web = ["-m", "gunicorn", "-c", "python:trustapp.serving", "trustapp.wsgi"]
    worker = [*CELERY, "worker", "--concurrency=2", "--without-gossip", "--without-mingle", "--loglevel=INFO"]
    return [
        Child("scheduler", [sys.executable, *beat], orphaned=signal.SIGKILL),
        Child("web", [sys.executable, *web], orphaned=signal.SIGQUIT),  # gunicorn's quick shutdown
        Child("worker", [sys.executable, *worker]),
    ]


def reason(errors: str) -> str:
    """The line that names the error, of what a failed command wrote: the last `module.SomeError: …`, else the last."""
    lines = [line.strip() for line in errors.splitlines() if line.strip()]
    named = [line for line in lines if re.match(r"[\w.]+: \S", line)]
    return (named or lines or [""])[-1].removeprefix("django.core.exceptions.").removeprefix("django.db.utils.")


def say(line: str) -> None:
    """A line to the terminal, or to nobody when that has gone away."""
    with suppress(OSError):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()


def shown(path: Path) -> str:
    """A path as a person in the project's folder would write it."""
    return str(path.relative_to(BASE_DIR)) if path.is_relative_to(BASE_DIR) else str(path)


def free_port(port: int) -> None:
    """Raises UnusableError where the port cannot be listened on."""
    with socket.socket() as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            line.bind((HOST, port))
        except PermissionError:
            raise UnusableError(f"Port {port} is for root only: try bin/up --port 8000.") from None
        except OSError:
            raise UnusableError(f"Port {port} is taken by another program: try bin/up --port {port + 1}.") from None


def answers(port: int) -> bool:
    """Whether the web process says that it is alive."""
    line = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def static_files_digest() -> str:
    """Changes when a static file of ours or a package that brings some does."""
    digest = hashlib.sha256((BASE_DIR / "requirements.lock").read_bytes())
    for path in [BASE_DIR / "trustapp" / "styles.py", *sorted((BASE_DIR / "static").rglob("*"))]:
        digest.update(f"{path}{path.stat().st_mtime_ns}".encode())
    return digest.hexdigest()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until stopped; 1 and one line on stderr where it cannot start."""
    parser = argparse.ArgumentParser(prog="bin/up", description="Start Trustapp: pages, worker, scheduler and all.")
    parser.add_argument("--demo", action="store_true", help="add a demo business and print its login")
    parser.add_argument("--port", type=port_number, default=8000, help="where the pages are served (8000)")
    options = parser.parse_args(arguments)
    try:
        Up(port=options.port, demo=options.demo).main()
    except (UnusableError, OSError) as trouble:
        sys.stderr.write(f"{explain(trouble) if isinstance(trouble, OSError) else trouble}\n")
        return 1
    return 0


def port_number(text: str) -> int:
    """A port from the command line. Raises ArgumentTypeError."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"{text} is not a port: give a number from 1 to 65535")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
