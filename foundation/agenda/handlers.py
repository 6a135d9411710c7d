"""Who does which kind of work."""

import uuid
from collections.abc import Callable
from datetime import datetime

Handler = Callable[[uuid.UUID, str], datetime | None]

handlers: dict[str, Handler] = {}
brief_kinds: set[str] = set()  # kinds of which many are done one after another, under one message of the broker


def handles(kind: str, *, brief: bool = False) -> Callable[[Handler], Handler]:
    """Register a function of `(business_id, key)` for a kind of work; `brief` if it mostly takes some milliseconds.

    It works in bounded slices of at most some 20 seconds, can be run twice, and returns when it is next due (now: there
    is more; None: done). An exception puts the work off.
    """

    def register(handler: Handler) -> Handler:
        handlers[kind] = handler
        if brief:
            brief_kinds.add(kind)
        return handler

    return register
