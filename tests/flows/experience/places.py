"""Every page of the product, read from its addresses: a new one is looked at without being named here."""

import re
import uuid
from collections.abc import Iterator, Mapping

from django.apps import apps
from django.test import Client

from accounts.models import Business, User
from foundation.tenancy.context import acting_for
from foundation.tenancy.models import TenantModel
from tests.isolation.routes import Route, inside, outside

BACKEND = "django.contrib.auth.backends.ModelBackend"
METRIC = "nps"
# Addresses outside a business that are no page: what they are.
NO_PAGES = {
    "healthz": "a word for a load balancer",
    "readyz": "JSON",
    "metrics": "figures for Prometheus",
    "start": "leads on",
}


def client_of(user: User) -> Client:
    """Somebody signed in."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def ids_in(business: Business) -> dict[str, uuid.UUID]:
    """The newest row of each kind that a business has, by the name of its kind."""
    with acting_for(business):
        rows = {
            model.__name__.lower(): model.objects.order_by("-id").values_list("id", flat=True).first()
            for model in apps.get_models()
            if issubclass(model, TenantModel)
        }
    return {kind: row for kind, row in rows.items() if row}


def address(route: Route, slug: str, ids: Mapping[str, uuid.UUID]) -> str | None:
    """A route of a business with the rows that it names; None where there is no such row."""
    names: dict[str, object] = {f"{kind}_id": row for kind, row in ids.items()} | {"slug": slug, "key": METRIC}
    parts = re.findall(r"<(\w+)>", route.path)
    if not set(parts) <= set(names):
        return None
    return "/" + re.sub(r"<(\w+)>", lambda part: str(names[part[1]]), route.path)


def pages(client: Client, business: Business, ids: Mapping[str, uuid.UUID]) -> list[str]:
    """The addresses of a business that show this person a whole page: no fragment, no file, nothing that only acts."""
    known = [address(route, business.slug, ids) for route in inside()]
    return [one for one in known if one and is_page(client, one)]


def is_page(client: Client, one: str) -> bool:
    """Whether an address answers with a whole page."""
    answer = client.get(one)
    if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
        return False
    return b"<html" in answer.content[:2000].lower()


def plain_outside() -> Iterator[str]:
    """The addresses outside a business that take nothing."""
    for route in outside():
        if not re.search(r"[<(^]", route.path) and route.name not in NO_PAGES:
            yield f"/{route.path}"


def links(code: str, token: str) -> Iterator[str]:
    """The addresses behind a letter's link, but the one that no person sees."""
    for route in outside():
        if route.path.startswith("s/<code>/<token>") and "<stamp>" not in route.path:
            yield f"/{route.path}".replace("<code>", code).replace("<token>", token)
