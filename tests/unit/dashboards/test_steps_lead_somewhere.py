"""Every step that a page offers is a page of the product."""

import uuid
from datetime import date

import pytest
from django.urls import reverse

from dashboards.presenters import steps
from dashboards.presenters.steps import Item, Reminder, Review, State, Step, checklist
from followup.improvement_rules import Suggestion

NEW = State(
    has_metrics=False,
    has_goal=False,
    has_customers=False,
    has_survey=False,
    has_test=False,
    has_round=False,
    has_answers=False,
)
ROW = uuid.UUID(int=7)
MADE = [
    steps.reminder_step(Reminder(ROW, 2)),
    steps.review_step(Review(ROW, "Second till", date(2026, 6, 1)), date(2026, 9, 1)),
    steps.improve_step(Suggestion("Price", 2, 4)),
]
OFFERED: list[Step | Item] = [*(one for one in vars(steps).values() if isinstance(one, Step)), *MADE, *checklist(NEW)]


@pytest.mark.parametrize("step", OFFERED, ids=lambda step: step.page)
def test_a_step_leads_to_a_page(step: Step | Item) -> None:
    where: dict[str, object] = {"slug": "bakery", **dict([step.row] if isinstance(step, Step) and step.row else [])}
    assert reverse(step.page, kwargs=where).startswith("/b/bakery/")
