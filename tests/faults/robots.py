"""Mail scanners and people, as they behave behind a letter's links."""

import random
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

import time_machine
from django.test import Client

PACE = 0.2  # seconds between two requests of a robot


@dataclass
class Form:
    """A form on a page: where it goes, what stands in it, and the scores it offers."""

    action: str
    fields: dict[str, str] = field(default_factory=dict)
    scores: list[str] = field(default_factory=list)


class Seen(HTMLParser):
    """What a robot sees of a letter or a page: every link, hidden or not, and every form."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links, forms and their fields."""
        found = {name: value or "" for name, value in attrs}
        if tag == "a" and "/s/" in found.get("href", ""):
            parts = urlsplit(found["href"])
            self.links.append(parts.path + (f"?{parts.query}" if parts.query else ""))
        elif tag == "form":
            self.forms.append(Form(found["action"]))
        elif tag == "input" and found.get("type") == "radio":
            self.forms[-1].scores.append(found["value"])
            if "checked" in found:
                self.forms[-1].fields["score"] = found["value"]
        elif tag == "input" and self.forms:
            self.forms[-1].fields[found["name"]] = found.get("value", "")


class Visitor:
    """Somebody or something that requests pages, one after another, while the clock goes on."""

    def __init__(self, clock: time_machine.Traveller, pace: float = PACE) -> None:
        self.client, self.clock, self.pace = Client(), clock, pace

    def open(self, link: str) -> Seen:
        """Open a page."""
        self.clock.shift(self.pace)
        return Seen(self.client.get(link).content.decode())

    def press(self, form: Form, **fields: str) -> Seen:
        """Send a form."""
        self.clock.shift(self.pace)
        return Seen(self.client.post(form.action, {**form.fields, **fields}).content.decode())


def heads(letter: Seen, visitor: Visitor) -> None:
    """Asks for the head of every link."""
    for link in letter.links:
        visitor.client.head(link)
        visitor.clock.shift(visitor.pace)


def opens(letter: Seen, visitor: Visitor) -> None:
    """Opens every link of the letter, and every link on those pages."""
    for link in letter.links:
        for further in visitor.open(link).links:
            visitor.open(further)


def renders(letter: Seen, visitor: Visitor) -> None:
    """Opens every link in a browser with scripts, and waits; the script without a touch sends nothing."""
    for link in letter.links:
        visitor.open(link)
        visitor.clock.shift(10)


def submits(letter: Seen, visitor: Visitor) -> None:
    """Opens every link of a score and sends its form at once."""
    for link in score_links(letter):
        for form in visitor.open(link).forms:
            visitor.press(form)


def presses(letter: Seen, visitor: Visitor) -> None:
    """Opens every link, follows every link on the page, chooses every score and presses every button."""
    for link in letter.links:
        page = visitor.open(link)
        for further in page.links:
            visitor.open(further)
        for form in page.forms:
            for score in form.scores or [""]:
                visitor.press(form, **({"score": score} if score else {}))


def score_links(letter: Seen) -> list[str]:
    """The links that choose a score."""
    return [link for link in letter.links if "score=" in link]


def repeats(link: str, visitor: Visitor) -> None:
    """Opens the link that a person has just clicked, with all that is on the page, and presses Send."""
    page = visitor.open(link)
    for further in page.links:
        visitor.open(further)
    for form in page.forms:
        visitor.press(form)


def answers(letter: Seen, person: Visitor, chance: random.Random, *, watched: bool) -> str:
    """A person clicks a score, thinks for some seconds, and presses Send; `watched`: the sixth robot scans the click.

    Returns the score.
    """
    link = chance.choice(score_links(letter))
    page = person.open(link)
    if watched:
        repeats(link, Visitor(person.clock))
    person.clock.shift(chance.uniform(2, 40))
    person.press(page.forms[0])
    return link.partition("score=")[2]


ROBOTS = {"head": heads, "get": opens, "script": renders, "submit": submits, "press": presses}
