"""Restoring a backup into an empty database, and proving that it is what was backed up."""

import re
import subprocess
import tempfile
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from foundation.postgres.owner import app_role, provision
from foundation.tenancy.operations import Enclose
from trustapp.backups import contents, files
from trustapp.backups.archive import Archive
from trustapp.backups.logins import for_program
from trustapp.backups.making import DUMP, FORMAT, HEADS
from trustapp.backups.programs import program
from trustapp.backups.trouble import BackupError

KEY = re.compile(r"^\d+; \d+ \d+ CONSTRAINT \S+ \S+ \S+_pkey ")  # a line of `pg_restore --list`


@dataclass(frozen=True)
class Restored:
    """What was compared and found equal, and how many migrations of this version are still to be run."""

    tables: int
    rows: int
    ledgers: int
    files: int
    role: str
    waiting: int


def restore(archive: Archive, target: Any, *, another_key: bool) -> Restored:
    """Put everything back, then compare it with what the backup recorded. Raises BackupError."""
    manifest = archive.manifest
    waiting = _fits(archive, target, another_key=another_key)
    _load(archive, target)
    kept = [name for name in manifest["parts"] if name not in (DUMP, HEADS)]
    for name in kept:
        files.write(name, archive.blocks(name))
    role = app_role(target)
    provision(target)
    if role != contents.one(target, "SELECT current_user"):
        contents.give(target, role, _rights(archive, target))
    faults = differences(archive, target, role)
    if faults:
        raise BackupError(
            f"What was restored is not what was backed up: {faults[0]}. Drop this database, do not use it."
        )
    with target.cursor() as cursor:
        cursor.execute("ANALYZE")
    rows = sum(manifest["counts"].values())
    ledgers = manifest["counts"].get("ledger_head", 0)
    return Restored(len(manifest["counts"]), rows, ledgers, len(kept), role, waiting)


def differences(archive: Archive, target: Any, role: str) -> list[str]:
    """What the database holds or is guarded by, other than what the backup recorded."""
    manifest = archive.manifest
    found: list[str] = []
    walls = contents.walls(target)
    found += [f"the walls of {name} differ" for name in _differ(walls, manifest["walls"])]
    with contents.without_walls(target):
        counts = contents.counts(target)
        found += [
            f"{name} has {counts.get(name)} rows, not {manifest['counts'].get(name)}"
            for name in _differ(counts, manifest["counts"])
        ]
        told = b"".join(archive.blocks(HEADS)).splitlines(keepends=True)
        for here, there in zip_longest(contents.heads(target), told):
            if here != there:
                found.append(f"the ledger of business {(there or here).split()[0].decode()} has another head")
                break
    superuser, bypasses = _powers(target, role)
    if superuser or bypasses:
        found.append(f"the role {role} walks through row-level security")
    if role != contents.one(target, "SELECT current_user") and contents.rights(target, role) != _rights(
        archive, target
    ):
        found.append(f"the rights of {role} differ")
    return found


def _rights(archive: Archive, target: Any) -> list[list[str]]:
    """What the app's role may do: as it was, or as `migrate` would have it where one role owned everything."""
    recorded: list[list[str]] | None = archive.manifest["rights"]
    if recorded is not None:
        return recorded
    append_only = {
        name: operation.may_update
        for (app, _), migration in MigrationLoader(None).disk_migrations.items()
        for operation in migration.operations
        if isinstance(operation, Enclose) and operation.append_only
        for name in [apps.get_model(app, operation.name)._meta.db_table]
    }
    return contents.usual_rights(target, append_only)


def _fits(archive: Archive, target: Any, *, another_key: bool) -> int:
    """Raise BackupError unless the backup can go there; how many migrations of this version it has not seen."""
    manifest = archive.manifest
    if manifest["format"] != FORMAT:
        raise BackupError(f"{archive.path} has format {manifest['format']}; this Trustapp reads format {FORMAT}.")
    if not archive.same_key and not another_key:
        raise BackupError(
            f"{archive.path} was made under another SECRET_KEY. Set that one: under a new one nobody who was erased or "
            "stopped letters is recognised. If it is lost, say --another-key."
        )
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    unknown = [name for name in manifest["migrations"] if name not in known]
    if unknown:
        raise BackupError(
            f"{archive.path} was made by Trustapp {manifest['trustapp']}, which knows more than this one "
            f"({unknown[0]}): restore it with that version."
        )
    if not contents.is_empty(target):
        raise BackupError(f"The database {target.settings_dict['NAME']} is not empty: make a new one, and name it.")
    server = target.connection.info.server_version // 10_000
    if server < manifest["server"]:
        raise BackupError(f"The backup is of PostgreSQL {manifest['server']}, and this server is {server}: too old.")
    return len(known - set(manifest["migrations"]))


def _load(archive: Archive, target: Any) -> None:
    """All tables and rows in one transaction."""
    loader, _ = program("pg_restore", at_least=archive.manifest["pg_dump"])
    words, env = for_program(target, loader)
    options = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"]
    _, listed = _fed(archive, [loader, "--list"], env)
    with tempfile.NamedTemporaryFile("w", suffix=".list") as order:
        order.write("\n".join(keys_last(listed.splitlines())))
        order.flush()
        code, said = _fed(archive, [*words, *options, f"--use-list={order.name}"], env)
    if code:
        # A server quotes rows; only the first words of what it says hold none.
        why = re.search(r"ERROR:\s+([^:\"\n]+)", said) or re.search(r"error: ([^:\"\n]+)", said)
        raise BackupError(f"pg_restore failed and left nothing: {why[1].strip() if why else 'it gave no reason'}.")


def keys_last(entries: list[str]) -> list[str]:
    """The entries of a dump, each table's key after its other indexes, as `operations.Enclose` makes them."""
    keys = [entry for entry in entries if KEY.search(entry)]
    others = [entry for entry in entries if not KEY.search(entry)]
    place = next((n for n, entry in enumerate(others) if " FK CONSTRAINT " in entry), len(others))
    return [*others[:place], *keys, *others[place:]]


def _fed(archive: Archive, command: list[str | Path], env: dict[str, str]) -> tuple[int, str]:
    """Run a program with the dump as its input: its code, and all that it wrote."""
    with (
        tempfile.TemporaryFile() as wrote,
        subprocess.Popen(command, env=env, stdin=subprocess.PIPE, stdout=wrote, stderr=subprocess.STDOUT) as fed,  # noqa: S603 # our own list of words, no shell
    ):
        assert fed.stdin is not None  # noqa: S101 # for mypy: it is a pipe
        try:
            for block in archive.blocks(DUMP):
                fed.stdin.write(block)
            fed.stdin.close()
        except BrokenPipeError:
            pass  # it has read enough, or says why not
        except BaseException:
            fed.kill()
            raise
        code = fed.wait()
        wrote.seek(0)
        return code, wrote.read().decode(errors="replace")


def _powers(target: Any, role: str) -> tuple[bool, bool]:
    with target.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = %s", [role])
        superuser, bypasses = cursor.fetchone()
    return bool(superuser), bool(bypasses)


def _differ(here: dict[str, Any], there: dict[str, Any]) -> list[str]:
    return sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
