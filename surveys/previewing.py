"""How customers will see a survey, from words that may not be saved yet."""

import uuid
from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any, TypeVar

from foundation.colours import is_colour, readable
from foundation.languages import LANGUAGES, STANDARD
from surveys import links, presenting
from surveys.asker import Asker
from surveys.letter import compose, trial_path, trial_token
from surveys.models import Survey
from surveys.queries.openings import trial_opening
from surveys.speaking import Voice
from surveys.wordings import WORDS, written

DARK, ALWAYS, NEVER = "@media (prefers-color-scheme: dark)", "@media all", "@media not all"
SOMEBODY = "Ann"
LONGEST = 1000  # characters of any words shown
LOOKS = {"name": 120, "sender_name": 120, "reply_to": 254}  # settings that customers see, and how long each may be
Dressed = TypeVar("Dressed", bound=Asker)


def unsaved(survey: Survey, words: Mapping[str, str], language: str) -> Survey:
    """The survey as it would be with these words in a language; nothing is stored."""
    kept = survey.own_words.get(language, {})
    values = {name: words.get(name, kept.get(name, ""))[:LONGEST] for name in WORDS}
    shown = Survey(id=survey.id, business_id=survey.business_id, name=survey.name, kind=survey.kind)
    if language == STANDARD:
        for name, text in values.items():
            setattr(shown, name, text)
    else:
        shown.translations = {language: values}
    return shown


def dressed(business: Dressed, typed: Mapping[str, str]) -> Dressed:
    """The business as its customers would see it with these settings; nothing is stored, and no wrong colour taken."""
    shown = copy(business)
    for name, most in LOOKS.items():
        if text := typed.get(name, "").strip()[:most]:
            setattr(shown, name, text)
    colour = typed.get("colour", "").lower()
    if is_colour(colour):
        setattr(shown, "colour", readable(colour))  # noqa: B010 # an Asker only reads its own
    return shown


def letter_preview(business: Asker, survey: Survey, language: str, *, dark: bool) -> tuple[str, str]:
    """A letter as text below its envelope, and as HTML; links open in a window of their own and lead to the trial."""
    mail = compose(business, survey, language, trial=True, marked=False).to("", SOMEBODY, trial_token(survey.id))
    html = mail.html.replace(DARK, ALWAYS if dark else NEVER).replace("<head>", '<head><base target="_blank">', 1)
    if dark:
        html = html.replace('content="light dark"', 'content="dark"')
    envelope = {"From": mail.from_name, "Replies go to": mail.reply_to, "Subject": mail.subject}
    head = "".join(f"{name}: {text}\n" for name, text in envelope.items() if text)
    return f"{head}\n{mail.text}", html


def page_preview(business: Asker, survey: Survey, language: str) -> dict[str, Any]:
    """The survey page: the context of `surveys/answer.html`, without the links to other languages."""
    page = presenting.trial(business, "", trial_opening(survey), presenting.Entered(), Voice(language))
    return {**page, "languages": ""}


def trial_url(business: Asker, survey_id: uuid.UUID, language: str) -> str:
    """Where a member tries a survey in a language."""
    return links.in_language(trial_path(business.code, trial_token(survey_id)), language)


def languages_of(survey: Survey, shown: str) -> list[dict[str, Any]]:
    """Every language, which of them is shown, and whether the business has words of its own in it."""
    own = written(survey.own_words)
    return [
        {"code": each.code, "name": each.name, "current": each.code == shown, "own": each.code in own}
        for each in LANGUAGES.values()
    ]


def state_of(survey: Survey, shown: str) -> str:
    """Whose words these are, where the business wrote some in another language and not in this one."""
    own = written(survey.own_words)
    if not own or shown in own:
        return ""
    names = listed([LANGUAGES[code].name for code in own])
    return f"You changed words in {names} only. In {LANGUAGES[shown].name} customers read our standard words."


def listed(names: Sequence[str]) -> str:
    """Names in a sentence: English, German and Arabic."""
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
