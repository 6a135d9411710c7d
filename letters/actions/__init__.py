"""Every write of this room."""

from letters.actions.feedback import NotYetError, note_feedback
from letters.actions.queueing import SEND, cancel, queue
from letters.actions.sending import Batch, Claimed, Step, claim, release, settle, tell

__all__ = [
    "SEND",
    "Batch",
    "Claimed",
    "NotYetError",
    "Step",
    "cancel",
    "claim",
    "note_feedback",
    "queue",
    "release",
    "settle",
    "tell",
]
