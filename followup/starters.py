"""Beginnings of a reply, in the business's place. Pure."""

from dataclasses import dataclass

LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Starter:
    """A text to begin with: its key in an address, what the page calls it, and the words."""

    key: str
    label: str
    text: str


def starters(name: str, words: str, business: str, author: str) -> list[Starter]:
    """Three beginnings that quote the customer's `words` (may be empty). `author` signs."""
    hello = f"Hello {name}," if name else "Hello,"
    said = f"You wrote: “{quote(words)}”" if words.strip() else "You were not happy with us."
    bye = f"{author}\n{business}"
    bodies = {
        ("sorry", "Say sorry"): (
            "Thank you for telling us. {said}\n\nI am sorry. That is not how it should be, and I have told the team."
        ),
        ("ask", "Ask what happened"): (
            "Thank you for your answer. {said}\n\nI would like to understand what happened. "
            "Could you tell me a little more, such as the day and what you had ordered?"
        ),
        ("mend", "Offer to put it right"): (
            "Thank you for telling us. {said}\n\nI am sorry, and I would like to put it right: "
            "we will replace it or give you your money back, whichever you like better."
        ),
    }
    return [
        Starter(key, label, f"{hello}\n\n{body.format(said=said)}\n\n{bye}") for (key, label), body in bodies.items()
    ]


def quote(words: str) -> str:
    """The words on one line, cut at a blank where they are long."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST_QUOTE else line[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
