"""How much a request may bring."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def takes_a_file(view: View) -> View:
    """Let a view's requests be as large as a file of customers; all others are held to what a form needs."""
    view.takes_a_file = True  # type: ignore[attr-defined] # read by `trustapp.guards`
    return view
