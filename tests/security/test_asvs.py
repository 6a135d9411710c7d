"""`docs/asvs.md` holds: every number once, every answer there."""

import re
from collections.abc import Iterator

import pytest

from trustapp.embedded.environment import BASE_DIR

PAGE = BASE_DIR / "docs" / "asvs.md"
# The standard's numbers: all of level 1; of level 2 those of V1, V2, V4, V8, V14 and V16.
ASKED = """
    1.1.1-2 1.2.1-9 1.3.1-11 1.4.1-3 1.5.1-2 2.1.1-3 2.2.1-3 2.3.1-4 2.4.1 3.2.1-2 3.3.1 3.4.1-2 3.5.1-3 4.1.1-3
    4.2.1 4.3.1-2 4.4.1-4 5.2.1-2 5.3.1-2 6.1.1 6.2.1-8 6.3.1-2 6.4.1-2 7.2.1-4 7.4.1-2 8.1.1-2 8.2.1-3 8.3.1 8.4.1
    9.1.1-3 9.2.1 10.4.1-5 11.3.1-2 11.4.1 12.1.1 12.2.1-2 13.4.1 14.1.1-2 14.2.1-4 14.3.1-3 15.1.1 15.2.1 15.3.1
    16.1.1 16.2.1-5 16.3.1-4 16.4.1-3 16.5.1-3
"""
ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+) \|$")
PLACE = re.compile(r"`([\w./-]+\.(?:py|md|html|yml))(?:::([\w-]+))?`|\[[^\]]+\]\(([\w./-]+)\)")


def asked() -> Iterator[str]:
    """`1.2.1-3` as three numbers, `1.2.1,4` as two."""
    for group in ASKED.split():
        section, _, last = group.rpartition(".")
        for part in last.split(","):
            first, _, end = part.partition("-")
            yield from (f"{section}.{n}" for n in range(int(first), int(end or first) + 1))


def rows() -> list[tuple[str, str, str]]:
    """Number, question, answer."""
    found = [ROW.match(line) for line in PAGE.read_text().splitlines() if re.match(r"\| \d", line)]
    assert None not in found, "a row that cannot be read"
    return [(row[1], row[2], row[3]) for row in found if row]


ROWS = rows()


def test_every_number_is_answered_once() -> None:
    numbers = [number for number, *_ in ROWS]
    assert sorted(numbers) == sorted(set(numbers))
    assert set(numbers) == set(asked())
    assert len(numbers) == 130


@pytest.mark.parametrize(("number", "answer"), [(number, answer) for number, _, answer in ROWS])
def test_every_answer_is_a_test_a_place_or_a_reason(number: str, answer: str) -> None:
    places = list(PLACE.finditer(answer))
    assert places or re.match(r"Reason: \w", answer)
    for place in places:
        file, name = place[1] or f"docs/{place[3]}", place[2]
        assert (BASE_DIR / file).is_file(), file
        if name:
            text = (BASE_DIR / file).read_text()
            made = rf"(?m)^\s*(?:def {name}\(|class {name}\b|{name}\b[^=\n]*=[^=]|- id: {name}$)"
            assert re.search(made, text), f"{file} has no {name}"
