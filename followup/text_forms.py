"""What is typed of the business's own reply texts."""

from typing import Any

from django import forms

from followup.actions.reply_texts import LONGEST_NAME, LONGEST_TEXT
from followup.queries import ReplyTextView
from foundation.ids import uuid7
from foundation.languages import LANGUAGES


class ReplyTextForm(forms.Form):
    """A text and its name. `entry` is made with the page: the same page sent twice is one text."""

    entry = forms.UUIDField(widget=forms.HiddenInput, initial=uuid7)
    name = forms.CharField(
        label="Name",
        max_length=LONGEST_NAME,
        help_text="It stands on the button, as in: Sorry for the wait.",
        error_messages={"required": "Give it a short name."},
    )
    text = forms.CharField(
        label="Text",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 10, "dir": "auto"}),
        error_messages={"required": "Write the text."},
    )
    language = forms.ChoiceField(
        label="Its language",
        choices=[("", "No matter which"), *((one.code, one.name) for one in LANGUAGES.values())],
        required=False,
        help_text="Texts in the customer’s language are offered first.",
        error_messages={"invalid_choice": "Choose a language of the list."},
    )

    def __init__(self, data: Any = None, *, shown: ReplyTextView | None = None, begin: str = "") -> None:
        first = {"name": shown.name, "text": shown.text, "language": shown.language} if shown else {"text": begin}
        super().__init__(data, initial=first)

    def words(self) -> dict[str, str]:
        """What `followup.actions.reply_texts` takes."""
        return {field: self.cleaned_data[field] for field in ("name", "text", "language")}
