"""How far a new business is with its first steps. Called inside `acting_for(business)`."""

from accounts.models import Business
from customers.queries import count as count_customers
from dashboards.presenters.steps import State
from foundation.ledger.queries import happened
from surveys.queries.rounds import rounds
from surveys.queries.surveys import surveys_of


def first_steps(business: Business, *, has_metrics: bool, has_goal: bool, has_answers: bool) -> State:
    """What is done; where there are answers, customers and a survey are not asked for, and after a round no test."""
    has_round = rounds(business).exists()
    return State(
        has_metrics=has_metrics,
        has_goal=has_goal,
        has_customers=has_answers or count_customers(business) > 0,
        has_survey=has_answers or bool(surveys_of(business, archived=False)),
        has_test=has_round or happened(business=business, kind="survey.tested"),
        has_round=has_round,
        has_answers=has_answers,
    )
