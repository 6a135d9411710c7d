"""The survey letter: rendered once for many, then filled with each person's name and link."""

import uuid
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing

from letters.layout import Prepared, blank, prepare
from letters.purposes import Mail
from surveys import links
from surveys.asker import Asker
from surveys.models import Survey
from surveys.scales import SCALES
from surveys.wordings import OWN, Wording, wording

TEMPLATE = "letters/survey"
TRIAL_DAYS = 30
TRIAL_SALT = "surveys.trial"
REMINDER_INTRO = "A few days ago we asked you a question. Your answer still counts. We will not ask again about this."


@dataclass(frozen=True, slots=True)
class SurveyLetter:
    """A letter with two blanks, a greeting and a token, and what its envelope says."""

    base_url: str
    code: str
    subject: str
    from_name: str
    reply_to: str
    words: Prepared

    def to(self, email: str, name: str, token: str) -> Mail:
        """The letter to one person; `token` is what their links carry."""
        text, html = self.words.fill({"greeting": greeting(name), "token": token})
        stop = f"<{self.base_url}{links.stop_path(self.code, token)}>"
        headers = {"List-Unsubscribe": stop, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        return Mail(email, self.subject, text, html, self.from_name, self.reply_to, headers)


def words_of(business: Asker, survey: Survey) -> Wording:
    """What a survey says: the business's own words, and the standard ones where it has none."""
    own = {name: str(getattr(survey, name)) for name in (*OWN, "thanks") if hasattr(survey, name)}
    return wording(survey.kind, one_line(business.name), own)


def standard_words(business: Asker, kind: str) -> dict[str, str]:
    """The words of a kind of survey as they stand until a business writes its own."""
    return asdict(wording(kind, one_line(business.name), {}))


def compose(
    business: Asker, survey: Survey, *, reminder: bool = False, trial: bool = False, marked: bool = True
) -> SurveyLetter:
    """The letter of a survey, its reminder, or the test of it that a member sends to themselves.

    A trial says that it is one, unless it is not `marked`: a preview looks like what customers get.
    Addresses in it start with `BASE_URL`, never with what a request said.
    """
    words = words_of(business, survey)
    prefix = "Test: " if trial and marked else "Reminder: " if reminder else ""
    name = one_line(business.name)
    context = {
        "business": {"name": name, "colour": business.colour},
        "intro": REMINDER_INTRO if reminder else words.letter_intro,
        "trial": trial and marked,
        "question": one_line(words.question),
        "sender_name": one_line(business.sender_name) or name,
        "why": f"You get this letter because you are a customer of {name}.",
        **addresses(settings.BASE_URL, business.code, survey, words, trial=trial),
    }
    return SurveyLetter(
        base_url=settings.BASE_URL,
        code=business.code,
        subject=prefix + one_line(words.letter_subject),
        from_name=one_line(business.sender_name) or name,
        reply_to=business.reply_to,
        words=prepare(TEMPLATE, context, ["greeting", "token"]),
    )


def addresses(base_url: str, code: str, survey: Survey, words: Wording, *, trial: bool) -> dict[str, object]:
    """The links of a letter, with the token left blank. A trial leads to the page that keeps nothing."""
    token = blank("token")
    page = f"{base_url}{trial_path(code, token) if trial else links.answer_path(code, token)}"
    return {
        "page_url": page,
        "choices": [{"value": score, "url": f"{page}?score={score}"} for score in SCALES[survey.kind].scores],
        "low_label": words.low_label,
        "high_label": words.high_label,
        "stop_url": page if trial else base_url + links.stop_path(code, token),
        "trap_url": "" if trial else base_url + links.trap_path(code, token, "letter"),
    }


def trial_path(code: str, token: str) -> str:
    """The page that a test letter leads to."""
    return f"/s/{code}/test/{token}"


def trial_token(survey_id: uuid.UUID) -> str:
    """A signed token that shows a survey and can answer nothing."""
    return signing.dumps(survey_id.hex, salt=TRIAL_SALT)


def trial_survey(token: str) -> uuid.UUID | None:
    """The survey of a trial's token; None where it is forged or older than 30 days."""
    try:
        return uuid.UUID(signing.loads(token, salt=TRIAL_SALT, max_age=TRIAL_DAYS * 86_400))
    except (signing.BadSignature, ValueError):
        return None


def greeting(name: str) -> str:
    """The first line."""
    cleaned = one_line(name)[:80]
    return f"Hello {cleaned}," if cleaned else "Hello,"


def one_line(text: str) -> str:
    """The text without line breaks and other control characters, so that it can stand in a header."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())
