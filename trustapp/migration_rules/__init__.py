"""What a migration may do while people work: the rules behind `manage.py lint_migrations`. See `docs/operating.md`."""

from trustapp.migration_rules.judging import judge

__all__ = ["judge"]
