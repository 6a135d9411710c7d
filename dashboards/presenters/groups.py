"""Groups of customers in words: what a property holds, and why it can be compared or not. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from customers.groups import MOST_VALUES
from customers.presenting import joined
from customers.properties import in_words, label
from foundation import writing

FULL = "Groups can be compared by eight properties at most. Stop comparing by one of them first."
NOBODY = "None of your customers has this property any more. Nothing was changed."
TOO_MANY = f"It has more than {MOST_VALUES} different values: too many to compare. Nothing was changed."


@dataclass(frozen=True, slots=True)
class Line:
    """One property: `values` and `held` say what it holds, `why_not` why no groups can be compared by it."""

    name: str
    label: str
    values: str
    held: str
    is_first: bool = False
    needed: Sequence[Any] = ()
    why_not: str = ""


def values(kind: Any) -> str:
    """4 different values, such as “Station” and “Old Town”; all of them where those are all."""
    if kind is None:
        return "None of your customers has it now. Answers from before may."
    counted = f"{writing.count(kind.values)} different value{'' if kind.values == 1 else 's'}"
    if not kind.examples:
        return counted
    named = joined([f"“{one}”" for one in kind.examples])
    return f"{counted}: {named}" if len(kind.examples) == kind.values else f"{counted}, such as {named}"


def held(kind: Any) -> str:
    """1,204 customers have it; empty where none does."""
    if kind is None:
        return ""
    return f"{writing.count(kind.customers)} customer{' has' if kind.customers == 1 else 's have'} it."


def is_few(count: int) -> bool:
    """Whether so many values can be compared."""
    return count <= MOST_VALUES


def why_not(kind: Any, *, came_before: bool) -> str:
    """Why no groups can be compared by a property; what was compared before always can."""
    return "" if came_before or is_few(kind.values) else f"Too many to compare: {MOST_VALUES} at most."


def needs(one: Any) -> str:
    """Why comparing cannot stop: the target or the improvement that is about one of the groups."""
    if one.improvement:
        return f"The improvement “{one.title}” is about one of these groups. Look back on it or give it up first."
    return f"The target “{one.title}” is about one of these groups. End it first."


def compared(name: str, *, again: bool) -> str:
    """What follows from comparing: who comes back, and who is not known."""
    if again:
        return f"Groups are compared by {in_words(name)} again. Earlier answers are counted anew within some minutes."
    return (
        f"Groups are compared by {in_words(name)} from now on. "
        f"Whoever was asked before counts as “{label(name)} not known”."
    )


def stopped(name: str) -> str:
    """What follows from stopping."""
    return f"Groups are no longer compared by {in_words(name)}. Nothing is lost: it comes back when you compare again."
