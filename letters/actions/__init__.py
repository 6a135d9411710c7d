"""Every write of this room."""

from letters.actions.queueing import SEND, cancel, queue
from letters.actions.sending import Batch, Claimed, Step, claim, release, settle, tell

__all__ = ["SEND", "Batch", "Claimed", "Step", "cancel", "claim", "queue", "release", "settle", "tell"]
