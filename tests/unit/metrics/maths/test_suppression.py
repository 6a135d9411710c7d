from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.maths.suppression import Hidden, hidden, total_is_shown

GROUPS = st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 15), max_size=8)


def test_large_groups_are_shown() -> None:
    assert hidden({"north": 10, "south": 40}).scores == frozenset()


def test_a_group_of_four_is_hidden_and_so_is_the_smallest_visible_one() -> None:
    assert hidden({"north": 4, "south": 30, "east": 12}).scores == {"north", "east"}


def test_two_small_groups_hide_each_other() -> None:
    assert hidden({"north": 4, "south": 3, "east": 12}).scores == {"north", "south"}


def test_small_groups_that_are_small_together_take_a_third() -> None:
    assert hidden({"north": 1, "south": 2, "east": 12, "west": 20}).scores == {"north", "south", "east"}


def test_an_empty_group_hides_nobody() -> None:
    assert hidden({"north": 4, "nobody": 0, "east": 12}).scores == {"north", "east"}


def test_the_only_group_is_hidden_by_itself() -> None:
    assert hidden({"north": 4}).scores == {"north"}


def test_five_answers_show_a_score_and_ten_their_comments() -> None:
    found = hidden({"north": 5, "south": 9, "east": 10})
    assert found == Hidden(scores=frozenset(), comments=frozenset({"north", "south"}))


def test_a_hidden_group_shows_no_comments_however_large() -> None:
    assert hidden({"north": 4, "south": 30}).comments == {"north", "south"}


@pytest.mark.parametrize(("n", "shown"), [(4, False), (5, True)])
def test_a_total_is_a_group_too(n: int, shown: bool) -> None:
    assert total_is_shown(n) is shown


@given(GROUPS)
def test_what_is_left_of_the_total_is_never_one_group_nor_too_few(groups: dict[str, int]) -> None:
    secret = hidden(groups).scores
    remainder = [groups[name] for name in secret]
    everything_hidden = all(name in secret for name, n in groups.items() if n)
    assert not secret or everything_hidden or (len(remainder) >= 2 and sum(remainder) >= 5)


@given(GROUPS)
def test_no_small_group_is_ever_visible(groups: dict[str, int]) -> None:
    found = hidden(groups)
    assert all(name in found.scores for name, n in groups.items() if 0 < n < 5)
    assert all(name in found.comments for name, n in groups.items() if 0 < n < 10)
    assert found.scores <= found.comments


@given(GROUPS, st.randoms(use_true_random=False))
def test_the_order_of_groups_changes_nothing(groups: dict[str, int], random: Random) -> None:
    names = sorted(groups)
    random.shuffle(names)
    assert hidden({name: groups[name] for name in names}) == hidden(groups)
