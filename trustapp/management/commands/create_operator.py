"""`create_operator EMAIL`: let a person see the operator's pages."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from accounts.actions import owner_for, set_operator


class Command(BaseCommand):
    """Make somebody an operator, or no longer one. Being one opens no business."""

    help = "Let a person see the operator's pages, once they have a second factor."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--revoke", action="store_true", help="take it away again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what is left to do."""
        try:
            person = owner_for(email=options["email"])
        except ValidationError as fault:
            raise CommandError(" ".join(fault.messages)) from fault
        set_operator(person=person, is_operator=not options["revoke"])
        if options["revoke"]:
            print(f"{person.email} is no operator any more.")
            return
        base = settings.BASE_URL
        print(
            f"{person.email} is an operator.\n"
            f"  1. A password, if there is none yet: {base}{reverse('account_reset_password')}\n"
            f"  2. A second factor:                  {base}{reverse('mfa_index')}\n"
            f"  3. Then:                             {base}{reverse('operating:businesses')}"
        )
