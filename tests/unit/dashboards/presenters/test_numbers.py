"""Changes in words."""

import pytest

from dashboards.presenters import numbers
from metrics.maths.comparison import Verdict
from metrics.measures import measure_of


@pytest.mark.parametrize(
    ("verdict", "before", "after", "key", "words"),
    [
        (Verdict.NO_EVIDENCE, 28.0, 37.4, "nps", "+9, too close to call"),
        (Verdict.NO_EVIDENCE, 37.0, 37.2, "nps", "about the same"),
        (Verdict.UP, 24.0, 63.0, "nps", "+39, really up"),
        (Verdict.DOWN, 0.9, 0.6, "csat", "−30.0%, really down"),
        (Verdict.DOWN, 4.5, 3.1, "ces2", "−1.4, really down"),
        (Verdict.TOO_FEW, 2.0, 6.0, "ces2", "too few to tell"),
    ],
)
def test_a_change_carries_the_word_of_its_test(
    verdict: Verdict, before: float, after: float, key: str, words: str
) -> None:
    assert numbers.change(measure_of(key), verdict, before, after) == words


def test_nothing_before_is_no_change_at_all() -> None:
    assert numbers.change(measure_of("nps"), Verdict.TOO_FEW, None, 40.0) is None
