"""Forms about surveys and rounds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode
from zoneinfo import ZoneInfo

from django import forms

from customers import queries as customers
from customers.properties import label, labels
from foundation.languages import LANGUAGES, STANDARD
from surveys.actions.surveys import LONGEST_EXPIRY_DAYS
from surveys.asker import Asker
from surveys.letter import standard_words
from surveys.localtime import NoSuchTimeError, instant_of
from surveys.models import Survey
from surveys.scales import SCALES
from surveys.wordings import WORDS

EVERYBODY = "all"
SEGMENTS_SHOWN = 20  # of each dimension


class NewSurveyForm(forms.Form):
    """Which question."""

    kind = forms.ChoiceField(
        label="What do you want to know?",
        widget=forms.RadioSelect,
        initial="nps",
        error_messages={"required": "Choose a question.", "invalid_choice": "Choose a question."},
    )

    def __init__(self, business: Asker, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(kind, standard_words(business, kind, STANDARD)["question"]) for kind in SCALES]


class WordsForm(forms.Form):
    """A survey's name and its words in one language, the standard ones filled in where the business has none."""

    name = forms.CharField(
        label="Name", max_length=120, help_text="Only you see it.", error_messages={"required": "Name the survey."}
    )
    letter_subject = forms.CharField(label="Subject of the letter", max_length=200, required=False)
    letter_intro = forms.CharField(
        label="Letter", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    question = forms.CharField(
        label="Question", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    low_follow_up = forms.CharField(label="We ask the unhappy", max_length=300, required=False)
    middle_follow_up = forms.CharField(label="We ask those between", max_length=300, required=False)
    high_follow_up = forms.CharField(label="We ask the happy", max_length=300, required=False)
    thanks = forms.CharField(
        label="Thanks",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What happens next. Left empty, the words fit the answer.",
    )
    expires_days = forms.IntegerField(
        label="Days a link works",
        min_value=1,
        max_value=LONGEST_EXPIRY_DAYS,
        error_messages=dict.fromkeys(
            ["required", "invalid", "min_value", "max_value"], f"Choose from 1 to {LONGEST_EXPIRY_DAYS} days."
        ),
    )

    def __init__(self, business: Asker, survey: Survey, language: str, *args: Any, **kwargs: Any) -> None:
        self.standard = standard_words(business, survey.kind, language)
        own = survey.own_words.get(language, {})
        words = {name: own.get(name) or self.standard.get(name, "") for name in WORDS}
        kwargs["initial"] = {"name": survey.name, "expires_days": survey.expires_days, **words}
        super().__init__(*args, **kwargs)
        for name in WORDS:
            self.fields[name].widget.attrs |= {"lang": language, "dir": LANGUAGES[language].direction}

    def clean(self) -> dict[str, Any]:
        """Words that are the standard ones are kept as empty: they follow the standard when it gets better."""
        values = dict(super().clean() or {})
        for name in WORDS:
            text, standard = (" ".join(str(words.get(name, "")).split()) for words in (values, self.standard))
            if text and text == standard:
                values[name] = ""
        return values


class AskForm(forms.Form):
    """Whom to ask, and when."""

    audience = forms.ChoiceField(
        label="Whom do you ask?",
        initial=EVERYBODY,
        error_messages={
            "required": "Say whom you ask.",
            "invalid_choice": "Nobody belongs to this group any more. Choose another.",
        },
    )
    when = forms.ChoiceField(
        label="When do the letters go out?",
        widget=forms.RadioSelect,
        choices=[("now", "At once"), ("later", "On a day")],
        initial="now",
        error_messages={"required": "Say when.", "invalid_choice": "Say when."},
    )
    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": "Choose a day.", "invalid": "This is no day. Write it like 2026-03-31."},
    )
    clock = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": "Choose a time.", "invalid": "This is no time. Write it like 09:30."},
    )

    def __init__(self, business: Asker, now: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now, self.zone = now, ZoneInfo(business.timezone)
        audience: Any = self.fields["audience"]
        audience.choices = audiences(business)
        self.fields["clock"].help_text = f"As the clocks in {business.timezone.replace('_', ' ')} show it."
        self.starts_at: datetime | None = None
        if self.is_bound and self.data.get("when") != "later":
            self.fields["day"].required = self.fields["clock"].required = False

    def clean(self) -> dict[str, Any]:
        """Turn the day and the time into an instant, `starts_at`; None is at once."""
        values = dict(super().clean() or {})
        if values.get("when") == "later" and not self.errors:
            try:
                self.starts_at = instant_of(values["day"], values["clock"], self.zone)
            except NoSuchTimeError as fault:
                self.add_error("clock", str(fault))
            else:
                if self.starts_at <= self.now:
                    self.add_error("day", "That time is over. Choose a later one, or send at once.")
        return values

    @property
    def chosen_audience(self) -> dict[str, str]:
        """The audience as `customers.queries.audience` takes it."""
        pairs = parse_qsl(self.cleaned_data.get("audience", ""))
        return {"property": pairs[0][0], "value": pairs[0][1]} if pairs else {}


def audiences(business: Asker) -> list[tuple[str, Any]]:
    """Everybody, and the segments of each dimension with how many belong to it."""
    groups: list[tuple[str, Any]] = [(EVERYBODY, "Everybody")]
    named = labels(business.dimensions)
    for dimension in business.dimensions:
        values = customers.segment_values(business, dimension, SEGMENTS_SHOWN)
        group = [(urlencode({dimension: value}), f"{value} ({n})") for value, n in values if value]
        if group:
            groups.append((named[dimension], group))
    return groups


def audience_words(audience: Mapping[str, str]) -> str:
    """An audience as a page says it."""
    return f"{label(audience['property'])}: {audience['value']}" if audience else "Everybody"
