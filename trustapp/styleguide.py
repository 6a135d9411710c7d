"""Believable content for the style guide: a bakery with a score of 37."""

from typing import Any

from django import forms
from django.core.paginator import Paginator

MONTHS = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov"]
SCORES = [21, 22, 20, 25, 26, 25, 30, 31, 33, 34, 36, 37]
LOWS = [7, 9, 7, 12, 13, 12, 17, 18, 20, 21, 23, 24]
HIGHS = [34, 36, 34, 38, 40, 39, 43, 45, 46, 48, 49, 50]
PERIODS = list(zip(MONTHS, SCORES, LOWS, HIGHS, strict=True))
NAV = ["Home", "Answers", "Queue", "Goals", "Customers", "Surveys", "Improvements", "Reports"]
BANDS = [(10, "promoter"), (8, "passive"), (3, "detractor")]


class SampleForm(forms.Form):
    """One field of each kind; the address given is wrong on purpose."""

    email = forms.EmailField(label="E-mail", error_messages={"invalid": "'ann@gmial' has no ending such as .com"})
    target = forms.IntegerField(
        label="Target", help_text="From −100 to 100. 50 answers cannot show changes under about 20 points."
    )
    due = forms.DateField(label="By when", widget=forms.DateInput(attrs={"type": "date"}), required=False)
    metric = forms.ChoiceField(
        label="What you measure", choices=[("nps", "Recommend us"), ("csat", "Happy with visit")], required=False
    )
    rhythm = forms.ChoiceField(
        label="How often we look",
        help_text="You can change this later.",
        widget=forms.RadioSelect,
        choices=[("weekly", "Every week"), ("two-weekly", "Every two weeks"), ("monthly", "Every month")],
    )
    days = forms.MultipleChoiceField(
        label="When a letter may go out",
        widget=forms.CheckboxSelectMultiple,
        choices=[("mon", "Monday to Friday"), ("sat", "Saturday")],
        error_messages={"required": "Choose at least one day"},
    )
    note = forms.CharField(label="Note for your team", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    customers = forms.FileField(label="Your customers", help_text="CSV or Excel, at most 20 MB.", required=False)
    remind = forms.BooleanField(label="Remind those who have not answered after a week", required=False)


def chart() -> dict[str, Any]:
    """Context of `components/chart.html`: twelve months towards 40."""
    way = [None] * 6 + [24 + index * 9 / 5 for index in range(6)]
    return {
        "spec": {
            "labels": MONTHS,
            "series": SCORES,
            "low": LOWS,
            "high": HIGHS,
            "baseline": {"value": 24, "label": "Start 24"},
            "target": {"value": 40, "label": "Target 40"},
            "way": way,
            "markers": [{"index": 6, "label": "Second till at noon"}],
            "unit": "points",
            "min": 0,
            "max": 60,
            "partial": True,
        },
        "caption": "Twelve months. The band is where the true score most likely lies; the thin line is the way "
        "to the target. November is not over, so its point is hollow.",
        "columns": ["Month", "Score", "Likely range"],
        "rows": [[month, score, f"{low} to {high}"] for month, score, low, high in PERIODS],
    }


def nav_item(label: str) -> dict[str, Any]:
    """One entry of the navigation, as `base.html` takes it."""
    return {"label": label, "url": "#", "current": label == "Home", "count": 3 if label == "Queue" else None}


def context(form: forms.Form) -> dict[str, Any]:
    """Everything `styleguide.html` shows."""
    return {
        "business": {"name": "Kornblume Bakery", "slug": "kornblume", "colour": ""},
        "role": "owner",
        "nav": [nav_item(label) for label in NAV],
        "form": form,
        "chart": chart(),
        "bands": BANDS,
        "page": Paginator(range(137), 20).page(3),
    }
