"""`seed_demo`: a believable business with fourteen months behind it, and a second one."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from foundation.postgres.owner import as_owner
from trustapp.demo import make


class Command(BaseCommand):
    """Make the demo once; a second call only says how to get in."""

    help = "Make a demo business with 14 months of answers, and a second one beside it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it where it is missing, and print the logins."""
        if not make.exists():
            make.make(timezone.now())
            with as_owner(connection), connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # so that the first pages are planned on what is there
        print(
            f"Demo      {settings.BASE_URL}/b/{make.SLUG}/\n"
            f"          sign in as owner@kornblume.example (or manager@, staff@, viewer@), password {make.PASSWORD}"
        )
