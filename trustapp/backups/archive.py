"""The file of a backup: a tar of named parts, then a manifest with their hashes, then a seal over the manifest. Pure.

A part is written as it comes, its header last, so that a dump of any size needs no second copy on the disk. Nothing is
taken from a file before all of it was read once and found whole.
"""

import hashlib
import hmac
import json
import os
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tarfile import GNU_FORMAT, HeaderError, TarInfo
from typing import Any, BinaryIO

from trustapp.backups.trouble import BackupError

BLOCK = 512
CHUNK = 1 << 20
MANIFEST, SEAL = "manifest.json", "seal"
LONGEST_NAME = 100  # bytes in one tar header
LARGEST_MANIFEST = 64 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """Where one part lies in the file."""

    start: int
    size: int


class Writer:
    """Writes a backup beside `path` under a name of its own, readable by this user only; `finish` puts it in place."""

    def __init__(self, path: Path, key: bytes) -> None:
        self.path, self.key = path, key
        self.parts: dict[str, dict[str, Any]] = {}
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)  # mode 0600
        self.part = Path(name)
        self.file: BinaryIO = os.fdopen(descriptor, "wb")

    def add(self, name: str, blocks: Iterable[bytes]) -> None:
        """Write one part."""
        self.parts[name] = self._write(name, blocks)

    def finish(self, manifest: dict[str, Any]) -> None:
        """Write the manifest and the seal, make sure that the disk has it all, and give the file its name."""
        whole = {**manifest, "key": fingerprint(self.key), "parts": self.parts}
        text = json.dumps(whole, indent=1, sort_keys=True).encode()
        self._write(MANIFEST, [text])
        self._write(SEAL, [seal_of(text, self.key)])
        self.file.write(bytes(2 * BLOCK))
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()
        self.part.rename(self.path)
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def abandon(self) -> None:
        """Leave nothing behind."""
        self.file.close()
        self.part.unlink(missing_ok=True)

    def _write(self, name: str, blocks: Iterable[bytes]) -> dict[str, Any]:
        if len(name.encode()) > LONGEST_NAME:
            raise BackupError(f"The name of a file is too long for a backup: {name}")
        head = self.file.tell()
        self.file.seek(head + BLOCK)
        digest, size = hashlib.sha256(), 0
        for block in blocks:
            self.file.write(block)
            digest.update(block)
            size += len(block)
        self.file.write(bytes(-size % BLOCK))
        info = TarInfo(name)
        info.size, info.mode = size, 0o600
        end = self.file.tell()
        self.file.seek(head)
        self.file.write(info.tobuf(GNU_FORMAT))
        self.file.seek(end)
        return {"size": size, "sha256": digest.hexdigest()}


class Archive:
    """A backup that was read once and found whole. `same_key`: it was made under the key that is asked with."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Check every byte. Raises BackupError."""
        self.path = path
        try:
            self.parts = _parts(path)
            text = self._whole(MANIFEST)
            self.manifest: dict[str, Any] = json.loads(text)
            self.same_key = self.manifest["key"] == fingerprint(key)
            seal = self._whole(SEAL)
        except (ValueError, KeyError, TypeError, HeaderError) as fault:
            raise self._broken("it is cut off, or no backup of Trustapp") from fault
        except OSError as fault:
            raise BackupError(f"{path} cannot be read: {fault.strerror}.") from fault
        plain = hashlib.sha256(text).hexdigest().encode()
        if not seal.startswith(plain + b"\n") or (self.same_key and not hmac.compare_digest(seal, seal_of(text, key))):
            raise self._broken("its manifest was changed")
        named: dict[str, dict[str, Any]] = self.manifest["parts"]
        if {*named, MANIFEST, SEAL} != set(self.parts):
            raise self._broken("a part is missing or was added")
        for name, told in named.items():
            digest = hashlib.sha256()
            for block in self.blocks(name):
                digest.update(block)
            if digest.hexdigest() != told["sha256"]:
                raise self._broken(f"its part {name} was changed")

    def blocks(self, name: str) -> Iterator[bytes]:
        """The content of a part."""
        part = self.parts[name]
        with self.path.open("rb") as file:
            file.seek(part.start)
            left = part.size
            while left:
                block = file.read(min(CHUNK, left))
                if not block:
                    raise self._broken("it became shorter meanwhile")
                left -= len(block)
                yield block

    def _whole(self, name: str) -> bytes:
        if self.parts[name].size > LARGEST_MANIFEST:
            raise ValueError(name)
        return b"".join(self.blocks(name))

    def _broken(self, why: str) -> BackupError:
        return BackupError(f"{self.path} is damaged: {why}. Nothing was restored; take another backup.")


def _parts(path: Path) -> dict[str, Part]:
    """Where each part lies. Raises ValueError or HeaderError unless the file is one whole tar and nothing else."""
    found: dict[str, Part] = {}
    length = path.stat().st_size
    with path.open("rb") as file:
        while True:
            head = file.read(BLOCK)
            if not head.strip(b"\0"):
                break
            info = TarInfo.frombuf(head, "utf-8", "strict")
            if info.name in found or info.size < 0:
                raise ValueError(info.name)
            found[info.name] = Part(file.tell(), info.size)
            file.seek(info.size + -info.size % BLOCK, os.SEEK_CUR)
        if len(head) != BLOCK or file.read() != bytes(BLOCK) or file.tell() != length:
            raise ValueError("the end")
    return found


def seal_of(manifest: bytes, key: bytes) -> bytes:
    """Two lines: a hash that finds accidents, and one that nobody without the key can make."""
    return f"{hashlib.sha256(manifest).hexdigest()}\n{hmac.new(key, manifest, 'sha256').hexdigest()}\n".encode()


def fingerprint(key: bytes) -> str:
    """Tells one key from another, and nothing about it."""
    return hmac.new(key, b"trustapp.backups.key", "sha256").hexdigest()[:16]
