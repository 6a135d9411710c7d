"""Who reads mail that people send to us: each room is offered a message, until one takes it.

A room registers its reader in its `tasks.py`, which every process loads.
"""

from collections.abc import Callable

Reader = Callable[[bytes], str]

readers: list[Reader] = []


def reads(reader: Reader) -> Reader:
    """Register a function of a message's bytes. It says in one line what it did, naming nobody; "": not for it."""
    readers.append(reader)
    return reader
