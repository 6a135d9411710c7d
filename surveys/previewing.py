"""How customers will see a survey, from words that may not be saved yet."""

import uuid
from collections.abc import Mapping
from typing import Any

from surveys import presenting
from surveys.actions.surveys import WORDS
from surveys.asker import Asker
from surveys.letter import compose, trial_path, trial_token
from surveys.models import Survey
from surveys.queries.openings import trial_opening

VIEWS = {
    "phone": "Letter on a phone",
    "desktop": "Letter on a computer",
    "dark": "Letter in the dark",
    "text": "Letter as text",
    "page": "Survey page",
}
DARK, ALWAYS, NEVER = "@media (prefers-color-scheme: dark)", "@media all", "@media not all"
SOMEBODY = "Ann"
LONGEST = 1000  # characters of any words shown


def unsaved(survey: Survey, words: Mapping[str, str]) -> Survey:
    """The survey as it would be with these words; nothing is stored."""
    values = {name: words.get(name, getattr(survey, name))[:LONGEST] for name in WORDS}
    return Survey(id=survey.id, business_id=survey.business_id, name=survey.name, kind=survey.kind, **values)


def letter_preview(business: Asker, survey: Survey, *, dark: bool) -> tuple[str, str, str]:
    """The subject, the text and the HTML of a letter; links open in a window of their own and lead to the trial."""
    mail = compose(business, survey, trial=True, marked=False).to("", SOMEBODY, trial_token(survey.id))
    html = mail.html.replace(DARK, ALWAYS if dark else NEVER).replace("<head>", '<head><base target="_blank">', 1)
    if dark:
        html = html.replace('content="light dark"', 'content="dark"')
    return mail.subject, mail.text, html


def page_preview(business: Asker, survey: Survey) -> dict[str, Any]:
    """The survey page: the context of `surveys/answer.html`."""
    return presenting.trial(business, "", trial_opening(survey), presenting.Entered())


def trial_url(business: Asker, survey_id: uuid.UUID) -> str:
    """Where a member tries a survey."""
    return trial_path(business.code, trial_token(survey_id))
