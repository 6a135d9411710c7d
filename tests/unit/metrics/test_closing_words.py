"""What the letter about a closed period says."""

from dataclasses import replace
from datetime import date

import pytest

from metrics import closing_words as words
from metrics.measures import MEASURES

MARCH = words.Closed(
    measure=MEASURES["nps"],
    segment="",
    period_from=date(2026, 3, 1),
    period_to=date(2026, 4, 1),
    value=36.6,
    n=118,
    low=24.2,
    high=48.9,
    verdict="Probably on the way",
    change="no evidence of change",
    before=30.0,
    detectable=24.6,
    baseline=24,
    target=40,
    due_on=date(2026, 6, 30),
)


def test_the_verdict_comes_in_words() -> None:
    assert words.heading(MARCH) == "Probably on the way: 37, from 24 to 40 by 30 June 2026."


def test_under_thirty_answers_it_is_too_early() -> None:
    assert words.heading(replace(MARCH, verdict="Too early to say", n=12)) == "Too early to say (12 of 30)."


def test_a_number_carries_its_n_and_range() -> None:
    assert words.figures(MARCH) == "37 from 118 answers. The range that fits these answers: 24 to 49."
    assert words.figures(replace(MARCH, value=None, n=0, low=None, high=None)) == "No answers in this period."


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("up", "Up from 30 before."),
        ("too few", "Before: 30. Too few answers to compare."),
        (
            "no evidence of change",
            "No evidence of change from 30 before. A change under about 25 points could not have been seen.",
        ),
        ("", ""),
    ],
)
def test_a_change_is_called_by_its_test(change: str, said: str) -> None:
    assert words.change(replace(MARCH, change=change)) == said


@pytest.mark.parametrize(
    ("closed", "waiting", "page"),
    [
        (MARCH, 2, "queue/"),
        (replace(MARCH, n=12), 0, "surveys/"),
        (replace(MARCH, verdict="Behind"), 0, "metric/nps/"),
        (MARCH, 0, "metric/nps/"),
    ],
)
def test_one_thing_to_do_is_offered(closed: words.Closed, waiting: int, page: str) -> None:
    assert words.next_step(closed, waiting).page == page


def test_a_segment_is_named() -> None:
    assert words.about(replace(MARCH, segment="Nord")) == "Recommend us, Nord"
    assert words.days(MARCH) == "1 March 2026 to 31 March 2026"
