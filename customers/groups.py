"""Which properties make groups to compare by: few values, each shared by several customers. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

MOST_VALUES = 50
MOST_FIGURES = 10  # numbers or days: with more of them they measure something, and name nothing
LONGEST_NAME = 60  # characters; what is longer was written about one customer
SHARED = 0.75  # of those who have a value share it with somebody


class Tally:
    """The values of one property as rows go by, counted for as long as they are few."""

    def __init__(self) -> None:
        self.counts: Counter[str] | None = Counter()

    def add(self, values: Iterable[str]) -> None:
        """The values of the next rows, "" where there is none."""
        if self.counts is not None:
            self.counts.update(values)
            if len(self.counts) > MOST_VALUES + 1:
                self.counts = None

    @property
    def is_few(self) -> bool:
        """Whether there are values, and not too many to compare."""
        return self.counts is not None and 1 <= len(self.counts.keys() - {""}) <= MOST_VALUES

    @property
    def makes_groups(self) -> bool:
        """Whether they are compared where nobody says otherwise."""
        return self.counts is not None and makes_groups(self.counts)


def makes_groups(counts: Mapping[str, int]) -> bool:
    """Whether a property tells groups of customers from each other, by how many rows have each value; "" is none."""
    values = {value: n for value, n in counts.items() if value}
    filled, several = sum(values.values()), [n for n in counts.values() if n > 1]
    if not values or len(values) > MOST_VALUES or max(map(len, values)) > LONGEST_NAME:
        return False
    if len(several) < 2 or 2 * len(values) > filled or sum(n for n in values.values() if n > 1) < SHARED * filled:
        return False
    return len(values) <= MOST_FIGURES or not all(map(is_figure, values))


def is_figure(value: str) -> bool:
    """Whether a value is a number, an amount or a day: more digits than letters."""
    return sum(map(str.isdigit, value)) > sum(map(str.isalpha, value))
