"""What changed, in words."""

from collections.abc import Mapping
from datetime import date

from dashboards.presenters.changes import Parts, among_whom, most_of_it
from metrics.maths.comparison import compare
from metrics.maths.scales import histogram
from metrics.maths.states import State
from metrics.measured import Measured
from metrics.measures import measure_of

NPS, CSAT, RATE = (measure_of(key) for key in ("nps", "csat", "response_rate"))
Scores = Mapping[str, list[int]]
HALF = [9] * 20 + [3] * 20


def measured(scores: list[int], segment: str | None = None, key: str = "nps") -> Measured:
    counts = histogram(scores)
    one = measure_of(key).estimate(counts)
    days = date(2026, 10, 1), date(2026, 11, 1)
    return Measured(key, *days, segment, one.value, one.n, one.low, one.high, State.OK, None, 1, counts)


def parts(before: Scores, after: Scores) -> Parts:
    was, now = ({name: measured(scores, name) for name, scores in side.items()} for side in (before, after))
    both = was.keys() & now.keys()
    return Parts("branch", was, now, {name: compare(was[name].counts, now[name].counts, NPS.scale) for name in both})


def test_the_segment_that_makes_most_of_it_is_named_with_its_own_range() -> None:
    made = parts({"north": HALF, "south": HALF}, {"north": [9] * 30 + [3] * 10, "south": HALF})
    assert most_of_it(NPS, made, sees_answers=True) == ("Most of it: north, +50, range +7 to +86: really up.")


def test_where_two_share_it_nobody_is_named() -> None:
    up = [9] * 30 + [3] * 10
    made = parts({"north": HALF, "south": HALF, "van": HALF}, {"north": up, "south": up, "van": up})
    assert most_of_it(NPS, made, sees_answers=True) == ""


def test_where_other_people_answered_that_is_said() -> None:
    happy, sad = [9] * 30, [3] * 30
    made = parts({"north": happy[:10], "south": sad}, {"north": happy, "south": sad[:10]})
    assert most_of_it(NPS, made, sees_answers=True) == (
        "Most of it is who was counted, not what they said: north makes up 75% of the answers, and 25% before."
    )


def test_nothing_is_most_of_nothing() -> None:
    same = {"north": HALF, "south": HALF}
    assert most_of_it(NPS, parts(same, same), sees_answers=True) == ""
    assert most_of_it(NPS, parts({}, {}), sees_answers=True) == ""
    assert most_of_it(NPS, parts({"": HALF}, {"": [9] * 40}), sees_answers=True) == ""


def test_a_viewer_is_not_told_of_a_small_segment() -> None:
    before = {"north": HALF, "south": HALF, "van": [3] * 4}
    made = parts(before, {"north": HALF, "south": HALF, "van": [9] * 4})
    assert most_of_it(NPS, made, sees_answers=True).startswith("Most of it: van")
    assert most_of_it(NPS, made, sees_answers=False) == ""


def test_a_viewer_is_not_told_of_a_mix_that_has_a_small_segment() -> None:
    made = parts({"north": [9] * 30, "south": [3] * 4}, {"north": [9] * 4, "south": [3] * 30})
    assert most_of_it(NPS, made, sees_answers=True)
    assert most_of_it(NPS, made, sees_answers=False) == ""


def test_happy_and_unhappy_answers_are_compared_as_shares() -> None:
    happy, unhappy = among_whom(NPS, measured(HALF), measured([9] * 20 + [8] * 20))
    assert happy.startswith(
        "Happy answers (9 and 10) are 50.0% now and were 50.0% before; 0.0 percentage points, range"
    )
    assert unhappy.startswith("Unhappy answers (0 to 6) are 0.0% now and were 50.0% before; −50.0 percentage points")
    assert unhappy.endswith(": really down.")


def test_a_share_is_not_told_twice() -> None:
    found = among_whom(CSAT, measured([5] * 20 + [1] * 20, key="csat"), measured([5] * 40, key="csat"))
    assert [words.split(" (")[0] for words in found] == ["Unhappy answers"]


def test_letters_are_neither_happy_nor_unhappy() -> None:
    silent = measured([0] * 40, key="response_rate")
    assert among_whom(RATE, silent, silent) == []
    assert among_whom(NPS, measured([]), measured(HALF)) == []
