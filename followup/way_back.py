"""Which list of the queue somebody works through: a case leads back to it."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.urls import reverse

from accounts.entrance import MemberRequest
from followup.lists import LISTS, USUAL

KEY = "queue"


def remember(request: MemberRequest, query: Mapping[str, str]) -> None:
    """Note the list that is shown, by the parameters of its address, where it is another one than the last."""
    if query != _last(request):
        request.session[KEY] = {"slug": request.business.slug, **query}


def list_of(request: MemberRequest) -> str:
    """Which cases that list shows: one of `lists.LISTS`."""
    show = _last(request).get("show")
    return show if show in LISTS else USUAL


def way_back(request: MemberRequest, **more: str) -> str:
    """The address of that list; `more` is asked there too."""
    query = urlencode({**_last(request), **more})
    return f"{reverse('followup:queue', args=[request.business.slug])}?{query}"


def _last(request: MemberRequest) -> dict[str, str]:
    kept = dict(request.session.get(KEY) or {})
    return kept if kept.pop("slug", None) == request.business.slug else {"show": USUAL}
