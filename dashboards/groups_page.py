"""What the page of groups is given."""

from typing import Any

from accounts.actions import MOST_DIMENSIONS
from accounts.entrance import MemberRequest
from customers.properties import labels
from customers.queries import MOST_HELD, NEWEST, count_up_to, kinds
from dashboards.presenters import groups as words
from dashboards.queries.groups import standing_on


def context(request: MemberRequest) -> dict[str, Any]:
    """Context of `dashboards/groups.html`."""
    business = request.business
    needed = standing_on(business)
    found = {kind.name: kind for kind in kinds(business)}
    named = labels([*business.noted_dimensions, *found])

    def line(name: str, **more: Any) -> words.Line:
        kind = found.get(name)
        return words.Line(name, named[name], words.values(kind), words.held(kind), **more)

    compared = [
        line(name, is_first=place == 0, needed=needed.get(name, ())) for place, name in enumerate(business.dimensions)
    ]
    stopped = business.stopped_dimensions
    others = [
        line(name, why_not=words.why_not(found.get(name), came_before=name in stopped))
        for name in dict.fromkeys([*stopped, *found])
        if name not in business.dimensions
    ]
    return {
        "compared": compared,
        "others": sorted(others, key=lambda one: bool(one.why_not)),
        "full": words.FULL if len(compared) >= MOST_DIMENSIONS else "",
        "newest": count_up_to(business, NEWEST + 1) > NEWEST
        or sum(one.customers for one in found.values()) >= MOST_HELD,
    }
