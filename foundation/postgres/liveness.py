"""Telling whether a kept connection still works without asking the server.

A server that ends a connection says so: its last words, or the socket's end, wait there to be read. One that is cut off
says nothing; then the system's own probes end the socket, which reads alike.
"""

import select
from typing import Any

from psycopg import Error, pq

# Seconds, but for the last: milliseconds until what was sent has to be acknowledged.
KEEPALIVES = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}


def is_quiet(connection: Any) -> bool:
    """Whether an idle psycopg connection is open and its server has said nothing since it was last asked."""
    if connection.info.transaction_status != pq.TransactionStatus.IDLE:
        return False
    try:
        socket = connection.fileno()
    except Error:
        return False
    waiting = select.poll()
    waiting.register(socket, select.POLLIN)
    return not waiting.poll(0)
