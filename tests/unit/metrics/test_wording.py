"""Numbers in words."""

import pytest

from metrics.measures import MEASURES
from metrics.wording import amount, number, of_answers, reach


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("nps", 36.5, "37"),
        ("nps", -8.95, "−9"),
        ("nps", -0.3, "0"),
        ("nps", None, "–"),
        ("csat", 81 / 263, "30.8%"),
        ("csat", 0.0, "0.0%"),
        ("ces", 2.25, "2.3"),
    ],
)
def test_a_value_is_rounded_once(key: str, value: float | None, words: str) -> None:
    assert number(MEASURES[key], value) == words


def test_a_range_names_its_unit_once() -> None:
    assert reach(MEASURES["csat"], 0.2553, 0.3662) == "25.5 to 36.6%"
    assert reach(MEASURES["nps"], None, 3) == "–"


def test_letters_are_not_called_answers() -> None:
    assert of_answers(MEASURES["response_rate"], 1) == "1 letter"
    assert of_answers(MEASURES["nps"], 1200) == "1,200 answers"


def test_a_change_of_a_share_is_in_percentage_points() -> None:
    assert amount(MEASURES["csat"], -0.041) == "4.1 percentage points"
    assert amount(MEASURES["nps"], 19.6) == "20 points"
