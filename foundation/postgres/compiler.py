"""How queries become SQL: as Django does it for PostgreSQL, but for inserts of many rows.

Django writes those as INSERT … SELECT FROM unnest(…). Citus brings such rows in by COPY, which row-level security
refuses; a list of VALUES goes to the right server as it stands.
"""

from django.db.backends.postgresql.compiler import (
    SQLAggregateCompiler,
    SQLCompiler,
    SQLDeleteCompiler,
    SQLUpdateCompiler,
)
from django.db.models.sql.compiler import SQLInsertCompiler

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]
