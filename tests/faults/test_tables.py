"""Malformed files under a memory cap: none crashes, none is imported in part, each names its place and its remedy."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Business
from customers import uploads
from customers.actions import import_file, start_import
from customers.models import Customer
from customers.tables import TableError, read_table
from foundation.tenancy.context import acting_for
from tests.factories.tables import HEADER, csv_bytes
from tests.faults.malformed import MAKERS

FILES, MANY = 200, 10_000


def judged(count: int, seed: int) -> dict[str, Any]:
    """What another process, with little memory, says of many files."""
    command = [sys.executable, "-m", "tests.faults.malformed", str(count), str(seed)]
    done = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    print(found)  # noqa: T201 # the test's figures
    return found


def test_malformed_files_are_refused_in_words() -> None:
    found = judged(FILES, seed=1)
    assert found["wrong"] == []
    assert found["refused"] + found["faulty"] > FILES / 2


@pytest.mark.slow
def test_ten_thousand_malformed_files_are_refused_in_words() -> None:
    found = judged(MANY, seed=2)
    assert found["wrong"] == []
    assert found["refused"] + found["faulty"] > MANY / 2


def long_line(size: int) -> Iterator[bytes]:
    """A line without an end, made while it is read."""
    yield b"email,name\n"
    for _ in range(size >> 20):
        yield b"x" * (1 << 20)


@pytest.mark.parametrize("size", [16 << 20, pytest.param(1 << 30, marks=pytest.mark.slow)])
def test_a_line_of_any_length_is_refused_before_it_is_held(business: Business, size: int) -> None:
    before = set(uploads.folder().iterdir())
    with pytest.raises(TableError, match="Line 2 is longer than 1 MB"):
        start_import(business=business, blocks=long_line(size), filename="x.csv")
    with pytest.raises(uploads.TooLargeError, match="Split it"):
        start_import(business=business, blocks=long_line(size), filename="x.csv", most=4 << 20)
    assert set(uploads.folder().iterdir()) == before


@pytest.mark.parametrize(
    "kind",
    [
        "open quote",
        "long line",
        "long line of UTF-16",
        "zero bytes",
        "long cell",
        "swollen",
        "wide",
        "bomb",
        "entities",
        "gzip",
    ],
)
def test_an_unreadable_file_imports_nothing(business: Business, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "upload"
    path.write_bytes(MAKERS[kind](random.Random(1)))
    with pytest.raises(TableError):
        import_file(business=business, path=path)
    with acting_for(business):
        assert not Customer.objects.exists()


@pytest.mark.parametrize("kind", ["swollen", "bomb"])
def test_what_would_unpack_without_end_is_refused_before_it_is_unpacked(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "upload"
    path.write_bytes(MAKERS[kind](random.Random(1)))
    with pytest.raises(TableError, match="unpacks to"):
        read_table(path)


def test_a_file_of_formulas_stores_text_alone(business: Business, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(csv_bytes([("a@x.de", "=1", "=cmd()", "@x")], HEADER))
    import_file(business=business, path=path)
    with acting_for(business):
        row = Customer.objects.get()
    assert (row.external_id, row.name, row.properties) == ("=1", "=cmd()", {"shop": "@x"})
