"""Drawing the pages behind a letter's links: once for all letters, then filled in for each.

One letter's page differs from the next one's in a few places only. All else that it shows is what the page is kept
under, so what comes out is what drawing it anew would give.
"""

import re
import secrets
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

NONCE = "nonce"
# What is a letter's or an opening's own: a place for each, empty in pages that lack it.
PLACES = ("stamp", "action_url", "change_url", "stop_url", "trap_url", "provisional_url", "undo_url")
# What a person wrote and what was wrong with it: such a page is drawn anew, and nothing of it stays in memory.
OWN_WORDS = ("comment", "errors")
KEPT = 500  # of 14 KB at most, in each process
MARK = f"mark{secrets.token_hex(16)}"  # nobody can have written it
MARKED = re.compile(rf"{MARK}\.(\w+)\.")

Items = tuple[tuple[str, Any], ...]


def drawn(request: HttpRequest, template: str, context: Mapping[str, Any]) -> str:
    """A page. `context` is hashable in all but `OWN_WORDS`.

    Where a request failed before the policy was reached there is no nonce, and the page stands without its style.
    """
    own = {name: context[name] for name in PLACES if context.get(name)}
    alike = tuple((name, value) for name, value in context.items() if name not in own)
    draw = _pieces.__wrapped__ if any(context.get(name) for name in OWN_WORDS) else _pieces
    texts, places = draw(template, alike, tuple(own))
    filled = [*texts]
    for at, place in places:
        filled[at] = str(getattr(request, "csp_nonce", "")) if place == NONCE else escape(own[place])
    return "".join(filled)


@lru_cache(maxsize=KEPT)
def _pieces(template: str, alike: Items, places: tuple[str, ...]) -> tuple[list[str], list[tuple[int, str]]]:
    """The page in pieces, and which of them are places to fill."""
    # Without `request` as such no context processor runs: they would open the session.
    marks = {"request": {"csp_nonce": _mark(NONCE)}, **{place: _mark(place) for place in places}}
    pieces = MARKED.split(render_to_string(template, {**dict(alike), **marks}))
    return pieces, [(at, pieces[at]) for at in range(1, len(pieces), 2)]


def _mark(place: str) -> str:
    return f"{MARK}.{place}."
