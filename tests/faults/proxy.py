"""A TCP line with faults on request: it cuts, delays, or swallows what passes between a client and a server.

with proxy(("127.0.0.1", 25)) as line:     # or the path of a Unix socket
    line.cut_after(100, TO_SERVER)         # once, counted from now; both ends then see a reset
    ...                                    # clients connect to 127.0.0.1:line.port
    line.delay = 0.05                      # seconds before each piece is passed on
    line.black_hole = True                 # nothing passes any more, and nobody is told
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from time import sleep

HOST = "127.0.0.1"
TO_SERVER, TO_CLIENT = "to server", "to client"
PIECE = 65_536
RESET = struct.pack("ii", 1, 0)  # linger for no time: closing sends a reset
Target = tuple[str, int] | str


class Proxy:
    """Passes bytes between whoever connects and `target`."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.delay = 0.0
        self.black_hole = False
        self.cuts = 0
        self.passed = {TO_SERVER: 0, TO_CLIENT: 0}  # bytes
        self._left: dict[str, int] = {}
        self._lock = threading.Lock()
        self._lines: list[socket.socket] = []
        self._listening = socket.create_server((HOST, 0))
        self.port = int(self._listening.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def cut_after(self, size: int, direction: str) -> None:
        """Cut the line once so many more bytes have passed in that direction; the byte after them never arrives."""
        with self._lock:
            self._left = {direction: size}

    def cut_now(self) -> None:
        """Cut every line that is open."""
        with self._lock:
            lines, self._lines = self._lines, []
            self.cuts += bool(lines)
        for line in lines:
            with suppress(OSError):
                line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                line.shutdown(socket.SHUT_RD)  # wakes the thread that reads it
            line.close()

    def close(self) -> None:
        """No more lines."""
        self._listening.close()
        self.cut_now()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
                server = self._connect()
            except OSError:
                return
            with self._lock:
                self._lines += [client, server]
            for source, sink, direction in ((client, server, TO_SERVER), (server, client, TO_CLIENT)):
                threading.Thread(target=self._pass, args=(source, sink, direction), daemon=True).start()

    def _connect(self) -> socket.socket:
        if isinstance(self.target, str):
            line = socket.socket(socket.AF_UNIX)
            line.connect(self.target)
            return line
        return socket.create_connection(self.target)

    def _pass(self, source: socket.socket, sink: socket.socket, direction: str) -> None:
        with suppress(OSError):
            while piece := source.recv(PIECE):
                sleep(self.delay)
                if self.black_hole:
                    continue
                allowed = self._allowed(len(piece), direction)
                sink.sendall(piece[:allowed])
                if allowed < len(piece):
                    self.cut_now()
                    return
            sink.shutdown(socket.SHUT_WR)

    def _allowed(self, size: int, direction: str) -> int:
        with self._lock:
            self.passed[direction] += size
            if direction not in self._left:
                return size
            allowed = min(size, self._left[direction])
            self._left[direction] -= allowed
            if allowed < size:
                self._left = {}
            return allowed


@contextmanager
def proxy(target: Target) -> Iterator[Proxy]:
    """A line for the length of the block."""
    line = Proxy(target)
    try:
        yield line
    finally:
        line.close()
