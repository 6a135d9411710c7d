"""What a round brought, in words."""

from dashboards.presenters.rounds import figures
from metrics.maths.scales import EMPTY, histogram
from metrics.measures import measure_of

NPS, CSAT = measure_of("nps"), measure_of("csat")


def test_a_round_has_its_response_rate_and_its_score_with_ranges() -> None:
    found = figures(NPS, 100, 40, histogram([9] * 30 + [3] * 10))
    assert found["Answered"] == "40.0% from 100 letters, likely range 30.9 to 49.8%."
    assert found["Recommend us"] == "50 from 40 answers, likely range 21 to 72."


def test_what_the_silent_could_hide_is_said() -> None:
    found = figures(NPS, 100, 40, histogram([9] * 30 + [3] * 10))
    assert found["Who is silent"] == (
        "If the 60 who are silent were all like the lowest or the highest quarter of the answers, "
        "it would be −40 or 80."
    )


def test_less_effort_reads_from_low_to_high_too() -> None:
    found = figures(measure_of("ces"), 41, 40, histogram([1] * 20 + [7] * 20))
    assert found["Who is silent"].startswith("If the one who is silent were like")
    assert found["Who is silent"].endswith("it would be 3.9 or 4.1.")


def test_few_answers_are_too_early_to_read() -> None:
    assert figures(CSAT, 20, 12, histogram([5] * 12))["Satisfied"].endswith("Too early to say (12 of 30).")


def test_where_all_have_answered_nobody_is_silent() -> None:
    assert "Who is silent" not in figures(NPS, 3, 3, histogram([9, 9, 9]))


def test_without_letters_and_answers_there_is_nothing_to_say() -> None:
    assert figures(NPS, 0, 0, EMPTY) == {}
    assert list(figures(NPS, 5, 0, EMPTY)) == ["Answered"]
