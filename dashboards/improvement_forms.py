"""What is typed on the pages of improvements."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from accounts.queries import Member
from dashboards.forms import day_field, offer_places
from followup.improvement_rules import LONGEST_TEXT, LONGEST_TITLE
from followup.queries import ImprovementView
from foundation.ids import uuid7

USUAL_DAYS = 56  # as long as most present numbers look back
Choices = Sequence[tuple[str, str]]


def wrong(words: str) -> dict[str, str]:
    """The same words for a choice that is missing and for one that is not offered."""
    return {"required": words, "invalid_choice": words}


class ImprovementForm(forms.Form):
    """One thing to change. `entry` is made with the page: the same page sent twice is one improvement."""

    terms: ClassVar[dict[str, str]] = {"review_on": "review"}

    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    title = forms.CharField(
        label="What do we change?",
        max_length=LONGEST_TITLE,
        help_text="In a few words, such as: a second till at noon. It stands on the chart.",
        error_messages={"required": "Say in a few words what you change"},
    )
    change = forms.CharField(
        label="What will be different?", max_length=LONGEST_TEXT, required=False, widget=forms.Textarea({"rows": 3})
    )

    def __init__(
        self,
        *,
        causes: Sequence[str],
        scores: Choices,
        segments: Mapping[str, Sequence[str]],
        people: Sequence[Member],
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.fields["cause"] = forms.ChoiceField(
            label="Which trouble should it end?",
            choices=[("", "None of these"), *((cause, cause) for cause in causes)],
            required=False,
            error_messages=wrong("Choose a trouble of the list"),
        )
        self.fields["moves"] = forms.ChoiceField(
            label="Which score should move?",
            choices=list(scores),
            error_messages=wrong("Choose the score it should move"),
        )
        self.fields["segment"] = forms.ChoiceField(
            label="Where?", required=False, error_messages=wrong("Choose a place of the list")
        )
        offer_places(self, segments)
        self.fields["owner"] = forms.ChoiceField(
            label="Who sees to it?",
            choices=[(str(one.id), one.name or one.email) for one in people],
            error_messages=wrong("Say who sees to it"),
        )
        self.fields["starts_on"] = day_field("From when?", "Say from when")
        self.fields["review_on"] = day_field("When do we look back?", "Say when you look back")
        self.fields["review_on"].help_text = "Who sees to it gets a letter on that day, with before and after."

    def values(self) -> dict[str, Any]:
        """What `followup.actions.improvements` takes."""
        given = self.cleaned_data
        kind, _, survey = given["moves"].partition(":")
        dimension, _, segment = given.get("segment", "").partition(":")
        return {
            "title": given["title"],
            "change": given["change"],
            "cause": given["cause"],
            "kind": kind,
            "survey_id": uuid.UUID(survey) if survey else None,
            "segment": (dimension, segment),
            "owner": uuid.UUID(given["owner"]),
            "starts_on": given["starts_on"],
            "review_on": given["review_on"],
        }


class ReviewForm(forms.Form):
    """What people make of before and after."""

    outcome = forms.CharField(
        label="What came of it?",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        help_text="Keep it, change it or stop it: say what you decide.",
        error_messages={"required": "Say what came of it"},
    )


def initial_of(one: ImprovementView) -> dict[str, Any]:
    """An improvement as its form shows it."""
    return {
        "entry": one.id,
        "title": one.title,
        "change": one.change,
        "cause": one.cause,
        "moves": moves_of(one),
        "segment": f"{one.dimension}:{one.segment}" if one.dimension else "",
        "owner": str(one.owner),
        "starts_on": one.starts_on,
        "review_on": one.review_on,
    }


def fresh(me: uuid.UUID, cause: str, today: date) -> dict[str, Any]:
    """A new one, from today on."""
    days = {"starts_on": today, "review_on": today + timedelta(days=USUAL_DAYS)}
    return {"owner": str(me), "cause": cause, **days}


def moves_of(one: ImprovementView) -> str:
    """The score it should move, as the form names it: a kind, or a kind and a survey."""
    return f"{one.kind}:{one.survey_id}" if one.survey_id else one.kind
