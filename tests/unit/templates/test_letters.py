"""Letters: inline style, rows that fit a phone, a rule for the dark that stays."""

import re

import css_inline
import pytest
from django.template import engines
from django.template.loader import render_to_string

LETTER = '{% extends "letters/base.html" %}{% block body %}{% include "letters/scale.html" %}{% endblock body %}'
BUSINESS = {"name": "Kornblume & Sons", "colour": "#7a1f00"}


def letter(low: int, high: int) -> str:
    context = {
        "business": BUSINESS,
        "choices": [{"value": value, "url": f"https://example.test/{value}"} for value in range(low, high + 1)],
        "low_label": "Not at all likely",
        "high_label": "Extremely likely",
        "stop_url": "https://example.test/stop",
    }
    return css_inline.inline(engines["django"].from_string(LETTER).render(context))


def test_a_letter_weighs_thirty_kilobytes_at_most() -> None:
    assert len(letter(0, 10).encode()) <= 30_000


def test_style_moves_into_the_elements_and_the_dark_stays() -> None:
    html = letter(0, 10)
    assert html.count("<style") == 1
    assert "prefers-color-scheme: dark" in html
    assert re.search(r'class="score"[^>]*style="[^"]*line-height: 48px', html)


@pytest.mark.parametrize(("low", "high", "rows"), [(0, 10, [6, 5]), (1, 10, [5, 5]), (1, 7, [4, 3]), (1, 5, [5])])
def test_scores_stand_in_rows_that_fit_a_phone(low: int, high: int, rows: list[int]) -> None:
    table = letter(low, high).split('class="scale"')[1].split("</table>")[0]
    assert [row.count('class="score"') for row in table.split("</tr>")[:-1]] == rows


def test_a_letter_can_be_stopped() -> None:
    assert 'href="https://example.test/stop"' in letter(0, 10)


def test_the_plain_letter_keeps_names_as_they_are_written() -> None:
    text = render_to_string(
        "letters/base.txt", {"business": BUSINESS, "why": "You bought here.", "stop_url": "https://e.test"}
    )
    assert text.startswith("Kornblume & Sons\n")
    assert "No more letters: https://e.test" in text
