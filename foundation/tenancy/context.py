"""`acting_for`: the one way to enter a business's data."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from typing import Any, Protocol

from django.db import connection, transaction

from foundation.postgres.messages import on_citus, rows_of, run_after


class HasId(Protocol):
    """Anything that is known by a UUID: a `Business`."""

    @property
    def id(self) -> uuid.UUID: ...


class NoBusinessError(RuntimeError):
    """Tenant data was touched outside `acting_for`."""


class OtherBusinessError(RuntimeError):
    """Tenant data of one business was touched while acting for another."""


_acting: ContextVar[uuid.UUID | None] = ContextVar("acting_for", default=None)


def business_id_of(business: HasId | uuid.UUID) -> uuid.UUID:
    """The id of a business, given the business or the id itself."""
    return business if isinstance(business, uuid.UUID) else business.id


def current_business_id() -> uuid.UUID:
    """The business acted for. Raises NoBusinessError outside `acting_for`."""
    current = _acting.get()
    if current is None:
        raise NoBusinessError("Tenant data is read and written inside `with acting_for(business):` only.")
    return current


@contextmanager
def acting_for(business: HasId | uuid.UUID) -> Iterator[None]:
    """Open a transaction in which the rows of `business`, and no others, can be reached.

    Entering again for the same business is a savepoint; for another one it raises OtherBusinessError.
    """
    business_id = business_id_of(business)
    outer = _acting.get()
    if outer is not None and outer != business_id:
        raise OtherBusinessError("Leave one business before entering the next.")
    with transaction.atomic():
        if outer is not None:
            yield
            return
        _set_local(business_id)
        mark = _acting.set(business_id)
        try:
            yield
        finally:
            _acting.reset(mark)
        if len(connection.savepoint_ids) > 0:
            _set_local(None)  # SET LOCAL outlives a savepoint, and the transaction goes on without us


@contextmanager
def joining(business: HasId | uuid.UUID) -> Iterator[None]:
    """`acting_for`, without a savepoint where one acts for it already: what fails within undoes the whole.

    So whoever is outside must not catch what is raised here and go on writing.
    """
    if _acting.get() == business_id_of(business):
        yield
        return
    with acting_for(business):
        yield


def reading_for(business: HasId | uuid.UUID) -> AbstractContextManager[None]:
    """Where the rows of `business` can be read: reading undoes nothing, so no savepoint is needed."""
    return joining(business)


def run_for(business: HasId | uuid.UUID, sql: str, params: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """One statement on the rows of `business`, in a transaction of its own and one round trip; the rows it returns.

    For hot paths: what `acting_for` does takes four. Inside `acting_for` or any transaction it takes part in that one.
    """
    business_id = business_id_of(business)
    if connection.in_atomic_block or on_citus():
        with reading_for(business_id), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return rows_of(cursor)
    return run_after(_entering(business_id), sql, params)


def _set_local(business_id: uuid.UUID | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_entering(business_id))


def _entering(business_id: uuid.UUID | None) -> str:
    # SET LOCAL, never set_config: a pooled connection would hand the setting to its next user.
    entering = f"SET LOCAL app.business_id = '{business_id.hex if business_id else ''}'"
    return f"SET LOCAL citus.propagate_set_commands = 'local';{entering}" if on_citus() else entering
