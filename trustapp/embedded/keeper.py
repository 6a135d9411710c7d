"""The keeper: `python -m trustapp.embedded.keeper NAME VAR` keeps one service while anybody uses it.

It is nobody's child on purpose, so killing a command never takes the service from another. Those who use a service hold
its `users` lock, shared; when the keeper gets that lock for itself, nobody is left and it stops the service.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from trustapp import processes
from trustapp.embedded import locks
from trustapp.embedded.broker import Broker
from trustapp.embedded.postgres import Postgres
from trustapp.embedded.service import Service
from trustapp.embedded.trouble import UnusableError, explain

SERVICES: dict[str, type[Service]] = {"postgres": Postgres, "broker": Broker}
START_SECONDS = 90  # a database that was cut off mid-work first reads back its journal
STOP_SECONDS = 30
LOOK_SECONDS = 0.2
log = logging.getLogger("trustapp.embedded")


class Keeper:
    """Starts, watches, restarts and at last stops one service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.run = service.var / "run"
        self.told_to_stop = False

    def keep(self) -> None:
        """Run until nobody uses the service. Raises UnusableError or OSError while starting."""
        address = self.run / f"{self.service.name}.json"
        self._claim()
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "told_to_stop", True))
        address.unlink(missing_ok=True)
        self.service.prepare()
        process = self._start()
        self.service.settle()
        new = address.with_suffix(".new")
        new.write_text(json.dumps(self.service.variables()))
        new.rename(address)
        say("ready")
        while not self._unused():
            try:
                process.wait(LOOK_SECONDS)
            except subprocess.TimeoutExpired:
                continue
            log.error("%s ended with code %s and is started again", self.service.name, process.returncode)
            time.sleep(1)
            self.service.prepare()
            process = self._start()
        address.unlink(missing_ok=True)
        self._stop(process)

    def _claim(self) -> None:
        """Hold the keeper's lock until this process ends; others who only look hold it for an instant."""
        for _ in range(40):
            if locks.hold(self.run / f"{self.service.name}.keeper.lock", wait=False) is not None:
                return
            time.sleep(0.05)
        raise UnusableError(f"Another {self.service.name} starts at the same moment: try again.")

    def _start(self) -> subprocess.Popen[bytes]:
        """Start the server and wait until it answers; a second try if processes of the last one are still ending."""
        for pause in (2, 0):
            process = self.service.start()
            end = time.monotonic() + START_SECONDS
            while process.poll() is None and time.monotonic() < end:
                if self.service.ready():
                    return process
                time.sleep(0.05)
            self._stop(process)
            time.sleep(pause)
        kept = self.service.var / "log" / f"{self.service.name}.log"
        raise UnusableError(f"The {self.service.name} server does not start: {last_complaint(kept)} (see {kept})")

    def _unused(self) -> bool:
        """Whether to stop. Once nobody holds the users' lock it is kept until this process ends: newcomers wait."""
        return self.told_to_stop or locks.hold(self.run / f"{self.service.name}.users.lock", wait=False) is not None

    def _stop(self, process: subprocess.Popen[bytes]) -> None:
        """Stop in good order, and after 30 s in any."""
        process.send_signal(self.service.stop_signal)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def last_complaint(path: Path) -> str:
    """The last line of a log that tells of a failure, else its last line."""
    lines = path.read_text(errors="replace").strip().splitlines() if path.exists() else []
    fatal = [line for line in lines if "FATAL" in line or "PANIC" in line or "No space" in line]
    return (fatal or lines or ["no word in its log"])[-1]


def say(line: str) -> None:
    """One line to whoever started this keeper, who then lets go of the pipe."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.close()
    sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 # for the rest of this process


def main() -> int:
    """Keep the service named on the command line; say `ready` or one line of trouble."""
    name, var = sys.argv[1], Path(sys.argv[2])
    try:
        logging.basicConfig(filename=processes.log_file(var / "log", "keeper"), format="%(asctime)s %(message)s")
        Keeper(SERVICES[name](var)).keep()
    except (UnusableError, OSError) as trouble:
        line = explain(trouble) if isinstance(trouble, OSError) else trouble
        log.error("%s", line)
        say(str(line))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
