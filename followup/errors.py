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


class AnsweredError(ValidationError):
    """Somebody else answered the customer, or the customer wrote back, while a reply was being written."""

    def __init__(self, who: str, did: str) -> None:
        super().__init__(f"{who} {did} while you were writing. Send yours as well where it is still needed.")


class NoAddressError(ValidationError):
    """There is nowhere to send a reply to."""

    def __init__(self) -> None:
        super().__init__("No e-mail address is kept for this customer. Call them, or close the case.")
