"""Forms about customers."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.files.uploadedfile import UploadedFile

from accounts.models import Business
from customers import properties
from customers.checks import LABELS, LIMITS
from customers.models import Customer
from customers.queries import segment_values
from customers.tables import EMPTY

LONGEST_PASTE = 1_000_000  # characters
TYPED = {"email": "E-mail", "name": "Name"}
TYPED_ROWS = 5
INPUTS = {"email": "email", "phone": "tel"}
HINTS = {
    "email": "Survey letters go here. Without one, a customer number is needed.",
    "external_id": "The one that your till or your books use.",
    "language": "A code such as en, de or ar. Empty, or one that letters are not written in: your own language.",
}


class SearchForm(forms.Form):
    """Which customers: words, and a segment of any dimension. A wrong segment counts as none, and the form says so."""

    words = forms.CharField(label="Name, e-mail or number", max_length=200, required=False)

    def __init__(self, business: Business, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        named = properties.labels(business.dimensions)
        self.groups = [
            (named[name], [(urlencode({name: value}), f"{value} ({n})") for value, n in values])
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
        words_of = properties.labels(self.named.values())
        for field, name in self.named.items():
            self.fields[field] = forms.CharField(label=words_of[name], required=False, initial=self.kept.get(name, ""))

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


class UploadForm(forms.Form):
    """A file, rows pasted from a spreadsheet, or a few rows typed."""

    file = forms.FileField(
        label="A file from your spreadsheet, till or shop",
        required=False,
        widget=forms.ClearableFileInput({"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"empty": EMPTY},
    )
    pasted = forms.CharField(
        label="Or paste the rows here",
        help_text="Copy them in your spreadsheet together with the row of column names.",
        required=False,
        max_length=LONGEST_PASTE,
        strip=False,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"max_length": "That is too much to paste. Save it as a file and choose the file."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(TYPED_ROWS):
            for column, label in TYPED.items():
                self.fields[f"{column}-{row}"] = forms.CharField(
                    label=f"{label} of customer {row + 1}",
                    required=False,
                    max_length=LIMITS[column],
                    widget=forms.TextInput({"type": INPUTS.get(column, "text"), "autocomplete": "off"}),
                )
        self.fields["file"].help_text = f"CSV or Excel (.xlsx), at most {settings.IMPORT_MAX_MB} MB."

    def clean_file(self) -> "UploadedFile[Any] | None":
        """A file within the size."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > settings.IMPORT_MAX_MB << 20:
            raise ValidationError(
                f"The file is larger than {settings.IMPORT_MAX_MB} MB. Split it and import the parts one by one."
            )
        return file

    def clean(self) -> dict[str, Any]:
        """One of the three."""
        values = super().clean() or {}
        if not self.errors and not values.get("file") and not (values.get("pasted") or "").strip() and not self.typed:
            self.add_error("file", "Choose a file, or paste or type rows below.")
        return values

    @property
    def typed(self) -> list[list[str]]:
        """The rows typed, those left empty not among them."""
        rows = [[self.cleaned_data.get(f"{column}-{row}", "") for column in TYPED] for row in range(TYPED_ROWS)]
        return [row for row in rows if any(row)]

    @property
    def boxes(self) -> list[list[forms.BoundField]]:
        """The fields to type in, row by row."""
        return [[self[f"{column}-{row}"] for column in TYPED] for row in range(TYPED_ROWS)]

    @property
    def source(self) -> tuple[str, Iterator[bytes]]:
        """A name and the content in blocks."""
        file = self.cleaned_data["file"]
        if file:
            return file.name, file.chunks()
        if self.cleaned_data["pasted"].strip():
            return "Pasted rows", iter([self.cleaned_data["pasted"].encode()])
        text = io.StringIO(newline="")
        csv.writer(text).writerows([list(TYPED), *self.typed])
        return "Typed rows", iter([text.getvalue().encode()])


def key(name: str) -> str:
    """The field of a property: its name without the spaces and quotes that no id of a page may have."""
    return f"property-{quote(name, safe='')}"
