"""Forms on the page of a case."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from accounts.queries import Member
from followup.actions.closing import BY_PEOPLE
from followup.actions.rows import LONGEST_TEXT
from followup.causes import LONGEST
from foundation import writing
from foundation.ids import uuid7

QUEUE, KEEP = "queue", "keep"
Attrs = Mapping[str, Any]
LONGEST_AWAY = timedelta(days=366)


class WordsForm(forms.Form):
    """A text. `entry` is made with the page: the same page sent twice is one entry."""

    # It stays when a starter replaces the form around it: it tells what its writer had seen.
    entry = forms.UUIDField(widget=forms.HiddenInput({"hx-preserve": "true"}), initial=uuid7)
    text = forms.CharField(max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}))

    def __init__(self, *args: Any, label: str, missing: str, attrs: Attrs | None = None, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["text"].label = label
        self.fields["text"].error_messages["required"] = missing
        self.fields["text"].widget.attrs.update(attrs or {})


class CloseForm(forms.Form):
    """Why it happened and how it ended."""

    terms: ClassVar[dict[str, str]] = {"cause": "cause"}

    other = forms.CharField(
        label="Or in your own words", max_length=LONGEST, required=False, help_text="It joins your list of causes."
    )
    outcome = forms.ChoiceField(
        label="How it ended",
        widget=forms.RadioSelect,
        choices=[(outcome.value, outcome.label) for outcome in BY_PEOPLE],
        error_messages={"required": "Say how it ended."},
    )

    def __init__(self, *args: Any, causes: Iterable[str], attrs: Attrs | None = None, **values: Any) -> None:
        super().__init__(*args, **values)
        choices = [("", "Choose one"), *((cause, cause) for cause in causes)]
        self.fields["cause"] = forms.ChoiceField(
            label="What caused it", choices=choices, error_messages={"required": "Say what caused it."}
        )
        self.fields["cause"].widget.attrs.update(attrs or {})
        self.order_fields(["cause", "other", "outcome"])

    def clean(self) -> dict[str, Any]:
        """One's own words stand in for the list."""
        found = super().clean() or {}
        if found.get("other"):
            self.errors.pop("cause", None)
            found["cause"] = found["other"]
        return found


class AssignForm(forms.Form):
    """Who shall work on it."""

    def __init__(self, *args: Any, colleagues: Iterable[Member], **values: Any) -> None:
        super().__init__(*args, **values)
        choices = [("", "Choose a colleague"), *((str(one.id), _colleague(one)) for one in colleagues)]
        self.fields["to"] = forms.ChoiceField(
            label="Give it to",
            choices=choices,
            error_messages={
                "required": "Choose a colleague.",
                "invalid_choice": "Choose a colleague who works on cases.",
            },
        )


class AwayForm(forms.Form):
    """Until when somebody is away, and where their open cases go meanwhile."""

    until = forms.DateField(
        label="Last day away",
        widget=forms.DateInput({"type": "date"}),
        error_messages={"required": "Say until when.", "invalid": "Write the day as year-month-day, as in 2026-05-31."},
    )

    def __init__(
        self, *args: Any, today: date, people: Iterable[Member], me: Member, for_others: bool, **values: Any
    ) -> None:
        super().__init__(*args, **values)
        self._today = today
        everybody = [me, *(one for one in people if one.id != me.id)]
        if for_others:
            choices = [(str(one.id), _colleague(one)) for one in everybody]
            self.fields["who"] = forms.ChoiceField(label="Who is away", choices=choices, initial=str(me.id))
        here = [one for one in everybody if not one.away_until and (for_others or one.id != me.id)]
        self.fields["cases"] = forms.ChoiceField(
            label="Where open cases go",
            choices=[(QUEUE, "Back to the queue"), *((str(one.id), one.label) for one in here), (KEEP, "They stay")],
            error_messages={"invalid_choice": "Choose where the cases go."},
        )
        self.order_fields(["who", "until", "cases"])

    def clean_until(self) -> date:
        """A day from today on, within a year."""
        until: date = self.cleaned_data["until"]
        if until < self._today:
            raise forms.ValidationError("This day is over: choose today or a later one.")
        if until > self._today + LONGEST_AWAY:
            raise forms.ValidationError("This is more than a year from now: choose an earlier day.")
        return until


def _colleague(one: Member) -> str:
    return f"{one.label} (away until {writing.day(one.away_until)})" if one.away_until else one.label
