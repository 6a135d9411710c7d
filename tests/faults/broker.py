"""A broker of a test's own, on a port of loopback, to be emptied, killed, stopped and filled."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from redis import Redis
from redis.exceptions import RedisError

from trustapp import processes
from trustapp.embedded.broker import SETTINGS, binary

HOST = "127.0.0.1"
START_SECONDS = 20
FLUSH_SECONDS = 1.0


class Broker:
    """The server that `bin/up` brings along; each fault has its end in `mend`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as line:
            line.bind((HOST, 0))
            self.port = int(line.getsockname()[1])
        self.process = self._start()

    @property
    def url(self) -> str:
        """Its CELERY_BROKER_URL."""
        return f"redis://{HOST}:{self.port}/0"

    def flush(self) -> None:
        """Everything it holds is gone, and for a second everything that comes."""
        end = monotonic() + FLUSH_SECONDS
        with self._client() as client:
            while monotonic() < end:
                client.flushall()
                sleep(0.002)

    def kill(self) -> None:
        """It dies, and what it held with it."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """It takes connections and says nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def fill(self) -> None:
        """It refuses every write: memory is full, and nothing is thrown out to make room."""
        with self._client() as client:
            client.config_set("maxmemory", 1)

    def mend(self) -> None:
        """Alive, answering, and with room again."""
        if self.process.poll() is not None:
            self.process = self._start()
        self.process.send_signal(signal.SIGCONT)
        with self._client() as client:
            client.config_set("maxmemory", 0)

    def end(self) -> None:
        """For good."""
        self.process.send_signal(signal.SIGCONT)
        self.process.terminate()
        self.process.wait()

    def _client(self) -> Redis:
        return Redis(host=HOST, port=self.port, socket_timeout=5)

    def _start(self) -> subprocess.Popen[bytes]:
        settings = [word if place != 1 else str(self.port) for place, word in enumerate(SETTINGS)]
        process = processes.start(
            [binary(), "--bind", HOST, *settings],
            log=processes.log_file(self.folder / "log", "broker"),
            orphaned=signal.SIGKILL,
            cwd=self.folder,
            env={"PATH": os.defpath},
        )
        end = monotonic() + START_SECONDS
        while monotonic() < end:
            try:
                with self._client() as client:
                    client.ping()
                    return process
            except RedisError:
                sleep(0.02)
        raise AssertionError("The broker does not start.")


@contextmanager
def own_broker(folder: Path) -> Iterator[Broker]:
    """A broker for the length of the block."""
    broker = Broker(folder)
    try:
        yield broker
    finally:
        broker.end()
