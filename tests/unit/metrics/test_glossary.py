"""The words of the field, and the button that says one."""

import re
from pathlib import Path

import pytest
from django import forms
from django.template import Context, Template
from django.template.loader import render_to_string

from accounts.forms import SettingsForm
from dashboards.forms import AnswersForm
from dashboards.goal_forms import GoalForm
from dashboards.improvement_forms import ImprovementForm
from followup.forms import CloseForm
from metrics.glossary import OTHERS, TERMS
from metrics.measures import MEASURES

ROOT = Path(__file__).parents[3]
FORMS = (SettingsForm, AnswersForm, GoalForm, ImprovementForm, CloseForm)
IN_A_TEMPLATE = re.compile(r'{% explain "(\w+)" %}')
IN_FIGURES = re.compile(r'term="(\w+)"')


def named() -> set[str]:
    """Every term that a page, a form or a figure names."""
    pages = (path.read_text() for path in (ROOT / "templates").rglob("*.html"))
    found = {key for page in pages for key in IN_A_TEMPLATE.findall(page)}
    found |= {key for form in FORMS for key in form.terms.values()}
    return found | set(IN_FIGURES.findall((ROOT / "dashboards/presenters/home.py").read_text()))


def test_every_term_stands_on_some_page_and_every_page_names_terms_there_are() -> None:
    assert named() - set(MEASURES) == set(OTHERS)


@pytest.mark.parametrize("key", MEASURES)
def test_a_metric_is_told_in_the_words_of_its_definition(key: str) -> None:
    assert TERMS[key].words == f"{MEASURES[key].name}: {MEASURES[key].explanation}"


@pytest.mark.parametrize("key", OTHERS)
def test_a_term_is_one_sentence_under_a_question(key: str) -> None:
    assert TERMS[key].question.endswith("?")
    assert TERMS[key].words.endswith(".")
    assert TERMS[key].words.count(". ") == 0


def test_the_button_needs_no_script_and_names_its_question() -> None:
    html = Template('{% load terms %}{% explain "range" %}').render(Context())
    assert 'popovertarget="term-range"' in html
    assert 'id="term-range" popover' in html
    assert 'aria-label="What is the likely range?"' in html


def test_a_page_explains_a_term_once() -> None:
    html = Template('{% load terms %}{% explain "range" %}{% if 1 %}{% explain "range" %}{% endif %}').render(Context())
    assert html.count("popovertarget") == 1


def test_a_page_explains_a_term_once_across_the_parts_it_is_made_of() -> None:
    class Twice(forms.Form):
        terms = {"one": "range", "two": "range"}  # a form's own, as every form has it
        one = forms.CharField()
        two = forms.CharField()

    html = render_to_string("components/form.html", {"form": Twice()})
    assert html.count("popovertarget") == 1


def test_another_page_explains_it_again() -> None:
    page = Template('{% load terms %}{% explain "range" %}')
    page.render(Context())
    assert "popovertarget" in page.render(Context())
