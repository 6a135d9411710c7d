"""Filters for the look of pages and letters."""

import re

from django import template

register = template.Library()

OWN = "#1d5fa8"  # the product's accent, where a business has no colour


@register.filter
def colour(value: object) -> str:
    """A colour as CSS takes it, `#rrggbb`; anything else becomes the product's own: no style can be smuggled in."""
    text = str(value or "")
    return text if re.fullmatch(r"#[0-9a-fA-F]{6}", text) else OWN
