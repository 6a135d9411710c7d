"""What the pages behind a letter's links show: the context of each template, see `docs/pages.md`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from surveys import links
from surveys.answering import Problem, Reply, score_of
from surveys.asker import Asker
from surveys.letter import trial_path
from surveys.queries.openings import Opening


@dataclass(frozen=True, slots=True)
class Entered:
    """What stands in the form when it opens. `revised`: these are the words given before."""

    chosen: int | None = None
    comment: str = ""
    revised: bool = False
    problems: Sequence[Problem] = ()


def entered(opening: Opening, chosen: int | None, *, changing: bool) -> Entered:
    """A fresh form, with the score of the letter's link chosen; or the answer that stands, to be changed."""
    if changing and opening.standing:
        standing = opening.standing
        return Entered(standing.score if chosen is None else chosen, standing.comment, revised=True)
    return Entered(chosen)


def sent_back(opening: Opening, data: Mapping[str, str], problems: Sequence[Problem]) -> Entered:
    """The form as it was sent, with what is wrong."""
    chosen = score_of(data.get("score", ""), opening.scale)
    return Entered(chosen, data.get("comment", ""), "revised" in data, problems)


def form(business: Asker, token: str, opening: Opening, shown: Entered, stamp: str) -> dict[str, Any]:
    """The survey page; `stamp` names this opening of it."""
    words, scale = opening.words(business.name), opening.scale
    band = None if shown.chosen is None else scale.band(shown.chosen)
    return {
        "business": business,
        "question": words.question,
        # Texts: a template formats each number anew for the page's language.
        "choices": [{"value": str(score)} for score in scale.scores],
        "low_label": words.low_label,
        "high_label": words.high_label,
        "chosen": None if shown.chosen is None else str(shown.chosen),
        "comment": shown.comment,
        "comment_label": words.follow_up(band),
        "errors": shown.problems,
        "stamp": stamp,
        "revised": shown.revised,
        "action_url": links.answer_path(business.code, token),
        "stop_url": links.stop_path(business.code, token),
        "trap_url": links.trap_path(business.code, token, stamp),
        "provisional_url": _provisional_url(business, token, opening),
    }


def trial(business: Asker, token: str, opening: Opening, shown: Entered) -> dict[str, Any]:
    """The survey page behind a test letter."""
    action = {"action_url": trial_path(business.code, token), "stop_url": "", "trap_url": "", "provisional_url": ""}
    return {**form(business, token, opening, shown, stamp=""), **action, "trial": True}


def tried(business: Asker, opening: Opening, reply: Reply) -> dict[str, Any]:
    """The page after an answer to a test letter."""
    promise = opening.words(business.name).thanks(opening.scale.band(reply.score))
    return {"business": business, "promise": promise, "trial": True}


def already(business: Asker, token: str, chosen: int | None) -> dict[str, Any]:
    """The page of a link that was answered; a score clicked since is not forgotten."""
    change = f"{links.answer_path(business.code, token)}?change=1"
    return {
        "business": business,
        "change_url": change if chosen is None else f"{change}&score={chosen}",
        "stop_url": links.stop_path(business.code, token),
    }


def thanks(business: Asker, token: str, opening: Opening, reply: Reply) -> dict[str, Any]:
    """The page after an answer: what happens next, and room for a comment where there is none yet."""
    words, band = opening.words(business.name), opening.scale.band(reply.score)
    return {
        "business": business,
        "promise": words.thanks(band),
        "follow_up": "" if reply.comment else words.follow_up(band),
        "score": reply.score,
        "stamp": reply.stamp,
        "action_url": links.answer_path(business.code, token),
        "change_url": f"{links.answer_path(business.code, token)}?change=1",
        "stop_url": links.stop_path(business.code, token),
    }


def stopped(business: Asker, token: str) -> dict[str, Any]:
    """The page after the letters ended."""
    return {"business": business, "undo_url": links.resume_path(business.code, token)}


def _provisional_url(business: Asker, token: str, opening: Opening) -> str:
    return links.provisional_path(business.code, token) if business.one_click and not opening.answered else ""
