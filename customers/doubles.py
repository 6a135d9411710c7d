"""Finding the rows of a large file that name the same person, as `repeats.decide` does, in memory that stays flat.

A bit for each address and number tells which rows deserve a closer look; those are parted by what they name into files
small enough to be looked at one by one. Pure but for the files.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from itertools import chain, compress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

SLOTS = 1 << 25  # of two million keys some 120,000 look alike by chance, and get the closer look too
BITS = tuple(1 << place for place in range(8))
CHUNK = 4_096
ROWS_A_PART, MOST_PARTS = 10_000, 64
REPEATED, CONFLICTING = 1, 2


@dataclass
class Verdict:
    """What became of the rows: `flags[row]` is 0, REPEATED or CONFLICTING.

    `first` says of the first conflicting rows, `most` of them, which row has their address with another number.
    """

    flags: bytearray
    first: dict[int, int] = field(default_factory=dict)


class Doubles:
    """Sees the rows of a file go by, and says afterwards which of them name somebody a second time."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.rows = folder, 0
        self._once, self._twice = bytearray(SLOTS >> 3), bytearray(SLOTS >> 3)
        self._open = ExitStack()
        self._marks = [self._spool(), self._spool()]

    def __enter__(self) -> "Doubles":
        return self

    def __exit__(self, *raised: object) -> None:
        self._open.close()

    def see(self, emails: Sequence[str], external_ids: Sequence[str]) -> None:
        """Take in the good rows of a batch, in the file's order."""
        self.rows += len(emails)
        once, twice = self._once, self._twice
        for texts, spool in zip((emails, external_ids), self._marks, strict=True):
            marks = array("I", [hash(text) % SLOTS or 1 if text else 0 for text in texts])
            for mark in marks:
                if mark:
                    place, bit = mark >> 3, BITS[mark & 7]
                    if once[place] & bit:
                        twice[place] |= bit
                    else:
                        once[place] |= bit
            marks.tofile(spool)

    def judge(self, ready: Iterable[bytes], last: int, most: int) -> Verdict | None:
        """What becomes of the rows seen, whose lines (number, id, address, customer's number …) are `ready`.

        `last` is the highest number of a row. None: no two rows name the same.
        """
        if not any(self._twice):
            return None
        parts = min(self.rows // ROWS_A_PART + 1, MOST_PARTS)
        by_email, by_number = ([self._spool() for _ in range(parts)] for _ in range(2))
        for line in compress(ready, chain.from_iterable(self._suspicious())):
            row, _, email, number, _ = line.split(b"\t", 4)
            naming = b"%b\t%b\t%b\n" % (row, email, number)
            if email:
                by_email[hash(email) % parts].write(naming)
            if number:
                by_number[hash(number) % parts].write(naming)
        self._once = self._twice = bytearray()
        verdict, conflicts = Verdict(bytearray(last + 1)), _First(most)
        for part in by_email:
            _by_email(_namings(part), verdict.flags, conflicts)
        for part in by_number:
            _by_number(_namings(part), verdict.flags)
        verdict.first = conflicts.found()
        return verdict

    def _suspicious(self) -> Iterator[list[int]]:
        """For each row seen, in parts, whether it may share an address or a number with another one: 0 is no."""
        twice = self._twice
        for spool in self._marks:
            spool.seek(0)
        while emails := self._marks[0].read(4 * CHUNK):
            pairs = zip(array("I", emails), array("I", self._marks[1].read(4 * CHUNK)), strict=True)
            yield [twice[at >> 3] & BITS[at & 7] or twice[to >> 3] & BITS[to & 7] for at, to in pairs]

    def _spool(self) -> IO[bytes]:
        return self._open.enter_context(TemporaryFile(dir=self.folder))


class _First:
    """Of many rows in any order, those with the lowest numbers, each with the row that it conflicts with."""

    def __init__(self, most: int) -> None:
        self._most, self._heap = most, list[tuple[int, int]]()

    def add(self, row: int, other: int) -> None:
        if len(self._heap) < self._most:
            heappush(self._heap, (-row, other))
        else:
            heappushpop(self._heap, (-row, other))

    def found(self) -> dict[int, int]:
        return {-row: other for row, other in sorted(self._heap, reverse=True)}


def _namings(part: IO[bytes]) -> Iterator[tuple[int, bytes, bytes]]:
    part.seek(0)
    for line in part:
        row, email, number = line[:-1].split(b"\t")
        yield int(row), email, number


def _by_email(namings: Iterable[tuple[int, bytes, bytes]], flags: bytearray, conflicts: _First) -> None:
    """One address with two numbers is a conflict of the later row; else the last row of an address counts."""
    owners: dict[bytes, tuple[int, bytes]] = {}
    last: dict[bytes, int] = {}
    for row, email, number in namings:
        if number:
            other, owned = owners.setdefault(email, (row, number))
            if owned != number:
                flags[row] = CONFLICTING
                conflicts.add(row, other)
                continue
        if email in last:
            flags[last[email]] = REPEATED
        last[email] = row


def _by_number(namings: Iterable[tuple[int, bytes, bytes]], flags: bytearray) -> None:
    """The last row of a number counts, those in conflict left out."""
    last: dict[bytes, int] = {}
    for row, _, number in namings:
        if flags[row] == CONFLICTING:
            continue
        if number in last:
            flags[last[number]] = REPEATED
        last[number] = row
