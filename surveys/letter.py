"""The survey letter: rendered once for many, then filled with each person's name and link."""

import re
import uuid
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing

from foundation.languages import ISOLATES, first_spoken, isolated
from letters.layout import Prepared, blank, prepare
from letters.purposes import Mail
from surveys import links
from surveys.asker import Asker
from surveys.catalogue import Phrases, fill, phrases
from surveys.models import Survey
from surveys.scales import SCALES
from surveys.speaking import Voice
from surveys.wordings import Wording, wording

HARMLESS = f"{ISOLATES}\u00a0\u202f"  # and spaces that do not break, as French writes them
TEMPLATE = "letters/survey"
TRIAL_DAYS = 30
TRIAL_SALT = "surveys.trial"


@dataclass(frozen=True, slots=True)
class SurveyLetter:
    """A letter with two blanks, a greeting and a token, and what its envelope says."""

    base_url: str
    code: str
    language: str
    subject: str
    from_name: str
    reply_to: str
    words: Prepared

    def to(self, email: str, name: str, token: str) -> Mail:
        """The letter to one person; `token` is what their links carry."""
        text, html = self.words.fill({"greeting": greeting(name, self.language), "token": token})
        stop = f"<{self.base_url}{links.stop_path(self.code, token)}>"
        headers = {"List-Unsubscribe": stop, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        return Mail(email, self.subject, text, html, self.from_name, self.reply_to, headers)


def words_of(business: Asker, survey: Survey, language: str = "", *, plain: bool = False) -> Wording:
    """What a survey says: the business's own words, and the standard ones where it has none.

    In the business's own language where none is named; `plain` as for `wording`.
    """
    spoken = first_spoken(language, business.language)
    return wording(survey.kind, one_line(business.name), survey.own_words, spoken, plain=plain)


def standard_words(business: Asker, kind: str, language: str) -> dict[str, str]:
    """The words of a kind of survey as they stand until a business writes its own."""
    return asdict(wording(kind, one_line(business.name), {}, language, plain=True))


def compose(
    business: Asker,
    survey: Survey,
    language: str = "",
    *,
    reminder: bool = False,
    trial: bool = False,
    marked: bool = True,
) -> SurveyLetter:
    """The letter of a survey, its reminder, or the test of it that a member sends to themselves.

    `language` is the reader's; where it is none of ours, the letter is in the business's.
    A trial says that it is one, unless it is not `marked`: a preview looks like what customers get.
    Addresses in it start with `BASE_URL`, never with what a request said.
    """
    voice = Voice(first_spoken(language, business.language), asked=trial)
    words = words_of(business, survey, voice.language)
    name = one_line(business.name)
    around = voice.around(name)
    say: Phrases = around["say"]
    context = {
        **around,
        "business": {"name": name, "colour": business.colour},
        "intro": say.reminder_intro if reminder else words.letter_intro,
        "trial": trial and marked,
        "question": one_line(words.question),
        "ends": fill(
            say.ends,
            low=SCALES[survey.kind].minimum,
            high=SCALES[survey.kind].maximum,
            low_label=words.low_label,
            high_label=words.high_label,
        ),
        "sender_name": one_line(business.sender_name) or name,
        "why": say.why,
        **addresses(settings.BASE_URL, business.code, survey, words, voice, trial=trial),
    }
    subject = one_line(words_of(business, survey, voice.language, plain=True).letter_subject)
    frame = say.test_subject if trial and marked else say.reminder_subject if reminder else "{subject}"
    return SurveyLetter(
        base_url=settings.BASE_URL,
        code=business.code,
        language=voice.language,
        subject=fill(frame, subject=subject),
        from_name=one_line(business.sender_name) or name,
        reply_to=business.reply_to,
        words=prepare(TEMPLATE, context, ["greeting", "token"]),
    )


def addresses(
    base_url: str, code: str, survey: Survey, words: Wording, voice: Voice, *, trial: bool
) -> dict[str, object]:
    """The links of a letter, with the token left blank. A trial leads to the page that keeps nothing, in its language.

    A customer's page finds its language anew: theirs may have become known since.
    """
    token = blank("token")
    path = f"{base_url}{trial_path(code, token) if trial else links.answer_path(code, token)}"
    page = voice.keep(path)
    scores = SCALES[survey.kind].scores
    return {
        "page_url": page,
        "choices": [{"value": score, "url": voice.keep(f"{path}?score={score}")} for score in scores],
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


def greeting(name: str, language: str) -> str:
    """The first line."""
    cleaned, say = one_line(name)[:80], phrases(language)
    return fill(say.hello, name=isolated(cleaned, language)) if cleaned else say.hello_nobody


def one_line(text: str) -> str:
    """The text without line breaks and other control characters, so that it can stand in a header."""
    return re.sub(" +", " ", "".join(mark if mark.isprintable() or mark in HARMLESS else " " for mark in text)).strip()
