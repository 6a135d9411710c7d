"""Finding rows of one file that name the same person; `doubles.py` does so for large files. Pure.

A row names a person by number, by address, or by both. Of rows for one person the last counts. One address with two
numbers is a fault of the later row: one address belongs to one person.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Naming(NamedTuple):
    """Whom a row names: the row's number, address and number of the customer, "" where missing."""

    row: int
    email: str
    external_id: str


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
