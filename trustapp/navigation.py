"""What every page of a business shows around its content."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Business
from accounts.roles import Permission, allows
from followup.queries import waiting_count
from letters.views import is_open_to

GOALS = ("dashboards:goals", "dashboards:goal", "dashboards:new_goal", "dashboards:choose")
IMPROVEMENTS = (
    "dashboards:improvement",  # and the list
    "dashboards:new_improvement",
    "dashboards:change_improvement",
    "dashboards:review_improvement",
)
Place = tuple[str, str, Permission, tuple[str, ...]]
IN_SIGHT: list[Place] = [  # what a day's work needs
    ("Home", "dashboards:home", Permission.SEE_NUMBERS, ("dashboards:home", "dashboards:metric")),
    ("Answers", "dashboards:answers", Permission.SEE_ANSWERS, ("dashboards:answers", "dashboards:files")),
    ("Queue", "followup:queue", Permission.WORK_CASES, ("followup:",)),
    (
        "Customers",
        "customers:list",
        Permission.MANAGE_CUSTOMERS,
        ("customers:", "dashboards:customer", "dashboards:groups"),
    ),
    ("Surveys", "surveys:surveys", Permission.MANAGE_SURVEYS, ("surveys:",)),
    ("Goals", "dashboards:goals", Permission.SEE_NUMBERS, GOALS),
]
MORE: list[Place] = [  # what is looked at now and then
    ("Improvements", "dashboards:improvements", Permission.SEE_NUMBERS, IMPROVEMENTS),
    ("Reports", "dashboards:reports", Permission.SEE_NUMBERS, ("dashboards:reports",)),
    ("Sharing", "dashboards:sharing", Permission.SHARE, ("dashboards:sharing",)),
    ("Team", "accounts:team", Permission.MANAGE_MEMBERS, ("accounts:team", "accounts:change_member")),
    ("Settings", "accounts:settings", Permission.MANAGE_BUSINESS, ("accounts:settings",)),
]
FITS = 6  # entries that stand side by side: a role with no more places needs no second group


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
    nav, more = (
        [
            {
                "label": label,
                "url": reverse(view, kwargs={"slug": business.slug}),
                "current": any(here.startswith(start) for start in starts),
                "count": _waiting(request, business) if view == "followup:queue" else None,
            }
            for label, view, permission, starts in places
            if allows(role, permission)
        ]
        for places in (IN_SIGHT, MORE)
    )
    if len(nav) + len(more) <= FITS:
        nav, more = nav + more, []
    return {**outside, "business": business, "role": role.label, "nav": nav, "nav_more": more}


def _waiting(request: HttpRequest, business: Business) -> int:
    """How many cases wait for an answer; a view that knows has left it on the request."""
    known: int | None = getattr(request, "waiting_cases", None)
    return waiting_count(business) if known is None else known
