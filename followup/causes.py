"""Causes of trouble: the usual ones, to begin with. Pure."""

LONGEST = 80
OTHER = "Other"
USUAL = ("Waiting time", "Product quality", "Price", "Staff", "Delivery", "Mistake in order", OTHER)


def tidy(cause: str) -> str:
    """A cause without stray blanks, spelt as the usual one where it is one."""
    words = " ".join(cause.split())
    return next((usual for usual in USUAL if usual.lower() == words.lower()), words)
