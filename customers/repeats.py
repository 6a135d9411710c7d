"""Finding rows of one file that name the same person. Pure.

A row names a person by number, by address, or by both. Of rows for one person the last counts. One address with two
numbers is a fault of the later row: one address belongs to one person.
"""

from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

BUCKET = 100_000  # hashes looked at together, so that memory stays flat


class Naming(NamedTuple):
    """Whom a row names: the row's number, address and number of the customer, "" where missing."""

    row: int
    email: str
    external_id: str


class Repeats:
    """Four bytes for each address and each number of a file tell which rows deserve a closer look."""

    def __init__(self) -> None:
        self._emails = array("I")
        self._numbers = array("I")

    def see(self, emails: Iterable[str], external_ids: Iterable[str]) -> None:
        """Take in the rows of a batch, in the file's order."""
        self._emails.extend([hash(text) & 0xFFFFFFFF or 1 if text else 0 for text in emails])
        self._numbers.extend([hash(text) & 0xFFFFFFFF or 1 if text else 0 for text in external_ids])

    def suspects(self) -> set[int]:
        """The places, from 0, of the rows that may share an address or a number with another row."""
        emails, numbers = _doubled(self._emails), _doubled(self._numbers)
        if not emails and not numbers:
            return set()
        pairs = zip(self._emails, self._numbers, strict=True)
        return {place for place, (email, number) in enumerate(pairs) if email in emails or number in numbers}


def decide(namings: Sequence[Naming]) -> tuple[set[int], dict[int, int]]:
    """The rows that a later row supersedes, and the faulty rows with the row whose address they share.

    `namings` are in the file's order. Shared addresses and numbers link rows; a superseded row hands its links on.
    """
    conflicts: dict[int, int] = {}
    owner: dict[str, Naming] = {}
    for naming in namings:
        if naming.email and naming.external_id:
            first = owner.setdefault(naming.email, naming)
            if first.external_id != naming.external_id:
                conflicts[naming.row] = first.row
    repeated: set[int] = set()
    later: set[tuple[str, str]] = set()
    for naming in reversed(namings):
        if naming.row in conflicts:
            continue
        keys = {("email", naming.email), ("number", naming.external_id)} - {("email", ""), ("number", "")}
        if keys & later:
            repeated.add(naming.row)
        later |= keys
    return repeated, conflicts


def _doubled(hashes: "array[int]") -> set[int]:
    """The hashes that occur more than once, 0 left out."""
    doubled: set[int] = set()
    buckets = len(hashes) // BUCKET + 1
    for bucket in range(buckets):
        some = [value for value in hashes if value % buckets == bucket]
        if len(set(some)) < len(some):
            doubled.update(value for value, times in Counter(some).items() if times > 1)
    doubled.discard(0)
    return doubled
