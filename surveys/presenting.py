"""What the pages behind a letter's links show: the context of each template, see `docs/pages.md`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string

from foundation.languages import LANGUAGES
from surveys import links
from surveys.answering import Problem, Reply, score_of
from surveys.asker import Asker
from surveys.catalogue import phrases
from surveys.letter import trial_path
from surveys.queries.openings import Opening
from surveys.scales import LAYOUT, MIRRORED, SCALES
from surveys.speaking import Voice, other_languages

LONG_QUESTION = 95  # characters; more are set smaller on a phone, so that Send stays in sight


@dataclass(frozen=True, slots=True)
class Face:
    """What a page shows of a business."""

    name: str
    colour: str

    @classmethod
    def of(cls, business: Asker) -> "Face":
        """Its name and colour."""
        return cls(business.name, business.colour)


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


def form(
    business: Asker, token: str, opening: Opening, shown: Entered, voice: Voice, stamp: str = ""
) -> dict[str, Any]:
    """The survey page; `stamp` names this opening of it."""
    words, scale = opening.words(business.name, voice.language), opening.scale
    band = None if shown.chosen is None else scale.band(shown.chosen)
    around = voice.around(business.name)
    path = links.answer_path(business.code, token)
    return {
        **around,
        "business": Face.of(business),
        "question": words.question,
        "is_long": len(words.question) > LONG_QUESTION,
        "scale": drawn_scale(opening.kind, words.low_label, words.high_label, shown.chosen),
        "comment": shown.comment,
        "comment_label": words.follow_up(band),
        "errors": tuple({"field": each.field, "message": each.message(around["say"])} for each in shown.problems),
        "stamp": stamp,
        "layout": _layout(voice),
        "revised": shown.revised,
        "action_url": voice.keep(path),
        "stop_url": voice.keep(links.stop_path(business.code, token)),
        "trap_url": links.trap_path(business.code, token, stamp),
        "provisional_url": _provisional_url(business, token, opening),
        "languages": _languages(_again(shown), voice.language),
    }


def trial(business: Asker, token: str, opening: Opening, shown: Entered, voice: Voice) -> dict[str, Any]:
    """The survey page behind a test letter."""
    path = trial_path(business.code, token)
    return {
        **form(business, token, opening, shown, voice),
        "action_url": voice.keep(path),
        "stop_url": "",
        "trap_url": "",
        "provisional_url": "",
        "trial": True,
    }


def tried(business: Asker, opening: Opening, reply: Reply, voice: Voice) -> dict[str, Any]:
    """The page after an answer to a test letter."""
    promise = opening.words(business.name, voice.language).thanks(opening.scale.band(reply.score))
    return {**voice.around(business.name), "business": Face.of(business), "promise": promise, "trial": True}


def already(business: Asker, token: str, chosen: int | None, voice: Voice) -> dict[str, Any]:
    """The page of a link that was answered; a score clicked since is not forgotten."""
    change = f"{links.answer_path(business.code, token)}?change=1"
    return {
        **voice.around(business.name),
        "business": Face.of(business),
        "change_url": voice.keep(change if chosen is None else f"{change}&score={chosen}"),
        "stop_url": voice.keep(links.stop_path(business.code, token)),
    }


def thanks(business: Asker, token: str, opening: Opening, reply: Reply, voice: Voice) -> dict[str, Any]:
    """The page after an answer: what happens next, and room for a comment where there is none yet."""
    words, band = opening.words(business.name, voice.language), opening.scale.band(reply.score)
    return {
        **voice.around(business.name),
        "business": Face.of(business),
        "promise": words.thanks(band),
        "follow_up": "" if reply.comment else words.follow_up(band),
        "score": reply.score,
        "stamp": reply.stamp,
        "layout": str(reply.layout),
        "action_url": voice.keep(links.answer_path(business.code, token)),
        "change_url": voice.keep(f"{links.answer_path(business.code, token)}?change=1"),
        "stop_url": voice.keep(links.stop_path(business.code, token)),
    }


def stop(business: Asker, token: str, voice: Voice) -> dict[str, Any]:
    """The page that asks whether the letters shall end."""
    action = voice.keep(links.stop_path(business.code, token))
    return {**voice.around(business.name), "business": Face.of(business), "action_url": action}


def stopped(business: Asker, token: str, voice: Voice) -> dict[str, Any]:
    """The page after the letters ended."""
    undo = voice.keep(links.resume_path(business.code, token))
    return {**voice.around(business.name), "business": Face.of(business), "undo_url": undo}


def resumed(business: Asker, voice: Voice) -> dict[str, Any]:
    """The page after a stop was taken back."""
    return {**voice.around(business.name), "business": Face.of(business)}


def _layout(voice: Voice) -> str:
    return str(MIRRORED if LANGUAGES[voice.language].mirrored else LAYOUT)


def _again(shown: Entered) -> str:
    """The query that shows the page as it is now."""
    kept = [*(["change=1"] if shown.revised else []), *([] if shown.chosen is None else [f"score={shown.chosen}"])]
    return f"?{'&'.join(kept)}" if kept else ""


@lru_cache(maxsize=4096)
def drawn_scale(kind: str, low_label: str, high_label: str, chosen: int | None) -> str:
    """A scale as a page shows it: alike for all who read one language, and else most of the page's cost."""
    # Texts: a template formats each number anew for the page's language.
    choices = [{"value": str(score), "chosen": score == chosen} for score in SCALES[kind].scores]
    context = {"choices": choices, "low_label": low_label, "high_label": high_label}
    return render_to_string("surveys/scale.html", context)


@lru_cache(maxsize=1024)
def _languages(query: str, language: str) -> str:
    """The links to the page in each language: alike for everybody, since they lead back to the page's own address."""
    context = {"languages": other_languages(query, language), "say": phrases(language)}
    return render_to_string("surveys/languages.html", context)


def _provisional_url(business: Asker, token: str, opening: Opening) -> str:
    return links.provisional_path(business.code, token) if business.one_click and not opening.answered else ""
