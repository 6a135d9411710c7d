"""What of the accounts runs in the workers: the letter to an invited colleague."""

from accounts.invitations import write_letters

__all__ = ["write_letters"]
