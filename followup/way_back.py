"""Which list of the queue somebody works through: a case leads back to it."""

from urllib.parse import urlencode

from django.urls import reverse

from accounts.entrance import MemberRequest

KEY, USUAL = "queue", "open"


def remember(request: MemberRequest, show: str, after: str) -> None:
    """Note the list that is shown, where it is another one than the last."""
    query = {"show": show, "after": after} if after else {"show": show}
    if query != _last(request):
        request.session[KEY] = {"slug": request.business.slug, **query}


def list_of(request: MemberRequest) -> str:
    """Which cases that list shows: one of `queries.SHOWS`."""
    return _last(request)["show"]


def way_back(request: MemberRequest, **more: str) -> str:
    """The address of that list; `more` is asked there too."""
    query = urlencode({**_last(request), **more})
    return f"{reverse('followup:queue', args=[request.business.slug])}?{query}"


def _last(request: MemberRequest) -> dict[str, str]:
    kept = dict(request.session.get(KEY) or {})
    return kept if kept.pop("slug", None) == request.business.slug else {"show": USUAL}
