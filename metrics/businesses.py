"""What metrics need to know of a business besides its id."""

from collections.abc import Sequence
from typing import Protocol
from zoneinfo import ZoneInfo

from foundation.tenancy.context import HasId
from metrics.ranges import Calendar


class LocalBusiness(HasId, Protocol):
    """A business with its own clock, its own weeks, and the dimensions it is split by."""

    @property
    def timezone(self) -> str: ...

    @property
    def week_start(self) -> int: ...

    @property
    def dimensions(self) -> Sequence[str]: ...


def calendar_of(business: LocalBusiness) -> Calendar:
    """The zone and the weeks of a business."""
    return Calendar(ZoneInfo(business.timezone), business.week_start)
