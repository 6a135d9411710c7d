"""A page that is filled in shows what a page that is drawn anew would show."""

import re
from typing import Any

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from accounts.models import Business
from surveys.drawing import _pieces, drawn
from surveys.presenting import Face
from surveys.speaking import Voice
from tests.factories.answers import make_asked

PAGE = {
    "business": Face("Kornblume <Bakery>", "#1d5fa8"),
    "question": "Was it good & quick?",
    "scale": "",
    "comment": "",
    "errors": (),
    "stamp": "opening1",
    "action_url": "/s/code/token?change=1&lang=de",
    "stop_url": "/s/code/token/stop",
    "trap_url": "/s/code/token/more/opening1",
    "provisional_url": "",
    **Voice("en").around("Kornblume <Bakery>"),
}
THANKS = {name: PAGE[name] for name in ("business", "stop_url", "language", "direction", "say")}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Each test begins as a process does."""
    _pieces.cache_clear()


def asking(nonce: str = "n0nce") -> HttpRequest:
    request = RequestFactory().get("/")
    request.csp_nonce = nonce  # type: ignore[attr-defined] # set by the policy's middleware
    return request


def answer_page(nonce: str = "n0nce", **more: Any) -> str:
    return drawn(asking(nonce), "surveys/answer.html", {**PAGE, **more})


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"stamp": "opening2", "action_url": "/s/code/other", "trap_url": ""},
        {"provisional_url": "/s/code/token/provisional"},
        {"business": Face("Other", "")},
        {"comment": "So <good>", "revised": True},
        {"errors": ({"field": "score", "message": "Choose"},)},
        {"stop_url": '/s/code/"><script>/stop'},
    ],
)
def test_it_is_the_page_that_its_template_draws(more: dict[str, Any]) -> None:
    for _ in range(2):
        context = {**PAGE, **more}
        assert answer_page(**more) == render_to_string("surveys/answer.html", {**context, "request": asking()})


def test_what_is_a_letter_s_own_is_not_kept() -> None:
    answer_page()
    other = answer_page("another", stamp="2", action_url="/b", stop_url="/c", trap_url="/d")
    assert _pieces.cache_info().currsize == 1
    assert not re.search(r"n0nce|opening1|token", other)
    assert '<style nonce="another">' in other


def test_what_a_person_wrote_is_not_kept() -> None:
    answer_page(comment="Cold soup")
    answer_page(errors=({"field": "score", "message": "Choose"},))
    assert _pieces.cache_info().currsize == 0


def test_a_page_without_a_style_of_its_own_asks_for_no_nonce() -> None:
    assert "Kornblume &lt;Bakery&gt;" in drawn(RequestFactory().get("/"), "surveys/thanks.html", THANKS)


def test_every_opening_of_a_page_has_its_own_nonce_in_policy_and_page(client: Client, business: Business) -> None:
    asked = make_asked(business)
    nonces = set()
    for _ in range(2):
        response = client.get(asked.path)
        named = re.search(r"style-src 'self' 'nonce-([^']+)'", response.headers["Content-Security-Policy"])
        assert named
        assert f'<style nonce="{named[1]}">' in response.content.decode()
        nonces.add(named[1])
    assert len(nonces) == 2
    assert "nonce-" not in client.post(asked.path, {"score": "9"}).headers["Content-Security-Policy"]
