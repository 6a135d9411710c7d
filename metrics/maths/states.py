"""Whether a number may be read, and with what warning."""

from enum import StrEnum

MINIMUM_ANSWERS = 30


class State(StrEnum):
    """What a page must say beside a number."""

    OK = "ok"
    TOO_FEW = "too_few"
    PARTIAL = "partial"
    NONE = "none"


def state_of(n: int, *, whole: bool, minimum: int = MINIMUM_ANSWERS, data_stop_inside: bool = False) -> State:
    """The state of a number of n answers, for a period that is `whole` (over, and not cut) or not.

    Too few is said before partial: both are never compared, and too few is the stronger warning about the value.
    """
    if n == 0:
        return State.NONE
    if n < minimum:
        return State.TOO_FEW
    if not whole or data_stop_inside:
        return State.PARTIAL
    return State.OK
