"""What every page of a business shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Business
from accounts.roles import Permission, allows
from followup.queries import open_count
from letters.views import is_open_to

GOALS = ("dashboards:goals", "dashboards:goal", "dashboards:new_goal", "dashboards:choose")
IMPROVEMENTS = (
    "dashboards:improvement",  # and the list
    "dashboards:new_improvement",
    "dashboards:change_improvement",
    "dashboards:review_improvement",
)
PLACES: list[tuple[str, str, Permission, tuple[str, ...]]] = [
    ("Home", "dashboards:home", Permission.SEE_NUMBERS, ("dashboards:home", "dashboards:metric")),
    ("Answers", "dashboards:answers", Permission.SEE_ANSWERS, ("dashboards:answers",)),
    ("Queue", "followup:queue", Permission.WORK_CASES, ("followup:",)),
    ("Goals", "dashboards:goals", Permission.SEE_NUMBERS, GOALS),
    ("Improvements", "dashboards:improvements", Permission.SEE_NUMBERS, IMPROVEMENTS),
    ("Customers", "customers:list", Permission.MANAGE_CUSTOMERS, ("customers:",)),
    ("Surveys", "surveys:surveys", Permission.MANAGE_SURVEYS, ("surveys:",)),
    ("Reports", "dashboards:reports", Permission.SEE_NUMBERS, ("dashboards:reports",)),
    ("Sharing", "dashboards:sharing", Permission.SHARE, ("dashboards:sharing",)),
    ("Team", "accounts:team", Permission.MANAGE_MEMBERS, ("accounts:team", "accounts:change_member")),
    ("Settings", "accounts:settings", Permission.MANAGE_BUSINESS, ("accounts:settings",)),
]


def around(request: HttpRequest) -> dict[str, Any]:
    """Context for `base.html`: the business, the person's role, and the places that role may go to.

    Where letters are kept on this machine, every page says where.
    """
    outside: dict[str, Any] = {"outbox_url": reverse("letters:outbox")} if is_open_to(request) else {}
    business = getattr(request, "business", None)
    if business is None:
        return outside
    role = request.role  # type: ignore[attr-defined] # set together with the business, by `member`
    here = request.resolver_match.view_name if request.resolver_match else ""
    nav = [
        {
            "label": label,
            "url": reverse(view, kwargs={"slug": business.slug}),
            "current": any(here.startswith(start) for start in starts),
            "count": _waiting(request, business) if view == "followup:queue" else None,
        }
        for label, view, permission, starts in PLACES
        if allows(role, permission)
    ]
    return {**outside, "business": business, "role": role.label, "nav": nav}


def _waiting(request: HttpRequest, business: Business) -> int:
    """How many cases are open; a view that knows has left it on the request."""
    known: int | None = getattr(request, "open_cases", None)
    return open_count(business) if known is None else known
