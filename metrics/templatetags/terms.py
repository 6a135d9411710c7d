"""Help beside a term: `{% explain "range" %}`, and `{% explain_field field %}` for what a form calls by a term."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.template.context import Context

from metrics.glossary import TERMS

register = template.Library()

SAID = "terms that this page has explained"


@register.inclusion_tag("components/term.html", takes_context=True)
def explain(context: Context, key: str) -> dict[str, Any]:
    """A button that shows what a term means, once a page; nothing where the page has it already."""
    said: set[str] = context.dicts[0].setdefault(SAID, set())
    if key in said:
        return {}
    said.add(key)
    return {"key": key, "term": TERMS[key]}


@register.inclusion_tag("components/term.html", takes_context=True)
def explain_field(context: Context, field: BoundField) -> dict[str, Any]:
    """The same for a field of a form whose `terms` name one for it."""
    terms: Mapping[str, str] = getattr(field.form, "terms", {})
    return explain(context, terms[field.name]) if field.name in terms else {}
