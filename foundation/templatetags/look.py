"""Filters for the look of pages and letters."""

from django import template

from foundation.colours import is_colour, readable

register = template.Library()

OWN = "#1d5fa8"  # the product's accent, where a business has no colour


@register.filter
def colour(value: object) -> str:
    """A colour as CSS takes it, `#rrggbb`, on which white words can be read.

    Anything else becomes the product's own: no style can be smuggled in.
    """
    text = str(value or "")
    return readable(text) if is_colour(text) else OWN
