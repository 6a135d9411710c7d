"""Making a backup."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from trustapp.backups import contents, files
from trustapp.backups.archive import CHUNK, Writer
from trustapp.backups.logins import for_program, reader
from trustapp.backups.programs import program
from trustapp.backups.trouble import BackupError
from trustapp.version import VERSION

FORMAT = 1
DUMP, HEADS = "database.dump", "ledger-heads.txt"


@dataclass(frozen=True)
class Made:
    """What a backup holds: rows of all tables, ledgers, files, and bytes of the backup itself."""

    rows: int
    ledgers: int
    files: int
    size: int


def back_up(path: Path, *, now: datetime) -> Made:
    """Write everything into one new file, as it stood at one moment. Raises BackupError; then there is no file."""
    if path.exists():
        raise BackupError(f"There is a file {path} already: name a new one.")
    if not path.parent.is_dir():
        raise BackupError(f"There is no folder {path.parent}.")
    with reader() as source:
        try:
            writer = Writer(path, key())
        except OSError as fault:
            raise BackupError(f"{path} cannot be written: {fault.strerror}.") from fault
        try:
            return _write(writer, source, now)
        except OSError as fault:
            raise BackupError(f"{path} could not be written: {fault.strerror}.") from fault
        finally:
            writer.abandon()


def key() -> bytes:
    """What backups are sealed with."""
    return str(settings.SECRET_KEY).encode()


def _write(writer: Writer, source: Any, now: datetime) -> Made:
    server = source.connection.info.server_version // 10_000
    dumper, version = program("pg_dump", at_least=server)
    with source.cursor() as cursor:
        # The dump and what is recorded beside it see the same moment.
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0; SET LOCAL statement_timeout = 0")
    snapshot = contents.one(source, "SELECT pg_export_snapshot()")
    counts = contents.counts(source)
    if not counts:
        raise BackupError("There are no tables in this database: nothing to back up.")
    writer.add(DUMP, _dump(source, dumper, snapshot))
    writer.add(HEADS, contents.heads(source))
    kept = files.names()
    for name in kept:
        writer.add(name, files.read(name))
    role = contents.one(connection, "SELECT current_user")
    manifest = {
        "format": FORMAT,
        "made_at": now.isoformat(),
        "trustapp": VERSION,
        "server": server,
        "pg_dump": version,
        "migrations": contents.migrations(source),
        "counts": counts,
        "walls": contents.walls(source),
        "rights": None if contents.owns_the_tables(source, role) else contents.rights(source, role),
    }
    writer.finish(manifest)
    return Made(sum(counts.values()), counts.get("ledger_head", 0), len(kept), writer.path.stat().st_size)


def _dump(source: Any, dumper: Path, snapshot: str) -> Iterator[bytes]:
    words, env = for_program(source, dumper)
    # Owners and rights are recorded beside the dump: the roles of another server may have other names.
    options = ["--format=custom", "--no-owner", "--no-privileges", "--no-comments", f"--snapshot={snapshot}"]
    with subprocess.Popen([*words, *options], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as dump:  # noqa: S603 # our own list of words, no shell
        assert dump.stdout is not None and dump.stderr is not None  # noqa: S101, PT018 # for mypy: they are pipes
        while block := dump.stdout.read(CHUNK):
            yield block
        said = dump.stderr.read().decode(errors="replace").strip().splitlines()
    if dump.returncode:
        raise BackupError(f"pg_dump failed: {said[0] if said else 'it gave no reason'}")
