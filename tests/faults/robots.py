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

    def __init__(self, clock: time_machine.Traveller, *, early: bool = False) -> None:
        self.client, self.clock, self.early = Client(), clock, early

    def open(self, link: str) -> Seen:
        """Open a page."""
        self.clock.shift(PACE)
        return Seen(self.client.get(link).content.decode())

    def press(self, form: Form, **fields: str) -> Seen:
        """Send a form."""
        self.clock.shift(PACE)
        return Seen(self.client.post(form.action, {**form.fields, **fields}).content.decode())


def heads(letter: Seen, visitor: Visitor) -> None:
    """Asks for the head of every link."""
    for link in letter.links:
        visitor.client.head(link)
        visitor.clock.shift(PACE)


def opens(letter: Seen, visitor: Visitor) -> None:
    """Opens every link of the letter, and every link on those pages."""
    for link in letter.links:
        for further in visitor.open(link).links:
            visitor.open(further)


def renders(letter: Seen, visitor: Visitor) -> None:
    """Opens every link in a browser with scripts, and waits; the script without a touch sends nothing."""
    for link in letter.links:
        visitor.open(link)
        visitor.clock.shift(40)


def submits(letter: Seen, visitor: Visitor) -> None:
    """Opens links of scores and sends their forms at once: one link if it comes with the letter, else all of them."""
    links = score_links(letter)
    for link in links[:1] if visitor.early else links:
        for form in visitor.open(link).forms:
            visitor.press(form)


def presses(letter: Seen, visitor: Visitor) -> None:
    """Opens every link, follows every link on the page, chooses one score after the other and presses every button."""
    for link in letter.links:
        page = visitor.open(link)
        for further in page.links:
            visitor.open(further)
        for form in page.forms:
            visitor.press(form, **last_score(form))


def last_score(form: Form) -> dict[str, str]:
    """What is chosen once every score was pressed."""
    return {"score": form.scores[-1]} if form.scores else {}


def score_links(letter: Seen) -> list[str]:
    """The links that choose a score."""
    return [link for link in letter.links if "score=" in link]


def answers(letter: Seen, person: Visitor, chance: random.Random, robot: Visitor | None = None) -> str:
    """A person clicks a score, thinks for some seconds, and presses Send. Returns the score.

    The sixth robot opens the link that was clicked, follows what is on it, and presses every button, before the person
    does or after them.
    """
    link = chance.choice(score_links(letter))
    page = person.open(link)
    after: list[Form] = []
    if robot:
        copy = robot.open(link)
        for further in copy.links:
            robot.open(further)
        before, after = (copy.forms, []) if chance.random() < 0.5 else ([], copy.forms)
        for form in before:
            robot.press(form, **last_score(form))
    person.clock.shift(chance.uniform(2, 40))
    person.press(page.forms[0])
    for form in after:
        person.clock.shift(chance.uniform(1, 5))
        person.press(form, **last_score(form))
    return link.partition("score=")[2]


ROBOTS = {"head": heads, "get": opens, "script": renders, "submit": submits, "press": presses}
