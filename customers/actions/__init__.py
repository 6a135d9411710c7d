"""The doors for writing customers: people, addresses that get no letters, imports."""

from customers.actions.imports import (
    advance_import,
    arrange_import,
    confirm_import,
    discard_import,
    forget_import,
    import_file,
    start_import,
)
from customers.actions.people import add_customer, change_customer
from customers.actions.suppression import resume_letters, suppress
from customers.actions.undoing import advance_undo, undo_import

__all__ = [
    "add_customer",
    "advance_import",
    "advance_undo",
    "arrange_import",
    "change_customer",
    "confirm_import",
    "discard_import",
    "forget_import",
    "import_file",
    "resume_letters",
    "start_import",
    "suppress",
    "undo_import",
]
