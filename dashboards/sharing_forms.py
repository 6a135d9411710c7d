"""What is asked before a link is made."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms

from dashboards.actions.sharing import DAYS, HOME, METRIC, Target
from dashboards.forms import PERIODS, day_field
from metrics.measures import Measure

EXPIRIES = [(str(days), f"{days} days") for days in DAYS]


class LinkForm(forms.Form):
    """For whom, what, and for how long. The filters of the page that is shared come along unseen."""

    name = forms.CharField(
        label="Who is it for?",
        max_length=80,
        help_text="Only your team sees this name.",
        error_messages={"required": "Say who the link is for, as in “Our accountant”."},
    )
    what = forms.ChoiceField(
        label="What do they see?",
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Choose Home or one of the metrics."),
    )
    days = forms.ChoiceField(
        label="How long does it work?",
        choices=EXPIRIES,
        initial="30",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long the link works.", "invalid_choice": "Choose 7, 30 or 90 days."},
    )
    period = forms.ChoiceField(choices=PERIODS[1:], required=False, widget=forms.HiddenInput)
    by = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any] | None, measures: Sequence[Measure], initial: Mapping[str, Any]) -> None:
        super().__init__(data, initial=dict(initial))
        self.measures = measures
        self.fields |= {"from": day_field("From"), "to": day_field("To")}
        for name in ("from", "to"):
            self.fields[name].widget = forms.HiddenInput()
        what: Any = self.fields["what"]
        what.choices = [(HOME, "Home: the verdict and its line"), *((one.key, one.plain_name) for one in measures)]

    def target(self) -> Target:
        """What the link shows; Home has no filters."""
        given = self.cleaned_data
        if given["what"] == HOME:
            return Target()
        return Target(
            screen=METRIC,
            metric=given["what"],
            period=given.get("period") or "month",
            dimension=given.get("by", ""),
            first=given.get("from"),
            last=given.get("to"),
        )

    def filters(self) -> tuple[str, str, date | None, date | None]:
        """Period, dimension and days that come along, for the sentence that says so."""
        source = self.cleaned_data if self.is_bound and hasattr(self, "cleaned_data") else self.initial
        return source.get("period", ""), source.get("by", ""), source.get("from"), source.get("to")
