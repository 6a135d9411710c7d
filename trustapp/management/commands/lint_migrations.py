"""`lint_migrations`: refuses a migration that would stop people's work."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.loader import MigrationLoader

from trustapp.migration_rules import judge


class Command(BaseCommand):
    """Read every migration of the product; the database is not asked."""

    help = "Fail if a migration would lock a table that people work with, or break the release before."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what is wrong with which. Raises CommandError if anything is."""
        loader = MigrationLoader(None)
        ours = [key for key in loader.disk_migrations if key[0] in settings.INSTALLED_APPS]
        faults: list[str] = []
        for key in sorted(ours):
            migration = loader.disk_migrations[key]
            faults += judge(migration, loader.project_state(key, at_end=False))
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} operations would stop people's work: docs/operating.md says what to do.")
        self.stdout.write(f"{len(ours)} migrations stop nobody.")
