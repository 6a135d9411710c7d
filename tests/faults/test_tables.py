"""Malformed files under a memory cap: none crashes, none is imported in part, each names its place and its remedy."""

import csv
import gzip
import io
import random
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from accounts.models import Business
from customers.actions import import_file
from customers.checking import Checker
from customers.columns import guess, roles
from customers.models import Customer
from customers.prepare import prepare
from customers.tables import TableError, read_table
from foundation.tenancy.context import acting_for
from tests.factories.tables import HEADER, csv_bytes

FILES = 400
MEMORY = 1 << 30  # bytes of address space beyond what the tests use already
Maker = Callable[[random.Random], bytes]


def good(dice: random.Random, count: int = 20) -> bytes:
    """A file that could be imported."""
    return csv_bytes((f"p{n}@x.de", str(n), dice.choice(["Ann", "Jörg", "=1+1"]), "North") for n in range(count))


def sheet(dice: random.Random) -> bytes:
    """A sheet that could be imported."""
    book, out = Workbook(), io.BytesIO()
    for row in csv.reader(io.StringIO(good(dice, 5).decode())):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def spoilt(content: bytes, dice: random.Random) -> bytes:
    """The content with some bytes changed, left out or put in."""
    data = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(data))
        data[at : at + dice.randint(0, 3)] = dice.choice(
            [b"", b'"', b"\0", b"\xff", b"\n", b";", b",,,", dice.randbytes(4)]
        )
    return bytes(data)


def bomb(dice: random.Random) -> bytes:
    """A sheet of which one part unpacks to far more than it takes."""
    out = io.BytesIO(sheet(dice))
    with ZipFile(out, "a", ZIP_DEFLATED) as archive:
        part = dice.choice(["xl/sharedStrings2.xml", "xl/media/picture.png"])
        archive.writestr(part, b"\0" * ((33 << 20) + dice.randrange(1 << 10)))
    return out.getvalue()


def entities(dice: random.Random) -> bytes:
    """A sheet whose XML names itself again and again."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    source, out = ZipFile(io.BytesIO(sheet(dice))), io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet1.xml"):
                head = (
                    f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]><worksheet><v>&l8;</v></worksheet>'
                )
                text = head.encode()
            archive.writestr(name, text)
    return out.getvalue()


MAKERS: dict[str, Maker] = {
    "spoilt CSV": lambda dice: spoilt(good(dice), dice),
    "spoilt UTF-16": lambda dice: spoilt(good(dice).decode().encode("utf-16"), dice),
    "spoilt sheet": lambda dice: spoilt(sheet(dice), dice),
    "cut sheet": lambda dice: sheet(dice)[: dice.randrange(4, 4000)],
    "noise": lambda dice: dice.randbytes(dice.randrange(1, 5000)),
    "long line": lambda dice: good(dice) + b"x" * (2 << 20),
    "long cell": lambda dice: good(dice) + b"a@x.de,1," + b"x" * 200_000 + b",\n",
    "open quote": lambda dice: good(dice) + b'"' + b"a,b\n" * dice.randrange(1, 50_000),
    "zero bytes": lambda dice: good(dice) + b"\0" * dice.randrange(1, 100),
    "ragged": lambda dice: good(dice) + b",".join([b"x"] * dice.randrange(5, 300)) + b"\n",
    "many columns": lambda dice: b",".join(b"c%d" % n for n in range(dice.randrange(201, 9000))),
    "gzip": lambda dice: gzip.compress(good(dice)),
    "formulas": lambda dice: csv_bytes([("=cmd()", "+1", "@x", "-1")] * dice.randrange(1, 9)),
    "no header": lambda dice: good(dice).split(b"\r\n", 1)[1],
    "bomb": bomb,
    "entities": entities,
}
RARE = {"bomb", "entities", "long line", "open quote"}


@pytest.fixture(autouse=True)
def _memory() -> Iterator[None]:
    """A cap on the memory of this process: a file that unpacks without bounds meets it."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


def made(count: int) -> Iterator[tuple[str, bytes]]:
    """Malformed files, the same ones each time."""
    for number in range(count):
        dice = random.Random(number)
        kind = list(MAKERS)[number % len(MAKERS)]
        if kind not in RARE or number < 5 * len(MAKERS):
            yield kind, MAKERS[kind](dice)


def check(path: Path, ready: Path) -> str:
    """What is said about a file: the words of the error, or of the faults."""
    try:
        table = read_table(path)
        which = roles(table.header, guess(table.header, []))
        findings = prepare(table, Checker(table.header, which), ready, 0)
    except (TableError, ValueError) as fault:
        assert not list(ready.parent.glob("ready*"))
        return str(fault)
    ready.unlink()
    assert findings.broken == 0 or findings.faults
    return " ".join(fault.message for fault in findings.faults)


def run(folder: Path, count: int) -> int:
    """Check many; how many there were. Prints how many were refused whole."""
    path, seen, refused = folder / "upload", 0, 0
    for kind, content in made(count):
        path.write_bytes(content)
        words = check(path, folder / "ready")
        assert not words or words[-1] in ".?", (kind, words)
        seen, refused = seen + 1, refused + bool(words)
    print(f"{seen} malformed files, {refused} with a fault named, 0 crashes")  # noqa: T201 # the test's figure
    return seen


def test_malformed_files_are_refused_in_words(tmp_path: Path) -> None:
    assert run(tmp_path, FILES) > FILES / 2


@pytest.mark.slow
def test_ten_thousand_malformed_files_are_refused_in_words(tmp_path: Path) -> None:
    assert run(tmp_path, 12_000) > 9_000


@pytest.mark.parametrize("kind", ["open quote", "long line", "zero bytes", "long cell", "bomb", "entities", "gzip"])
def test_an_unreadable_file_imports_nothing(business: Business, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "upload"
    path.write_bytes(MAKERS[kind](random.Random(1)))
    with pytest.raises(TableError):
        import_file(business=business, path=path)
    with acting_for(business):
        assert not Customer.objects.exists()


def test_a_file_of_formulas_stores_text_alone(business: Business, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(csv_bytes([("a@x.de", "=1", "=cmd()", "@x")], HEADER))
    import_file(business=business, path=path)
    with acting_for(business):
        row = Customer.objects.get()
    assert (row.external_id, row.name, row.properties) == ("=1", "=cmd()", {"shop": "@x"})
