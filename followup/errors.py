"""Why something cannot be done on a case, in words for the page."""

from django.core.exceptions import ValidationError


class TakenError(ValidationError):
    """Somebody else has the case."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has this case already.")


class ClosedError(ValidationError):
    """The case is closed."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} closed this case. Reopen it first.")


class NoAddressError(ValidationError):
    """There is nowhere to send a reply to."""

    def __init__(self) -> None:
        super().__init__("No e-mail address is kept for this customer. Call them, or close the case.")
