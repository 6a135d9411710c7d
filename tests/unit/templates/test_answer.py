"""The survey page: one light request, nothing chosen unless the letter's link chose it."""

import re
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from surveys.catalogue import phrases
from surveys.presenting import drawn_scale


def page(chosen: int | None = None, **more: Any) -> str:
    request = RequestFactory().get("/")
    request.csp_nonce = "n0nce"  # type: ignore[attr-defined]  # set by the policy's middleware
    context = {
        "business": {"name": "Kornblume Bakery", "colour": "#1d5fa8"},
        "question": "How likely are you to recommend us to a friend?",
        "scale": drawn_scale("nps", "Not at all likely", "Extremely likely", chosen),
        "action_url": "/answer",
        "language": "en",
        "direction": "ltr",
        "say": phrases("en", "Kornblume Bakery"),
        **more,
    }
    return render_to_string("surveys/answer.html", context, request)


def test_it_weighs_fourteen_kilobytes_at_most() -> None:
    assert len(page().encode()) <= 14_000


def test_it_asks_for_nothing_else() -> None:
    html = page()
    assert not re.findall(r"<(?:script|img|iframe)|@import|url\(", html)
    assert re.findall(r'<link[^>]*href="([^"]*)"', html) == ["data:,"]


def test_its_style_carries_the_policys_nonce() -> None:
    assert '<style nonce="n0nce">' in page()
    assert ' style="' not in page()


def test_nothing_is_chosen_beforehand() -> None:
    assert "checked>" not in page()


@pytest.mark.parametrize("chosen", [0, 10])
def test_the_score_of_the_link_is_chosen(chosen: int) -> None:
    cells = re.findall(r"<input[^>]*>", page(chosen=chosen))
    assert [cell for cell in cells if "checked" in cell] == [cell for cell in cells if f'value="{chosen}"' in cell]


def test_scores_ascend_from_nought_to_ten() -> None:
    assert re.findall(r"<span>(\d+)</span>", page()) == [str(value) for value in range(11)]


def test_an_error_is_told_in_the_title_the_summary_and_the_place() -> None:
    html = page(errors=[{"field": "score", "message": "Choose a number from 0 to 10"}])
    assert re.search(r"<title>\s*Error:", html)
    assert html.count("Choose a number from 0 to 10") == 2
    assert 'href="#score"' in html
    assert 'id="score"' in html


def test_a_strangers_words_stay_words() -> None:
    html = page(
        question="<script>alert(1)</script>", comment="</textarea><script>", business={"name": "<b>", "colour": "red}"}
    )
    assert "<script" not in html
    assert "red}" not in html


def test_the_trap_is_hidden_from_people() -> None:
    trap = re.search(r'<a href="/trap"([^>]*)>', page(trap_url="/trap"))
    assert trap is not None
    assert all(word in trap[1] for word in ("hidden", 'tabindex="-1"', 'aria-hidden="true"', 'rel="nofollow"'))
