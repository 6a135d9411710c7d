"""What others may ask of the agenda."""

from datetime import datetime

from foundation.agenda.models import Pulse


def last_pulse(*, name: str) -> datetime | None:
    """When the part `name` was last seen alive; None if never."""
    return Pulse.objects.filter(name=name).values_list("at", flat=True).first()
