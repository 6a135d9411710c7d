"""Recognising how a text file is encoded. Pure."""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from customers.tables.table import TableError

BLOCK = 1 << 20
LONGEST_LINE = 1 << 20
SAMPLE = 1 << 16
MARKS = [
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# What spreadsheets write beside Unicode, the likeliest first.
CANDIDATES = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "shift_jis", "gb18030", "big5", "euc_kr"]
# Letters and marks of German, French and Spanish. A sample with these alone, never three in a row, is Western: short
# samples say too little for statistics.
WESTERN = frozenset("äöüÄÖÜßéèêëàâçîïôûùÿœæÉÈÊËÀÂÇÎÏÔÛÙŒÆñóíúáÑÓÍÚÁ¿¡«»’–…€°´")
RUN = re.compile(r"[^\x00-\x7f]{3}")


def recognise(path: Path) -> str:
    """The encoding of a text file. Reads it once in blocks; a bounded sample decides where it is not Unicode.

    Raises TableError for a file that is not text, or has a line over LONGEST_LINE bytes.
    """
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    marked = next((encoding for mark, encoding in MARKS if start.startswith(mark)), None)
    if marked and marked != "utf-8-sig":
        return marked
    wide = None if marked else _wide(start)
    if wide:
        return wide
    foreign = _look_through(path)
    if foreign is None:
        return "utf-8-sig"
    if marked:
        raise TableError("The file says that it is UTF-8, and is not. Save it again as CSV UTF-8.")
    return _guess(foreign)


def _wide(start: bytes) -> str | None:
    """UTF-16 without its mark: every other byte of plain letters is zero."""
    half = len(start) // 2
    if half < 2:
        return None
    if start[1::2].count(0) > half * 0.4 and start[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    if start[0::2].count(0) > half * 0.4 and start[1::2].count(0) < half * 0.1:
        return "utf-16-be"
    return None


def _look_through(path: Path) -> bytes | None:
    """None for UTF-8; else a sample around the first bytes that are not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    line = number = 0
    foreign: bytes | None = None
    for block in _blocks(path):
        if b"\0" in block:
            where = number + block.count(b"\n", 0, block.index(b"\0")) + 1
            raise TableError(f"Line {where}: the file is not text (it holds a zero byte). Save it as CSV UTF-8.")
        newline = block.find(b"\n") if b"\n" in block else block.find(b"\r")
        line = line + len(block) if newline < 0 else max(line + newline, 0)
        if line > LONGEST_LINE:
            raise TableError(f"Line {number + 1} is longer than 1 MB. Does it have a line for each customer?")
        if newline >= 0:
            line = len(block) - 1 - max(block.rfind(b"\n"), block.rfind(b"\r"))
        number += block.count(b"\n")
        if foreign is None:
            try:
                decoder.decode(block)
            except UnicodeDecodeError as fault:
                begin = max(fault.start - SAMPLE // 2, 0)
                foreign = block[begin : begin + SAMPLE]
    if foreign is None:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            foreign = block[-SAMPLE:]
    return foreign


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            yield block


def _guess(sample: bytes) -> str:
    # Lines of plain letters say nothing about the encoding and only blur the others.
    telling = b"\n".join(line for line in sample.splitlines() if not line.isascii())
    western = telling.decode("cp1252", errors="replace")
    if WESTERN.issuperset(mark for mark in western if not mark.isascii()) and not RUN.search(western):
        return "cp1252"
    best = from_bytes(telling or sample, cp_isolation=CANDIDATES).best()
    return best.encoding if best else CANDIDATES[0]
