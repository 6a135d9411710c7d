"""Every address of the product, read from the URLconf by program."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from accounts.roles import Permission

# Addresses outside a business, and what guards them. A new one fails the tests until it is declared here.
OUTSIDE = {
    "healthz": "alive or not, nothing else",
    "readyz": "which part is well, nothing else",
    "metrics": "counts and times for who holds METRICS_TOKEN, 404 otherwise (tests/unit/trustapp/test_metrics_page.py)",
    "start": "leads to the person's businesses",
    "businesses": "the person's own",
    "new_business": "any person may make one",
    "join": "the link is the key",
    "mail_events": "what a mail provider tells, by its secret or signature; a letter's mark names the business",
    "styleguide": "made-up content, while developing only",
}
OUTSIDE_PREFIXES = {
    "accounts/": "allauth's own pages, about the person alone",
    "operator/": "for operators with a second factor, 404 for everybody else (tests/unit/trustapp/operating)",
    "s/": "survey links: the link is the key (tests/unit/surveys)",
    "d/": "links that show one dashboard: the link is the key (tests/unit/dashboards/views/test_shared.py)",
    "outbox/": "letters on a machine that sends none, from that machine only (tests/unit/letters)",
}


@dataclass(frozen=True)
class Route:
    """One address: its pattern, its name, its parameters, and the permission that its view asks for."""

    path: str
    name: str
    parameters: dict[str, Any]
    permission: Permission | None

    @property
    def takes_an_id(self) -> bool:
        """Whether some part of the address is the id of a row."""
        return any(type(converter).__name__ == "UUIDConverter" for converter in self.parameters.values())

    def fill(self, slug: str, value: Any) -> str:
        """The address with a business and one value in every other place."""
        path = self.path
        for name, converter in self.parameters.items():
            text = slug if name == "slug" else self._text(converter, value)
            path = path.replace(f"<{name}>", text)
        return f"/{path}"

    @staticmethod
    def _text(converter: Any, value: Any) -> str:
        kind = type(converter).__name__
        return "7" if kind == "IntConverter" else str(value)


def routes() -> Iterator[Route]:
    """All of them."""
    yield from _walk(get_resolver(), "", {})


def inside() -> list[Route]:
    """The addresses of one business."""
    return [route for route in routes() if route.path.startswith("b/<slug>/")]


def outside() -> list[Route]:
    """All others."""
    return [route for route in routes() if not route.path.startswith("b/<slug>/")]


def _walk(resolver: URLResolver, prefix: str, converters: dict[str, Any]) -> Iterator[Route]:
    for pattern in resolver.url_patterns:
        known = {**converters, **getattr(pattern.pattern, "converters", {})}
        path = prefix + _plain(str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "permission", None)
            yield Route(path, pattern.name or "", known, view)
        else:
            yield from _walk(pattern, path, known)


def _plain(pattern: str) -> str:
    """`<uuid:case_id>` as `<case_id>`."""
    return re.sub(r"<\w+:", "<", pattern)
