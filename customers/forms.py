"""Forms about customers."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from accounts.models import Business
from customers.checks import LABELS, LIMITS
from customers.models import Customer
from customers.queries import segment_values

INPUTS = {"email": "email", "phone": "tel"}
HINTS = {
    "email": "Survey letters go here. Without one, a customer number is needed.",
    "external_id": "The one that your till or your books use.",
    "language": "A code such as en or de. Empty: your own language.",
}


class SearchForm(forms.Form):
    """Which customers: words, and a segment of any dimension. A wrong segment counts as none, and the form says so."""

    words = forms.CharField(label="Name, e-mail or number", max_length=200, required=False)

    def __init__(self, business: Business, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.groups = [
            (name.capitalize(), [(urlencode({name: value}), f"{value} ({n})") for value, n in values])
            for name in business.dimensions
            if (values := segment_values(business, name))
        ]
        if self.groups:
            self.fields["segment"] = forms.ChoiceField(
                label="Who",
                choices=[("", "Everybody"), *self.groups],
                required=False,
                error_messages={"invalid_choice": "Nobody belongs to this group any more. Choose another."},
            )
        self.full_clean()

    @property
    def chosen(self) -> dict[str, str]:
        """The filters that hold, by field; those left empty are left out."""
        return {name: text for name, text in self.cleaned_data.items() if text}

    @property
    def segment(self) -> dict[str, str]:
        """The segment as `queries.search` takes it."""
        pairs = parse_qsl(self.chosen.get("segment", ""), keep_blank_values=True)
        return {"property": pairs[0][0], "value": pairs[0][1]} if pairs else {}


class CustomerForm(forms.Form):
    """One customer: the fields, then a text for each property that they or the business's segments have."""

    def __init__(self, data: Any, dimensions: Iterable[str], customer: Customer | None = None) -> None:
        super().__init__(data)
        for name, words in LABELS.items():
            self.fields[name] = forms.CharField(
                label=words,
                required=False,
                max_length=LIMITS[name],
                initial=getattr(customer, name, "") or "",
                help_text=HINTS.get(name, ""),
                widget=forms.TextInput({"type": INPUTS.get(name, "text"), "autocomplete": "off"}),
            )
        self.kept: dict[str, str] = customer.properties if customer else {}
        self.named = {key(name): name for name in dict.fromkeys([*dimensions, *sorted(self.kept)])}
        for field, name in self.named.items():
            self.fields[field] = forms.CharField(label=name, required=False, initial=self.kept.get(name, ""))

    def values(self) -> dict[str, str]:
        """The fields as `actions.add_customer` takes them."""
        return {name: self.cleaned_data[name] for name in LABELS}

    def properties(self) -> dict[str, str]:
        """All properties, the empty ones too."""
        return {**self.kept, **{name: self.cleaned_data[field] for field, name in self.named.items()}}

    def refuse(self, fault: ValidationError) -> None:
        """Say beside its field what an action found wrong."""
        for field, words in fault.message_dict.items():
            self.add_error(field if field in self.fields else NON_FIELD_ERRORS, ValidationError(words))


def key(name: str) -> str:
    """The field of a property: its name without the spaces and quotes that no id of a page may have."""
    return f"property-{quote(name, safe='')}"
