"""A backup is a restore: the same rows, the same ledgers, the same walls, or nothing at all."""

import errno
import json
import os
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import ProgrammingError, connection
from pytest_django import Settings

from accounts.models import Business
from customers.uploads import source
from foundation.ledger.queries import verify
from foundation.ledger.sealing import seal
from foundation.tenancy.context import acting_for
from surveys.actions.answers import send
from surveys.models import Answer
from tests.factories.accounts import make_business, make_member
from tests.factories.answers import make_asked
from tests.factories.everything import make_everything
from tests.isolation import test_catalogue as catalogue
from tests.isolation import test_raw_sql as raw_sql
from tests.unit.trustapp.backups.conftest import tables_in, working_in
from trustapp.backups import contents, restoring
from trustapp.backups.archive import Archive, Writer
from trustapp.backups.logins import owner
from trustapp.backups.making import DUMP, HEADS, key
from trustapp.backups.trouble import BackupError

pytestmark = pytest.mark.django_db(transaction=True)
Empty = dict[str, Any]


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"


@pytest.fixture
def path(transactional_db: None, business: Business, other_business: Business, tmp_path: Path) -> Path:
    """A backup of two small businesses, one of them with answers in its ledger."""
    make_member(business)
    make_everything(other_business)
    for score in ("3", "7", "9"):
        send(business=business, token=make_asked(business).token, data={"score": score})
    seal(business=business)
    path = tmp_path / "a.backup"
    call_command("backup", str(path))
    return path


def restore(path: Path, empty: Empty, **options: Any) -> restoring.Restored:
    archive = Archive(path, key())
    with owner(empty) as target:
        return restoring.restore(archive, target, **{"another_key": False, **options})


def heads() -> list[tuple[Any, ...]]:
    return catalogue.rows("SELECT number, encode(hash, 'hex') FROM ledger_head")


def test_rows_ledgers_and_answers_are_the_same(path: Path, empty: Empty, business: Business) -> None:
    with acting_for(business):
        before, rows = heads(), list(Answer.objects.order_by("id").values_list())
    done = restore(path, empty)
    assert done.ledgers == 1
    with working_in(empty):
        with acting_for(business):
            assert (heads(), list(Answer.objects.order_by("id").values_list())) == (before, rows)
        found = verify(business=business)
    assert (found.lines, found.faults) == (before[0][0], [])


def test_what_is_written_meanwhile_is_in_all_of_it_or_in_none(
    business: Business, empty: Empty, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = contents.counts

    def count_then_write(source: Any) -> dict[str, int]:
        counted = counts(source)
        make_business()
        return counted

    path = tmp_path / "b.backup"
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(contents, "counts", count_then_write)
        call_command("backup", str(path))
    assert restore(path, empty).tables > 0
    with working_in(empty):
        assert list(Business.objects.all()) == [business]


def test_the_walls_stand_as_the_catalogue_tests_want_them(path: Path, empty: Empty, business: Business) -> None:
    restore(path, empty)
    with working_in(empty):
        for name, check in vars(catalogue).items():
            if name.startswith("test_"):
                check()
        assert {table: raw_sql.count(table) for table in catalogue.tenant_tables() if raw_sql.count(table)} == {}


def test_the_apps_role_can_work_and_cannot_alter_the_ledger(path: Path, empty: Empty, business: Business) -> None:
    restore(path, empty)
    with working_in(empty):
        send(business=business, token=make_asked(business).token, data={"score": "10"})
        assert seal(business=business)
        with pytest.raises(ProgrammingError, match="permission denied"), acting_for(business):
            connection.cursor().execute("DELETE FROM ledger_line")


def test_tables_that_come_later_are_the_apps_too(path: Path, empty: Empty) -> None:
    restore(path, empty)
    with owner(empty) as target, target.cursor() as cursor:
        cursor.execute("CREATE TABLE later (id int)")
    with working_in(empty):
        assert catalogue.rows("SELECT * FROM later") == []


def test_where_one_role_owned_everything_the_ledger_is_append_only_afterwards(
    path: Path, empty: Empty, tmp_path: Path, business: Business
) -> None:
    one_role = tmp_path / "one-role.backup"
    rewrite(Archive(path, key()), one_role, rights=None)
    restore(one_role, empty)
    with (
        working_in(empty),
        pytest.raises(ProgrammingError, match="permission denied"),
        acting_for(business),
    ):
        connection.cursor().execute("UPDATE ledger_line SET kind = 'x'")


def test_a_file_under_import_comes_along(business: Business, empty: Empty, tmp_path: Path, settings: Settings) -> None:
    upload = source(uuid.uuid4())
    upload.write_bytes(b"email\nann@example.com\n")
    path = tmp_path / "b.backup"
    call_command("backup", str(path))
    settings.VAR_DIR = tmp_path / "another"
    assert restore(path, empty).files == 1
    assert (settings.VAR_DIR / "imports" / upload.name).read_bytes() == b"email\nann@example.com\n"


def test_the_command_says_what_it_compared(path: Path, empty: Empty, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    call_command("restore", str(path), "--database", url(empty), "--json")
    done = json.loads(capsys.readouterr().out)
    assert (done["ledgers"], done["waiting"]) == (1, 0)
    assert done["tables"] == len(catalogue.rows(catalogue.TABLES))


def test_an_edited_backup_is_refused_and_nothing_is_restored(path: Path, empty: Empty) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[:5000] + bytes([whole[5000] ^ 1]) + whole[5001:])
    with pytest.raises(
        CommandError, match=r"^.* is damaged: its part database.dump was changed\. Nothing was restored"
    ):
        call_command("restore", str(path), "--database", url(empty))
    assert tables_in(empty) == 0


def test_a_database_that_is_not_empty_is_refused(path: Path, empty: Empty) -> None:
    with owner(empty) as target, target.cursor() as cursor:
        cursor.execute("CREATE TABLE something (id int)")
    with pytest.raises(CommandError, match="is not empty"):
        call_command("restore", str(path), "--database", url(empty))
    assert tables_in(empty) == 1


def test_another_key_is_refused_until_it_is_said_to_be_meant(path: Path, empty: Empty, settings: Settings) -> None:
    settings.SECRET_KEY = "another-key" * 5
    with pytest.raises(BackupError, match="made under another SECRET_KEY"):
        restore(path, empty)
    assert tables_in(empty) == 0
    assert restore(path, empty, another_key=True).ledgers == 1


def test_a_backup_of_a_newer_version_is_refused(path: Path, empty: Empty, tmp_path: Path) -> None:
    archive, newer = Archive(path, key()), tmp_path / "newer.backup"
    rewrite(archive, newer, migrations=[*archive.manifest["migrations"], "surveys.9999_later"])
    with pytest.raises(BackupError, match="knows more than this one"):
        restore(newer, empty)
    assert tables_in(empty) == 0


def test_a_dump_that_fails_half_way_leaves_nothing(path: Path, empty: Empty, tmp_path: Path) -> None:
    cut = tmp_path / "cut.backup"
    rewrite(Archive(path, key()), cut, dump=lambda content: content[:-100])
    with pytest.raises(BackupError, match="left nothing"):
        restore(cut, empty)
    assert tables_in(empty) == 0


def test_all_that_is_not_as_it_was_is_named(path: Path, empty: Empty) -> None:
    role = restore(path, empty).role
    with owner(empty) as target:
        with target.cursor() as cursor:
            cursor.execute("ALTER TABLE ledger_head NO FORCE ROW LEVEL SECURITY")
            cursor.execute("UPDATE ledger_head SET number = 1")
            cursor.execute("ALTER TABLE ledger_head FORCE ROW LEVEL SECURITY")
            cursor.execute("DELETE FROM accounts_membership")
            cursor.execute("ALTER TABLE surveys_answer NO FORCE ROW LEVEL SECURITY")
            cursor.execute("DROP POLICY tenant ON surveys_survey")
            cursor.execute("DROP INDEX letter_waiting")
            cursor.execute(f"GRANT DELETE ON ledger_line TO {role}")
        faults = restoring.differences(Archive(path, key()), target, role)
    assert [re.sub("[0-9a-f-]{36}", "…", fault) for fault in faults] == [
        "the walls of letters_letter differ",
        "the walls of surveys_answer differ",
        "the walls of surveys_survey differ",
        "accounts_membership has 0 rows, not 1",
        "the ledger of business … has another head",
        f"the rights of {role} differ",
    ]


def test_an_existing_file_is_not_written_over(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(CommandError, match="already: name a new one"):
        call_command("backup", str(path))
    assert path.read_bytes() == before


def test_a_login_that_walls_hold_makes_no_backup(
    business: Business, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trustapp.backups.logins.SEES_ALL", "SELECT false")
    with pytest.raises(CommandError, match="BACKUP_DATABASE_URL"):
        call_command("backup", str(tmp_path / "b.backup"))
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_is_full_leaves_no_file(
    business: Business, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(writer: Writer, manifest: dict[str, Any]) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Writer, "finish", full)
    with pytest.raises(CommandError, match="could not be written: No space left on device"):
        call_command("backup", str(tmp_path / "b.backup"))
    assert list(tmp_path.iterdir()) == []


def url(database: Empty) -> str:
    host = str(database["HOST"]).replace("/", "%2F")
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    port = f":{database['PORT']}" if database["PORT"] else ""
    return f"postgres://{database['USER']}{password}@{host}{port}/{database['NAME']}"


def rewrite(archive: Archive, path: Path, dump: Any = None, **values: Any) -> None:
    """The same backup with something else in its manifest or its dump, sealed with the right key."""
    writer = Writer(path, key())
    content = b"".join(archive.blocks(DUMP))
    writer.add(DUMP, [dump(content) if dump else content])
    writer.add(HEADS, archive.blocks(HEADS))
    writer.finish({**{name: value for name, value in archive.manifest.items() if name != "parts"}, **values})
