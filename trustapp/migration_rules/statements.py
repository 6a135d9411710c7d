"""What SQL written by hand may not do to a table that people work with. Pure."""

import re
from collections.abc import Iterator

RULES: list[tuple[str, str]] = [
    (r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)", "builds an index under a lock: CREATE INDEX CONCURRENTLY"),
    (r"\bREINDEX\b(?!.*\bCONCURRENTLY\b)", "rebuilds an index under a lock: REINDEX … CONCURRENTLY"),
    (
        r"\bADD\s+CONSTRAINT\b(?!.*\b(NOT\s+VALID|USING\s+INDEX)\b)",
        "checks every row under a lock: add it NOT VALID, and VALIDATE it in the next migration",
    ),
    (
        r"\bADD\s+(CHECK|FOREIGN\s+KEY|UNIQUE|PRIMARY\s+KEY|EXCLUDE)\b",
        "adds a constraint without a name under a lock: ADD CONSTRAINT … NOT VALID",
    ),
    (
        r"\bSET\s+NOT\s+NULL\b",
        "reads every row under a lock: a CHECK (… IS NOT NULL) NOT VALID, validated, first",
    ),
    (
        r"\bALTER\s+(COLUMN\s+)?\S+\s+(SET\s+DATA\s+)?TYPE\b",
        "rewrites the table: add a column, copy in slices, switch over",
    ),
    (r"\bRENAME\b", "breaks the processes of the release before, which still use the old name"),
    (r"\bDROP\s+(COLUMN|TABLE)\b", "breaks the processes of the release before, which still use it"),
    (r"\b(VACUUM\s+FULL|CLUSTER|TRUNCATE|LOCK\s+TABLE)\b", "locks the whole table"),
    (r"^\s*(UPDATE|DELETE|INSERT|WITH)\b", "changes rows in one go: let the agenda do it in slices"),
]


def faults(sql: str) -> Iterator[str]:
    """Why each statement may not be run; nothing for one that may."""
    for statement in _plain(sql).split(";"):
        for pattern, why in RULES:
            if re.search(pattern, statement, re.IGNORECASE | re.DOTALL):
                yield why
                break


def _plain(sql: str) -> str:
    return re.sub(r"--[^\n]*|/\*.*?\*/", " ", sql, flags=re.DOTALL)
