"""The tables of the foundation."""

from foundation.agenda.models import Due, Pulse
from foundation.ledger.models import LedgerCursor, LedgerHead, LedgerLine

__all__ = ["Due", "LedgerCursor", "LedgerHead", "LedgerLine", "Pulse"]
