"""Doing the same thing several times at once, each over a database connection of its own."""

from collections.abc import Callable
from threading import Barrier, Thread

from django.db import connection

MANY = 20


def at_once(act: Callable[[int], object], threads: int = MANY) -> list[object]:
    """What `act(0)` … `act(threads - 1)` return or raise, all begun at the same moment."""
    gate, results = Barrier(threads), list[object]()

    def run(number: int) -> None:
        gate.wait()
        try:
            results.append(act(number))
        except Exception as fault:
            results.append(fault)
        finally:
            connection.close()

    runners = [Thread(target=run, args=(number,)) for number in range(threads)]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join()
    return results


def all_at_once(act: Callable[[int], object], threads: int) -> None:
    """The same, where none may fail."""
    faults = [found for found in at_once(act, threads) if isinstance(found, Exception)]
    if faults:
        raise faults[0]
