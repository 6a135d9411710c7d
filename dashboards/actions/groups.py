"""Comparing groups of customers by a property, and stopping it while nothing stands on one of them."""

import uuid

from django.core.exceptions import ValidationError

from accounts.actions import MOST_DIMENSIONS, add_dimensions, held_dimensions, stop_dimension
from accounts.models import Business
from accounts.queries import by_id
from customers.queries import kinds
from dashboards.presenters import groups as words
from dashboards.queries.groups import standing_on
from foundation.tenancy.context import acting_for


def compare_groups(*, business: Business, name: str, by: uuid.UUID) -> bool:
    """Compare groups by a property; whether it was compared before and comes back. Once more changes nothing.

    Raises ValidationError where nobody has it, where it has too many values, or where so many are compared already.
    """
    with acting_for(business):
        dimensions, stopped = held_dimensions(business), by_id(business.id).stopped_dimensions
        if name in dimensions:
            return False
        if len(dimensions) >= MOST_DIMENSIONS:
            raise ValidationError(words.FULL)
        if name not in stopped:
            found = next((kind for kind in kinds(business) if kind.name == name), None)
            if found is None:
                raise ValidationError(words.NOBODY)
            if not words.is_few(found.values):
                raise ValidationError(words.TOO_MANY)
        add_dimensions(business=business, names=[name], by=by)
    return name in stopped


def stop_comparing(*, business: Business, name: str, by: uuid.UUID) -> None:
    """Compare groups by a property no longer. Raises ValidationError naming what stands on one of its groups."""
    with acting_for(business):
        held_dimensions(business)  # who sets a goal meanwhile waits, and finds the group gone
        if needed := standing_on(business).get(name):
            raise ValidationError([words.needs(one) for one in needed])
        stop_dimension(business=business, name=name, by=by)
