"""`create_business NAME --slug S --owner EMAIL --timezone Z`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.actions import create_business, owner_for


class Command(BaseCommand):
    """Make a business; its owner gets in by asking for a new password."""

    help = "Make a business with its first owner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The business's name, and how it is reached."""
        parser.add_argument("name")
        parser.add_argument("--slug", required=True, help="how it stands in addresses and commands")
        parser.add_argument("--owner", required=True, metavar="EMAIL")
        parser.add_argument("--timezone", default="UTC", metavar="ZONE", help="like Europe/Berlin")
        parser.add_argument("--json", action="store_true", help="print what was made as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make it, or say in one line why not."""
        try:
            owner = owner_for(email=options["owner"])
            business = create_business(
                name=options["name"], slug=options["slug"], owner=owner, timezone=options["timezone"]
            )
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        made = {"id": str(business.id), "slug": business.slug, "code": business.code, "timezone": business.timezone}
        print(json.dumps(made) if options["json"] else f"{business.name} is ready: /b/{business.slug}/")
