"""`receive_mail`: one message that a mail server hands over: a letter that came back, or somebody's answer to one."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from letters.actions import NotYetError, note_feedback
from letters.mailbox import readers
from letters.reports import read

LARGEST = 10 << 20
TRY_LATER = 75  # EX_TEMPFAIL of sysexits.h: the mail server keeps the message and hands it over again


class Command(BaseCommand):
    """Read a message from standard input; mail that is for nobody here is left alone."""

    help = (
        "Read from standard input a returned letter (RFC 3464) or a complaint (RFC 5965), and stop that address; or a"
        " customer's answer to a reply, and note it on its case."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say in one line what was done, without saying whose letter it was."""
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise CommandError(f"The message is larger than {LARGEST >> 20} MB.")
        report = read(raw)
        if report is None:
            taken = next((said for reader in readers if (said := reader(raw))), "")
            self.stdout.write(taken or "Neither about a letter of ours nor an answer to one: nothing to do.")
            return
        try:
            news = note_feedback(letter=report.letter, kind=report.kind, source="mail")
        except NotYetError:
            raise CommandError("The letter is still being sent: hand this over again.", returncode=TRY_LATER) from None
        self.stdout.write(f"Noted: {report.kind}." if news else "Known already, or no letter of ours: nothing to do.")
