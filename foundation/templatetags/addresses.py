"""A filter for e-mail addresses, which no screen is wide enough for."""

import re

from django import template
from django.utils.html import format_html, format_html_join

register = template.Library()

MAY_BREAK = re.compile(r"(?<=[@.])(?=[^@.\s])")


@register.filter
def breakable(value: object) -> str:
    """An address that breaks behind its @ and its dots before it breaks within a word; other words as they are.

    Whatever stands between is escaped.
    """
    text = str(value or "")
    if "@" not in text:
        return text
    first, *others = MAY_BREAK.split(text)
    return format_html("{}{}", first, format_html_join("", "<wbr>{}", ((part,) for part in others)))
