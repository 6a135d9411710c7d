"""When a member hears how the numbers stand. Pure."""

from enum import Enum


class Hearing(Enum):
    """The occasions to choose from; one letter at each."""

    TARGETS = "targets"  # whenever a target's period closes
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    NEVER = "never"

    @property
    def label(self) -> str:
        """The words a page shows."""
        return {
            Hearing.TARGETS: "When a target's period ends",
            Hearing.WEEKLY: "Every week",
            Hearing.MONTHLY: "Every month",
            Hearing.NEVER: "Never",
        }[self]
