"""What the pages of reply texts are made of, and the beginnings that a case offers."""

import uuid
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from accounts.entrance import MemberRequest
from accounts.queries import members
from accounts.roles import Permission, allows
from followup import queries, reply_words
from followup.actions.reply_texts import LONGEST_TEXT, MOST
from followup.queries import ReplyTextView
from followup.reply_words import About
from followup.starters import Starter, starters
from followup.text_forms import ReplyTextForm
from foundation.languages import spoken
from surveys.queries.answers import AnswerView, answers_by_id

WRITE = Permission.WRITE_REPLY_TEXTS
EXAMPLE_NAME, EXAMPLE_WORDS = "Ann Weber", "Waited twenty minutes, and then the rye was gone."
EXAMPLE = "Hello {first name},\n\nThank you for telling us. You wrote: “{words}”\n\n\n\n{me}\n{business}"
SHOWN = 6  # beginnings in sight; the others are folded away


def list_context(request: MemberRequest) -> dict[str, Any]:
    """Context of `followup/texts.html`."""
    texts, may = queries.reply_texts(request.business), allows(request.role, WRITE)
    ann = example(request)
    return {
        "rows": [(one, reply_words.fill(one.text, ann), at) for at, one in enumerate(texts)],
        "last": len(texts) - 1,
        "may": may,
        "full": len(texts) >= MOST,
        "most": MOST,
    }


def form_context(request: MemberRequest, form: ReplyTextForm, shown: ReplyTextView | None = None) -> dict[str, Any]:
    """Context of `followup/text.html`: the form, what its braces stand for, and how it reads."""
    text = reply_words.tidy((form["text"].value() or "")[:LONGEST_TEXT])
    ann = example(request)
    nobody = About("", "", ann.business, ann.author)
    return {
        "form": form,
        "shown": shown,
        "meanings": [(f"{{{key}}}", meaning) for key, meaning in reply_words.MEANINGS.items()],
        "example": ann,
        "reads": reply_words.fill(text, ann),
        "reads_without": reply_words.fill(text, nobody),
        "strange": reply_words.unknown(text),
    }


def example(request: MemberRequest) -> About:
    """A made-up customer of this business, answered by the reader."""
    return About(EXAMPLE_NAME, EXAMPLE_WORDS, request.business.name, request.user.get_short_name())


def about(request: MemberRequest, answer: AnswerView) -> About:
    """Who gave an answer and what they wrote, answered by the reader."""
    return About(answer.customer_name, answer.comment, request.business.name, request.user.get_short_name())


def begin_with(request: MemberRequest) -> str:
    """The text of a new form: a reply that was sent (`?reply=` its entry) without its names, else an example."""
    try:
        found = queries.written_reply(request.business, uuid.UUID(request.GET.get("reply", "")))
    except ValueError:
        found = None
    if found is None:
        return EXAMPLE
    answer_id, author, text = found
    answer = answers_by_id(request.business, [answer_id])[answer_id]
    signed = next((one.name for one in members(request.business) if one.id == author), "").partition(" ")[0]
    return reply_words.general(text, replace(about(request, answer), author=signed))[:LONGEST_TEXT]


def beginnings(request: MemberRequest, answer: AnswerView, language: str) -> list[Starter]:
    """What a reply to an answer may begin with: the business's own texts, then ours.

    Of its own, those in the customer's language come first, those in another one last.
    """
    texts, whose = queries.reply_texts(request.business), about(request, answer)
    own = [Starter(str(one.id), one.label, reply_words.fill(one.text, whose)) for one in _by_language(texts, language)]
    return [*own, *starters(whose.name, whose.words, whose.business, whose.author)]


def _by_language(texts: Sequence[ReplyTextView], language: str) -> list[ReplyTextView]:
    theirs = spoken(language)
    return sorted(texts, key=lambda one: 0 if one.language and one.language == theirs else 1 if not one.language else 2)
