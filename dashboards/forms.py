"""What the pages that show can be asked: the filters that stand in an address."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from customers.properties import labels
from dashboards.presenters.answers import Chosen
from metrics.measures import MEASURES
from surveys.scales import SCALES

PERIODS = [
    ("day", "Days"),
    ("week", "Weeks"),
    ("two_weekly", "Two weeks each"),
    ("month", "Months"),
    ("quarter", "Quarters"),
]
KINDS = [("", "All questions"), *((kind, MEASURES[kind].plain_name) for kind in SCALES)]
BANDS = [("", "Everybody"), ("low", "▼ Unhappy"), ("middle", "● In between"), ("high", "▲ Happy")]
STATES = [("", "Counted"), ("set_aside", "Set aside"), ("provisional", "Not confirmed yet"), ("all", "In every state")]
Choices = Sequence[tuple[str, Any]]


def offer_places(form: forms.Form, segments: Mapping[str, Sequence[str]]) -> None:
    """Let the field `segment` choose among these; a business without any has no such field."""
    if not segments:
        del form.fields["segment"]
        return
    named = labels(segments)
    groups = [
        (named[name], [(f"{name}:{value}", value or f"{named[name]} not known") for value in values])
        for name, values in segments.items()
    ]
    field: Any = form.fields["segment"]
    field.choices = [("", "Everywhere"), *groups]


def day_field(words: str, missing: str = "") -> forms.DateField:
    """A day, as the browser's own calendar gives it; `missing` is said where one is needed and none is given."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    errors = {"required": missing, "invalid": f"{words.rstrip('?')}: write the day as 2026-03-31"}
    return forms.DateField(label=words, required=bool(missing), widget=widget, error_messages=errors)


class FilterForm(forms.Form):
    """Two days, both within; what the two share is said beside the field."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= {"from": day_field("From"), "to": day_field("To")}
        self.order_fields(self.field_order)
        for field in self.fields.values():
            field.required = False

    def clean(self) -> dict[str, Any]:
        """Refuse an end before its beginning."""
        values: dict[str, Any] = super().clean() or {}
        first, last = values.get("from"), values.get("to")
        if first and last and last < first:
            self.add_error("to", f"To: choose a day from {first:%Y-%m-%d} on")
        return values


class MetricForm(FilterForm):
    """Which days, in which periods, by which dimension.

    Those who may not see single answers choose neither the days nor a line of single days: two ranges that differ by an
    answer would tell it.
    """

    period = forms.ChoiceField(label="Line in", choices=PERIODS)

    def __init__(self, data: Mapping[str, Any], dimensions: Sequence[str], *, any_days: bool) -> None:
        super().__init__(data)
        if not any_days:
            del self.fields["from"], self.fields["to"]
            self.fields["period"] = forms.ChoiceField(label="Line in", choices=PERIODS[1:], required=False)
        if len(dimensions) > 1:
            names = labels(dimensions)
            self.fields["by"] = forms.ChoiceField(label="Split by", choices=[*names.items()], required=False)


class AnswersForm(FilterForm):
    """Which answers."""

    terms: ClassVar[dict[str, str]] = {"band": "promoter", "state": "set_aside"}

    kind = forms.ChoiceField(label="Question", choices=KINDS)
    band = forms.ChoiceField(label="Who", choices=BANDS)
    segment = forms.ChoiceField(label="Where")
    state = forms.ChoiceField(label="State", choices=STATES)
    words = forms.CharField(label="Words", max_length=100)
    field_order = ("kind", "band", "segment", "from", "to", "words", "state", "comments", "customer")
    comments = forms.BooleanField(label="With a comment only")
    customer = forms.UUIDField(
        label="Customer",
        widget=forms.HiddenInput,
        error_messages={"invalid": "Customer: go to their page, and from there to their answers"},
    )

    def __init__(self, data: Mapping[str, Any], segments: Mapping[str, Sequence[str]]) -> None:
        super().__init__(data)
        self.dimensions = list(segments)
        asked = self.split(data.get("segment", ""))
        found = {name: list(values) for name, values in segments.items()}
        if asked and asked[1] not in found[asked[0]]:
            found[asked[0]].append(asked[1])
        offer_places(self, found)

    def split(self, text: str) -> tuple[str, str] | None:
        """`branch:Station kiosk` as its two parts; None for anything that is no segment of this business."""
        dimension, colon, value = text.partition(":")
        return (dimension, value) if colon and dimension in self.dimensions and "\0" not in value else None

    def chosen(self) -> Chosen:
        """The filters; a wrong one counts as not given, and the form says so."""
        self.full_clean()
        given = self.cleaned_data
        state = given.get("state", "")
        return Chosen(
            kind=given.get("kind", ""),
            band=given.get("band", ""),
            segment=self.split(given.get("segment", "")),
            first=given.get("from"),
            last=given.get("to"),
            words=given.get("words", ""),
            with_comment=given.get("comments", False),
            state={"": "confirmed", "all": ""}.get(state, state),
            customer=given.get("customer"),
        )


def blame(form: forms.Form, fault: ValidationError) -> None:
    """Say what is wrong at the field it is about, or above the form where it has none."""
    if not hasattr(fault, "error_dict"):
        form.add_error(None, fault)
        return
    for field, texts in fault.message_dict.items():
        form.add_error(field if field in form.fields else None, texts)
