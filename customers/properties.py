"""What pages call a property of customers, whose name is as its file had it. Pure; what is stored stays as it is."""

import re
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

WORD_WITHIN = re.compile(r"(?<=[a-z]{2})[A-Z](?=[a-z])|(?<=[a-z]{2})(?=[A-Z])")  # favouriteShop, shopID


@lru_cache(4096)  # a page of many columns asks for each name beside each other one
def in_words(name: str) -> str:
    """Within a sentence: favourite_shop and favouriteShop are "favourite shop"; what holds a space stays as it is."""
    if " " in name.strip():
        return name.strip()
    apart = WORD_WITHIN.sub(lambda found: f" {found[0].lower()}", name)
    return " ".join(apart.replace("_", " ").split()) or name


def label(name: str) -> str:
    """On its own, at a field or above a column: Favourite shop."""
    words = in_words(name)
    return words if words[1:2].isupper() else words[:1].upper() + words[1:]


def labels(names: Iterable[str]) -> dict[str, str]:
    """Of properties that stand side by side, by name: those that read alike have their own name in brackets."""
    return _apart({name: label(name) for name in names})


def all_in_words(names: Iterable[str]) -> dict[str, str]:
    """The same within a sentence."""
    return _apart({name: in_words(name) for name in names})


def _apart(said: dict[str, str]) -> dict[str, str]:
    times = Counter(map(str.casefold, said.values()))
    return {
        name: f"{words} ({name})" if times[words.casefold()] > 1 and words != name else words
        for name, words in said.items()
    }
