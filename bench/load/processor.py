"""Where the processor's seconds went, part by part: from `/proc`, once a second. Empty on a machine without it.

What a process used in its last second before it was killed is not seen.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection

from trustapp.supervisor import Supervisor

TICKS = os.sysconf("SC_CLK_TCK")
GENERATOR, MAIL, DATABASE = "generator", "mail server", "database"


@dataclass(frozen=True)
class Process:
    """One process: its parent, its session, and the seconds of processor time it has used."""

    parent: int
    session: int
    used: float


@dataclass
class Meter:
    """The seconds of each part: the supervisor's children, the database's server, the mail server, the generator.

    The database's are those of the whole server, whose other databases rest meanwhile; none where it is elsewhere.
    """

    supervisor: Supervisor
    server: int | None  # the process that is the parent of every connection's
    before: dict[int, float] = field(default_factory=dict)
    used: dict[tuple[str, int], float] = field(default_factory=dict)

    @classmethod
    def start(cls, supervisor: Supervisor) -> "Meter":
        """Count from now on."""
        own = own_backend()  # connected before the processes are listed
        running = processes()
        server = running[own].parent if own in running else None
        return cls(supervisor, server, {pid: each.used for pid, each in running.items()})

    def look(self) -> None:
        """Take down what each process has used by now."""
        running = processes()
        sessions = {child.process.pid: child.name for child in self.supervisor.children if child.process}
        for pid, each in running.items():
            if part := self._part(pid, each, sessions):
                self.used[part, pid] = each.used - self.before.get(pid, 0.0)

    def seconds(self) -> dict[str, float]:
        """What each part has used, in seconds."""
        parts = sorted({part for part, _ in self.used})
        return {part: round(sum(used for (of, _), used in self.used.items() if of == part), 1) for part in parts}

    def _part(self, pid: int, process: Process, sessions: dict[int, str]) -> str | None:
        if pid == os.getpid():
            return GENERATOR
        if self.server and self.server in (pid, process.parent):
            return DATABASE
        return sessions.get(process.session) or (MAIL if process.parent == os.getpid() else None)


def processes() -> dict[int, Process]:
    """Every process of this machine, by its number."""
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            after_name = path.read_text().rpartition(")")[2].split()
            used = (int(after_name[11]) + int(after_name[12])) / TICKS
            found[int(path.parent.name)] = Process(int(after_name[1]), int(after_name[3]), used)
    return found


def own_backend() -> int | None:
    """The process that serves our connection to the database; None where that is another machine's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid(), inet_server_addr() IS NULL OR inet_server_addr() <<= '127.0.0.0/8'")
        own, here = cursor.fetchone()
    return int(own) if here else None
