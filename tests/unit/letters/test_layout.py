"""Letters drawn from templates, one by one or once for many."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from letters.layout import blank, prepare, render

BUSINESS = {"name": "Bakery <Lind>", "colour": "#1d5fa8"}
HTML = (
    '{% extends "letters/base.html" %}'
    '{% block body %}<p>{{ greeting }}</p><a href="{{ deep.url }}">x</a>{% endblock body %}'
)
TEXT = '{% extends "letters/base.txt" %}{% block body %}{{ greeting }}\n\n\n\n{{ deep.url }}{% endblock body %}'


@pytest.fixture(autouse=True)
def _templates(tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "probe.html").write_text(HTML)
    (tmp_path / "probe.txt").write_text(TEXT)
    engine: dict[str, Any] = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]


def test_style_is_put_into_the_elements() -> None:
    _, html = render("probe", {"business": BUSINESS, "greeting": "Hello"})
    assert 'class="name" style="' in html
    assert "border-bottom: 3px solid #1d5fa8" in html


def test_the_style_for_the_dark_stays() -> None:
    assert "prefers-color-scheme: dark" in render("probe", {"business": BUSINESS})[1]


def test_text_is_plain_and_has_no_gaps() -> None:
    text, _ = render(
        "probe", {"business": BUSINESS, "greeting": "Hello", "deep": {"url": "https://a.example/?a=1&b=2"}}
    )
    assert text.startswith("Bakery <Lind>\n\nHello\n\nhttps://a.example/?a=1&b=2\n")


def test_filling_blanks_equals_rendering_for_that_person() -> None:
    values = {"greeting": "Hello <b>Ann</b> & Bob,", "url": "https://a.example/?a=1&b='2'"}
    context = {"business": BUSINESS, "deep": {"url": blank("url")}, "why": "You bought bread."}
    prepared = prepare("probe", context, ["greeting", "url"])
    alone = render("probe", context | {"greeting": values["greeting"], "deep": {"url": values["url"]}})
    text, html = prepared.fill(values)
    assert text == alone[0]
    assert "Hello &lt;b&gt;Ann&lt;/b&gt; &amp; Bob," in html
    assert 'href="https://a.example/?a=1&amp;b=&#x27;2&#x27;"' in html
    assert len(html) - len(alone[1]) < 20  # an apostrophe may be written in more than one way


def test_a_missing_value_is_an_error() -> None:
    prepared = prepare("probe", {"business": BUSINESS}, ["greeting"])
    with pytest.raises(KeyError, match="greeting"):
        prepared.fill({})


def test_a_business_cannot_forge_a_blank() -> None:
    prepared = prepare("probe", {"business": BUSINESS, "why": blank("secret")}, ["greeting"])
    assert "secret" in prepared.fill({"greeting": "Hello"})[1]
