"""Malformed files by a seed, and a process that checks many of them under a memory cap.

`python -m tests.faults.malformed COUNT [SEED]` prints what it saw as JSON.
"""

import csv
import gzip
import io
import json
import random
import resource
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook

from customers.checking import Checker
from customers.columns import guess, roles
from customers.prepare import prepare
from customers.tables import TableError, read_table
from tests.factories.tables import csv_bytes

MEMORY = 72 << 20  # bytes of address space beyond what the process has with its modules
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


def rebuilt(dice: random.Random, part: str, text: bytes) -> bytes:
    """A sheet with one part replaced."""
    source, out = ZipFile(io.BytesIO(sheet(dice))), io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name in source.namelist():
            archive.writestr(name, text if name.endswith(part) else source.read(name))
    return out.getvalue()


def swollen(dice: random.Random) -> bytes:
    """A sheet with one cell that unpacks to three hundred megabytes."""
    cell = b"a" * ((300 << 20) + dice.randrange(1 << 10))
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    tail = b"</t></is></c></row></sheetData></worksheet>"
    return rebuilt(dice, "sheet1.xml", head + b'<c r="A1" t="inlineStr"><is><t>' + cell + tail)


def wide(dice: random.Random) -> bytes:
    """A record that opens a quotation mark on every line and so never ends."""
    return b"email,name\n" + b'"\n",' * (12_000_000 + dice.randrange(1000))


def entities(dice: random.Random) -> bytes:
    """A sheet whose XML names itself again and again."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 9))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{laughs}]><worksheet><v>&l8;</v></worksheet>'
    return rebuilt(dice, "sheet1.xml", head.encode())


MAKERS: dict[str, Maker] = {
    "spoilt CSV": lambda dice: spoilt(good(dice), dice),
    "spoilt UTF-16": lambda dice: spoilt(good(dice).decode().encode("utf-16"), dice),
    "spoilt sheet": lambda dice: spoilt(sheet(dice), dice),
    "cut sheet": lambda dice: sheet(dice)[: dice.randrange(4, 4000)],
    "noise": lambda dice: dice.randbytes(dice.randrange(1, 5000)),
    "long line": lambda dice: good(dice) + b"x" * (2 << 20),
    "long line of UTF-16": lambda dice: (good(dice).decode() + "x" * (2 << 20)).encode("utf-16"),
    "long cell": lambda dice: good(dice) + b"a@x.de,1," + b"x" * 200_000 + b",\n",
    "open quote": lambda dice: good(dice) + b'"' + b"a,b\n" * dice.randrange(1, 50_000),
    "zero bytes": lambda dice: good(dice) + b"\0" * dice.randrange(1, 100),
    "ragged": lambda dice: good(dice) + b",".join([b"x"] * dice.randrange(5, 300)) + b"\n",
    "many columns": lambda dice: b",".join(b"c%d" % n for n in range(dice.randrange(201, 9000))),
    "gzip": lambda dice: gzip.compress(good(dice)),
    "formulas": lambda dice: csv_bytes([("=cmd()", "+1", "@x", "-1")] * dice.randrange(1, 9)),
    "no header": lambda dice: good(dice).split(b"\r\n", 1)[1],
    "cut gzip": lambda dice: gzip.compress(bytes(1 << 20))[: dice.randrange(2, 900)],
    "formulas in a sheet": lambda dice: rebuilt(
        dice, "sharedStrings.xml", spoilt(b"<sst><si><t>=1+1</t></si></sst>", dice)
    ),
    "spoilt XML": lambda dice: rebuilt(
        dice, "sheet1.xml", spoilt(ZipFile(io.BytesIO(sheet(dice))).read("xl/worksheets/sheet1.xml"), dice)
    ),
    "swollen": swollen,
    "wide": wide,
    "bomb": bomb,
    "entities": entities,
}
# Slow to make: a few of each will do.
RARE = {
    "bomb",
    "entities",
    "long line",
    "long line of UTF-16",
    "open quote",
    "swollen",
    "wide",
}  # slow to make: a few of each will do


def made(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Malformed files, the same ones for one seed."""
    kinds = list(MAKERS)
    common = [kind for kind in kinds if kind not in RARE]
    for number in range(count):
        dice = random.Random(f"{seed}:{number}")
        kind = kinds[number] if number < len(kinds) else dice.choice(common)
        yield kind, MAKERS[kind](dice)


def judge(path: Path, folder: Path) -> tuple[str, str]:
    """What an import would say of a file: whether it is "refused" whole, "faulty" in rows, or "good"; and the words."""
    try:
        table = read_table(path)
        which = roles(table.header, guess(table.header, []))
        findings = prepare(table, Checker(table.header, which), folder / "ready", 0)
    except (TableError, ValueError) as fault:
        return ("partial" if list(folder.glob("ready*")) else "refused"), str(fault)
    (folder / "ready").unlink()
    if findings.broken and not (findings.faults and all(fault.row and fault.message for fault in findings.faults)):
        return "unnamed", ""
    return ("faulty" if findings.broken else "good"), " ".join(fault.message for fault in findings.faults)


def main(count: int, seed: int) -> None:
    """Judge many files under the cap; the counts, and what went wrong as pairs of kind and words."""
    used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    files, counts, wrong = made(count, seed), Counter[str](), []
    with TemporaryDirectory() as name:
        path, folder = Path(name) / "upload", Path(name) / "work"
        folder.mkdir()
        for kind, content in files:
            path.write_bytes(content)
            del content
            resource.setrlimit(resource.RLIMIT_AS, (used + MEMORY, resource.RLIM_INFINITY))
            try:
                verdict, words = judge(path, folder)
            except Exception as fault:
                verdict, words = "crash", repr(fault)
            resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
            counts[verdict] += 1
            if verdict in ("crash", "partial", "unnamed") or (words and words[-1] not in ".?"):
                wrong.append((kind, words[:200]))
    json.dump({"files": count, "seed": seed, **counts, "wrong": wrong}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
