"""The time zones there are. To list them is to read some six hundred files: it is done once, when first asked."""

from functools import cache
from zoneinfo import available_timezones


@cache
def zones() -> frozenset[str]:
    """Their names."""
    return frozenset(available_timezones())


@cache
def choices() -> tuple[tuple[str, str], ...]:
    """Each as a form's choice, in order."""
    return tuple((name, name.replace("_", " ")) for name in sorted(zones()))
