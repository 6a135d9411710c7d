"""Forms about businesses and their people."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.choices import CallableChoiceIterator

from accounts.hours import DAYS
from accounts.models import Business
from accounts.roles import Role
from accounts.zones import choices, zones
from foundation.colours import is_colour, readable
from foundation.languages import CHOICES, LANGUAGES
from foundation.writing import WRITINGS, example

SEEN = ("name", "sender_name", "reply_to", "language", "colour")  # settings that customers see
NO_ADDRESS = "That is no e-mail address. Write it like ann@example.com."
DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def whole(unit: str, usual: int) -> dict[str, str]:
    """The words for a field that holds no number that could be meant."""
    words = f"Write a whole number of {unit}, such as {usual}."
    return dict.fromkeys(["required", "invalid", "min_value", "max_value"], words)


class NewBusinessForm(forms.Form):
    """One more business."""

    name = forms.CharField(
        label="Name", max_length=120, error_messages={"required": "Say what the business is called."}
    )
    timezone = forms.ChoiceField(label="Time zone", choices=choices, initial="UTC")


class JoinForm(forms.Form):
    """What a colleague without an account tells us."""

    name = forms.CharField(label="Your name", max_length=120, error_messages={"required": "Say what you are called."})
    password = forms.CharField(
        label="Choose a password",
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text="At least 12 characters.",
        error_messages={"required": "Choose a password."},
    )

    def clean_password(self) -> str:
        """A password that is long enough and not a common one."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class InviteForm(forms.Form):
    """Asking a colleague to join."""

    email = forms.EmailField(
        label="Their e-mail",
        error_messages={"required": "Say whom you ask: write their e-mail.", "invalid": NO_ADDRESS},
    )
    role = forms.ChoiceField(
        label="What they may do",
        error_messages=dict.fromkeys(["required", "invalid_choice"], "Choose what they may do."),
        choices=[
            (Role.STAFF.value, "Staff: read answers and work on cases"),
            (Role.MANAGER.value, "Manager: also customers, surveys and goals"),
            (Role.VIEWER.value, "Viewer: see the numbers only"),
            (Role.OWNER.value, "Owner: everything"),
        ],
    )


class SettingsForm(forms.ModelForm):  # type: ignore[type-arg] # generic in the stubs only
    """How the business likes to work."""

    darkened = False
    terms: ClassVar[dict[str, str]] = {"quiet_days": "quiet", "reply_within_hours": "due", "one_click": "provisional"}

    class Meta:
        model = Business
        fields = (
            "name",
            "sender_name",
            "reply_to",
            "timezone",
            "language",
            "writing",
            "week_start",
            "colour",
            "quiet_days",
            "reply_within_hours",
            "one_click",
        )
        labels: ClassVar[dict[str, str]] = {
            "sender_name": "Letters come from",
            "reply_to": "Replies go to",
            "timezone": "Time zone",
            "language": "Your customers' language",
            "writing": "How days and numbers are written",
            "week_start": "The week begins on",
            "colour": "Your colour",
            "quiet_days": "Ask nobody more often than every … days",
            "reply_within_hours": "Answer unhappy customers within … working hours",
            "one_click": "Keep a score as provisional when somebody opens it from a letter but does not press Send",
        }
        error_messages: ClassVar[dict[str, dict[str, str]]] = {
            "name": {"required": "Say what the business is called."},
            "reply_to": {"invalid": NO_ADDRESS},
            "colour": {"required": "Choose a colour."},
            **{
                name: {"required": "Choose from the list."}
                for name in ("timezone", "language", "writing", "week_start")
            },
            "quiet_days": whole("days", 90),
            "reply_within_hours": whole("working hours", 8),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "language": "Of letters and survey pages. Whose own language you have noted is written to in that.",
            "writing": "On your team's pages, files and letters. Customers read days as their own language has them.",
        }
        widgets: ClassVar[dict[str, Any]] = {
            "timezone": forms.Select(choices=CallableChoiceIterator(choices)),
            "language": forms.Select(choices=CHOICES),
            "writing": forms.Select(choices=[(key, example(key)) for key in WRITINGS]),
            "week_start": forms.Select(choices=list(enumerate(DAY_NAMES))),
            "colour": forms.TextInput({"type": "color"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for day, name in zip(DAYS, DAY_NAMES, strict=True):
            span = self.instance.hours.get(day)
            self.fields[f"{day}_hours"] = forms.CharField(
                label=name, required=False, initial="-".join(span) if span else "", validators=[check_hours]
            )

    @property
    def looks(self) -> list[forms.BoundField]:
        """What customers see."""
        return [self[name] for name in SEEN]

    @property
    def ways(self) -> list[forms.BoundField]:
        """How the business works."""
        return [self[name] for name in self.Meta.fields if name not in SEEN]

    @property
    def opening(self) -> list[forms.BoundField]:
        """When it is open, day by day."""
        return [self[f"{day}_hours"] for day in DAYS]

    def clean_timezone(self) -> str:
        """A zone that exists."""
        zone: str = self.cleaned_data["timezone"]
        if zone not in zones():
            raise forms.ValidationError(f"'{zone}' is no time zone. Choose one from the list.")
        return zone

    def clean_language(self) -> str:
        """One that letters and pages are written in."""
        language: str = self.cleaned_data["language"]
        if language not in LANGUAGES:
            raise forms.ValidationError(f"No letters are written in '{language}'. Choose a language from the list.")
        return language

    def clean_writing(self) -> str:
        """One of the ways there are."""
        key: str = self.cleaned_data["writing"]
        if key not in WRITINGS:
            raise forms.ValidationError(f"Nothing is written as '{key}'. Choose from the list.")
        return key

    def clean_colour(self) -> str:
        """A colour on which white words can be read; `darkened` says that it is not quite the one asked for."""
        asked: str = self.cleaned_data["colour"].lower()
        if not is_colour(asked):
            raise forms.ValidationError(f"'{asked}' is no colour. Write it like #1d5fa8.")
        self.darkened = readable(asked) != asked
        return readable(asked)

    def clean(self) -> dict[str, Any]:
        """Open on one day at least: replies fall due in these hours."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        days = [f"{day}_hours" for day in DAYS]
        if not any(cleaned.get(day) or day in self.errors for day in days):
            self.add_error(days[0], "Say when you are open on one day at least: replies fall due in these hours.")
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `actions.change_business` takes."""
        hours = {day: self.cleaned_data[f"{day}_hours"] for day in DAYS}
        spans = {day: [part.strip() for part in text.split("-")] for day, text in hours.items() if text}
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {"hours": spans}


def check_hours(text: str) -> None:
    """Raise ValidationError unless a text is like 09:00-17:00, opening before closing."""
    opens, _, closes = (part.strip() for part in text.partition("-"))
    clock = forms.TimeField(input_formats=["%H:%M"])
    try:
        right = clock.clean(opens) < clock.clean(closes) and len(opens) == len(closes) == 5
    except forms.ValidationError:
        right = False
    if not right:
        raise forms.ValidationError(f"'{text}' is no opening time. Write it like 09:00-17:00, opening before closing.")
