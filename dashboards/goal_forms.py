"""What is typed on the pages of goals. Values are typed as they are shown: shares in per cent."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms

from dashboards.forms import day_field, offer_places
from dashboards.presenters.goals import CADENCES, unit_words
from metrics.goal_rules import FIRST_ANSWERS
from metrics.measures import MEASURES, Measure, Unit
from metrics.queries import Goal
from metrics.wording import rounded

BASELINE_DAYS = 90
STARTS = [
    ("last", f"Take the last {BASELINE_DAYS} days"),
    ("first", f"Take my first {FIRST_ANSWERS} answers from now on"),
    ("known", "I know it"),
]


class GoalForm(forms.Form):
    """From where to where, by when: for one metric."""

    terms: ClassVar[dict[str, str]] = {"segment": "segment", "start": "baseline", "target": "target"}
    segment = forms.ChoiceField(label="Where", required=False)
    start = forms.ChoiceField(
        label="Where are you today?",
        choices=STARTS,
        widget=forms.RadioSelect,
        error_messages={"required": "Say where you are today"},
    )
    baseline = forms.FloatField(
        label="If you know it: the score today", required=False, error_messages={"invalid": "Today: write a number"}
    )
    target = forms.FloatField(
        label="Where to?", error_messages={"required": "Say where to", "invalid": "Where to: write a number"}
    )
    due_on = day_field("By when?", "Say by when")
    cadence = forms.ChoiceField(
        label="How often do we look?",
        choices=[(key, words.capitalize()) for key, words in CADENCES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Say how often we look"},
    )

    def __init__(
        self,
        measure: Measure,
        segments: Mapping[str, Sequence[str]],
        hint: str,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={"cadence": "monthly", **(initial or {})})
        self.measure = measure
        self.fields["target"].help_text = f"{unit_words(measure)} {hint}"
        offer_places(self, segments)

    def clean(self) -> dict[str, Any]:
        """Who knows the score says it."""
        values: dict[str, Any] = super().clean() or {}
        if values.get("start") == "known" and values.get("baseline") is None and "baseline" not in self.errors:
            self.add_error("baseline", "Say the score of today, or take it from your answers")
        return values

    def values(self, today: date) -> dict[str, Any]:
        """What `metrics.actions.goals.set_goal` takes."""
        given = self.cleaned_data
        dimension, _, value = given.get("segment", "").partition(":")
        days = (today - timedelta(days=BASELINE_DAYS - 1), today + timedelta(days=1))
        return {
            "metric": self.measure.key,
            "segment": (dimension, value),
            "baseline": stored(self.measure, given["baseline"]) if given["start"] == "known" else None,
            "baseline_days": days if given["start"] == "last" else None,
            "target": stored(self.measure, given["target"]),
            "due_on": given["due_on"],
            "cadence": given["cadence"],
        }


class ChooseForm(forms.Form):
    """Two or three metrics."""

    metrics = forms.MultipleChoiceField(
        label="Two or three of these",
        choices=[(key, f"{measure.plain_name}: {measure.explanation}") for key, measure in MEASURES.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text="What everybody watches gets better.",
        error_messages={"required": "Choose two or three metrics"},
    )


def stored(measure: Measure, typed: float) -> float:
    """A typed value in the metric's own unit."""
    return typed / 100 if measure.unit is Unit.SHARE else typed


def typed(measure: Measure, value: float | None) -> float | None:
    """A stored value as it was typed."""
    if value is None:
        return None
    return plain(round(value * 100 if measure.unit is Unit.SHARE else value, 6))  # 0.07 times 100 is not quite 7


def plain(number: float | None) -> float | None:
    """A number as people write it: 26, not 26.0."""
    return int(number) if number is not None and number.is_integer() else number


def initial_of(measure: Measure, goal: Goal) -> dict[str, Any]:
    """A goal as its form shows it; a measured start is rounded as pages show it."""
    start = goal.baseline
    return {
        "segment": f"{goal.dimension}:{goal.segment}" if goal.dimension else "",
        "start": "first" if start is None else "known",
        "baseline": typed(measure, start) if goal.baseline_n is None else plain(rounded(measure, start)),
        "target": typed(measure, goal.target),
        "due_on": goal.due_on,
        "cadence": goal.cadence,
    }
