"""Every step that a page offers is a page of the product."""

import uuid

import pytest
from django.urls import reverse

from dashboards.presenters import steps
from dashboards.presenters.steps import Item, State, Step, checklist

NEW = State(
    has_metrics=False,
    has_goal=False,
    has_customers=False,
    has_survey=False,
    has_test=False,
    has_round=False,
    has_answers=False,
)
OFFERED: list[Step | Item] = [*(one for one in vars(steps).values() if isinstance(one, Step)), *checklist(NEW)]


@pytest.mark.parametrize("step", OFFERED, ids=lambda step: step.page)
def test_a_step_leads_to_a_page(step: Step | Item) -> None:
    where = {"slug": "bakery"} | ({"round_id": uuid.uuid4()} if isinstance(step, Step) and step.round_id else {})
    assert reverse(step.page, kwargs=where).startswith("/b/bakery/")
