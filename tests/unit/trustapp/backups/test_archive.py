"""The file of a backup: whole or refused."""

import stat
import tarfile
from pathlib import Path

import pytest

from trustapp.backups import archive
from trustapp.backups.archive import Archive, Writer
from trustapp.backups.trouble import BackupError

KEY = b"a key"
PARTS = {"first": b"one" * 1000, "empty": b"", "imports/last": b"x" * 512}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A backup of three parts."""
    path = tmp_path / "a.backup"
    writer = Writer(path, KEY)
    for name, content in PARTS.items():
        writer.add(name, [content[:100], content[100:]])
    writer.finish({"format": 1})
    return path


def test_what_goes_in_comes_out(path: Path) -> None:
    read = Archive(path, KEY)
    assert {name: b"".join(read.blocks(name)) for name in PARTS} == PARTS
    assert read.same_key


def test_it_is_a_tar_that_this_user_alone_can_read(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with tarfile.open(path) as tar:
        assert tar.getnames() == [*PARTS, "manifest.json", "seal"]
    assert [file.name for file in path.parent.iterdir()] == ["a.backup"]


def test_an_abandoned_one_leaves_no_file(tmp_path: Path) -> None:
    writer = Writer(tmp_path / "b.backup", KEY)
    writer.add("first", [b"one"])
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_one_cut_off_anywhere_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for length in [0, 1, 511, 512, 700, *range(1000, len(whole), 997), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(BackupError, match="damaged"):
            Archive(path, KEY)


def test_one_with_any_byte_of_its_parts_changed_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    with tarfile.open(path) as tar:
        places = [info.offset_data + info.size // 2 for info in tar.getmembers() if info.size]
    for place in places:
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(BackupError, match="damaged"):
            Archive(path, KEY)


def test_one_with_something_added_at_its_end_is_refused(path: Path) -> None:
    with path.open("ab") as file:
        file.write(bytes(512))
    with pytest.raises(BackupError, match="damaged"):
        Archive(path, KEY)


def test_another_key_is_noticed_and_nothing_else_is_lost(path: Path) -> None:
    assert not Archive(path, b"another").same_key


def test_a_stranger_cannot_seal_an_edited_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours, path = archive.fingerprint(KEY), tmp_path / "edited.backup"
    with monkeypatch.context() as pretending:
        pretending.setattr(archive, "fingerprint", lambda key: ours)
        writer = Writer(path, b"a stranger's key")
        writer.add("first", [b"edited"])
        writer.finish({"format": 1})
    with pytest.raises(BackupError, match="manifest was changed"):
        Archive(path, KEY)


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match=r"none\.backup cannot be read: No such file or directory\.$"):
        Archive(tmp_path / "none.backup", KEY)
