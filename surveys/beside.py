"""What rooms above this one add to its pages: they know more than it does, and are not imported here."""

import uuid
from collections.abc import Callable, Mapping

from foundation.tenancy.context import HasId

RoundPresenter = Callable[[HasId, uuid.UUID, str], Mapping[str, str]]

presenters: dict[str, RoundPresenter] = {}


def presents_round(name: str) -> Callable[[RoundPresenter], RoundPresenter]:
    """Register a function of (business, round id, kind of question) that gives figures of a round, as label and words.

    It is called inside `acting_for(business)`.
    """

    def register(presenter: RoundPresenter) -> RoundPresenter:
        presenters[name] = presenter
        return presenter

    return register


def figures_of(business: HasId, round_id: uuid.UUID, kind: str) -> dict[str, str]:
    """All that is known of what a round brought, as label and words."""
    return {label: words for one in presenters.values() for label, words in one(business, round_id, kind).items()}
