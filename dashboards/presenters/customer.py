"""A customer's page in words: how a question reads, and why there is no answer or no case. Pure."""

from collections.abc import Sequence

from surveys.queries.answers import AnswerView
from surveys.queries.asking import LastAsked
from surveys.scales import SCALES, Band

MISSED = {  # by the state of an invitation whose letter is not known to have arrived
    "queued": "The letter of “{survey}” is on its way to them.",
    "skipped": "They got no letter of “{survey}”. The reason: {reason}.",
    "failed": "The letter of “{survey}” did not reach them. The reason: {reason}.",
    "unknown": "It is not known whether the letter of “{survey}” reached them.",
    "cancelled": "The letter of “{survey}” was called off before it went out.",
}
OPENS = "A case opens by itself when an answer is unhappy"


def question(survey: str, kind: str) -> str:
    """The survey, and what to know of a scale on which little is good: Effort (lower is better)."""
    return f"{survey} (lower is better)" if SCALES[kind].direction == "lower" else survey


def no_answer(asked: LastAsked | None, asked_on: str, *, gets_letters: bool) -> str:
    """Why a customer has said nothing; `asked_on` is the day of the letter that reached them."""
    if asked is None:
        return "They were not asked yet." if gets_letters else "They were never asked: they get no survey letters."
    if asked.delivered_at:
        return f"They were asked on {asked_on} (“{asked.survey_name}”) and have not answered."
    return MISSED[asked.state].format(survey=asked.survey_name, reason=asked.reason)


def no_case(said: Sequence[AnswerView], *, all_of_them: bool) -> str:
    """Why a customer has no case, by the answers that the page shows."""
    if not said:
        return f"{OPENS}; they gave none yet."
    if all_of_them and all(one.band is not Band.LOW for one in said):
        return f"{OPENS}; none of theirs was."
    return f"{OPENS}, unless it was brought in long after it was given, or set aside as no person’s."
