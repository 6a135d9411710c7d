"""The doors for writing customers: people, addresses that get no letters, imports."""

from customers.actions.people import add_customer, change_customer
from customers.actions.suppression import resume_letters, suppress

__all__ = ["add_customer", "change_customer", "resume_letters", "suppress"]
