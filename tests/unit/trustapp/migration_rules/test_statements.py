"""SQL written by hand."""

import pytest

from trustapp.migration_rules.statements import faults


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE INDEX x ON t (a)",
        "create unique index x on t (a)",
        "REINDEX TABLE t",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0)",
        "ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (id)",
        "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
        "ALTER TABLE t ALTER a TYPE bigint",
        "ALTER TABLE t ALTER COLUMN a SET DATA TYPE bigint",
        "ALTER TABLE t RENAME COLUMN a TO b",
        "ALTER TABLE t DROP COLUMN a",
        "DROP TABLE t",
        "VACUUM FULL t",
        "TRUNCATE t",
        "UPDATE t SET a = 1",
        "SELECT 1; -- fine\n DELETE FROM t",
        "/* why */ INSERT INTO t SELECT * FROM u",
    ],
)
def test_what_locks_or_breaks_is_refused(sql: str) -> None:
    assert list(faults(sql))


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE INDEX CONCURRENTLY x ON t (a)",
        "REINDEX INDEX CONCURRENTLY x",
        "ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID",
        "ALTER TABLE t ADD CONSTRAINT c UNIQUE USING INDEX x",
        "ALTER TABLE t VALIDATE CONSTRAINT c",
        "ALTER TABLE t ADD COLUMN a int",
        "ALTER TABLE t SET (fillfactor = 90)",
        "-- UPDATE t SET a = 1\nSELECT 1",
    ],
)
def test_what_does_not_is_let_through(sql: str) -> None:
    assert list(faults(sql)) == []
