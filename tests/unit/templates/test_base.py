"""The page everything extends: each part may be missing."""

import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template.loader import render_to_string
from django.test import RequestFactory


def test_a_page_renders_with_nothing_given() -> None:
    html = render_to_string("base.html")
    assert 'id="main"' in html
    assert "<nav" not in html
    assert "Signed in" not in html


def test_the_current_place_and_the_count_are_said() -> None:
    nav: list[dict[str, Any]] = [
        {"label": "Home", "url": "/", "current": True, "count": None},
        {"label": "Queue", "url": "/queue/", "current": False, "count": 3},
    ]
    html = render_to_string("base.html", {"nav": nav, "business": {"name": "Bakery"}, "user": AnonymousUser()})
    assert html.count('aria-current="page"') == 2  # the wide row and the phone's menu
    assert '<span class="count">3</span>' in html


def test_inline_script_and_style_are_absent() -> None:
    html = render_to_string("base.html", {"business": {"name": "Bakery", "colour": "#7a1f00"}})
    assert "<style" not in html
    assert " style=" not in html
    assert html.count("<script") == len(re.findall(r"<script defer\s+src=", html))


def test_pages_of_a_list_keep_its_filters() -> None:
    request = RequestFactory().get("/answers/?band=detractor&page=2")
    page = Paginator(range(100), 20).page(2)
    html = render_to_string("components/pagination.html", {"page": page}, request)
    assert "?band=detractor&amp;page=3" in html
    assert "21 to 40 of 100" in html


def test_a_missing_figure_is_said_in_words() -> None:
    assert "no figure yet" in render_to_string("components/stat.html", {"label": "Score", "value": None})


def test_nought_is_a_figure() -> None:
    html = render_to_string("components/stat.html", {"label": "Score", "value": 0})
    assert "no figure yet" not in html
    assert ">0" in "".join(html.split())


def test_a_score_is_told_by_shape_and_word() -> None:
    html = render_to_string("components/score.html", {"score": 3, "band": "detractor"})
    assert "▼" in html
    assert ", detractor" in html
