"""How letters look: templates filled, their style put inline."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import css_inline
from django.template.loader import render_to_string
from django.utils.html import escape

# Private-use characters stand around a blank: no template filter, HTML parser or escape changes them.
OPEN, CLOSE = "\ue000", "\ue001"
_inliner = css_inline.CSSInliner(load_remote_stylesheets=False)


def render(template: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """The text and the HTML of `<template>.txt` and `<template>.html`, the latter's style put into its elements."""
    values = dict(context)
    text = render_to_string(f"{template}.txt", values)
    html = _inliner.inline(render_to_string(f"{template}.html", values))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n", html


def blank(name: str) -> str:
    """What stands in a context for a value that each person has of their own: `{"url": blank("stop_url")}`."""
    return f"{OPEN}{name}{CLOSE}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A letter rendered once for many: literal pieces, and between them the names of blanks."""

    text: tuple[str, ...]
    html: tuple[str, ...]

    def fill(self, values: Mapping[str, str]) -> tuple[str, str]:
        """The text and the HTML with every blank filled; in the HTML the values are escaped. Raises KeyError."""
        escaped = {name: escape(value) for name, value in values.items()}
        return _join(self.text, values), _join(self.html, escaped)


def prepare(template: str, context: Mapping[str, Any], blanks: Iterable[str]) -> Prepared:
    """Render once, leaving `blanks` open; rendering is most of the cost of a letter, filling is nearly none.

    Every name in `blanks` is put into the context as `blank(name)`; where a template wants it deeper (`choices.0.url`),
    put `blank(name)` there. A template cannot ask about a blank (`{% if name %}`): decide beforehand, fill in
    the result (`greeting`).
    """
    names = list(blanks)
    text, html = render(template, dict(context) | {name: blank(name) for name in names})
    hole = re.compile(f"{OPEN}({'|'.join(map(re.escape, names)) or '(?!)'}){CLOSE}")
    return Prepared(tuple(hole.split(text)), tuple(hole.split(html)))


def _join(pieces: tuple[str, ...], values: Mapping[str, str]) -> str:
    return "".join([values[piece] if odd % 2 else piece for odd, piece in enumerate(pieces)])
