"""Where a change comes from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.maths.decomposition import decompose
from metrics.maths.headline import headline
from metrics.maths.scales import CES, CSAT, EMPTY, NPS, Counts, Scale, histogram, pool

SCALES = st.sampled_from([NPS, CSAT, CES])


@st.composite
def sides(draw: st.DrawFn) -> tuple[Scale, dict[str, Counts], dict[str, Counts]]:
    scale = draw(SCALES)
    scores = st.lists(st.integers(scale.minimum, scale.maximum), max_size=12).map(histogram)
    parts = st.dictionaries(st.sampled_from("abcd"), scores, max_size=4)
    return scale, draw(parts), draw(parts)


@given(sides())
def test_the_parts_and_the_mix_add_up_to_the_change(made: tuple[Scale, dict[str, Counts], dict[str, Counts]]) -> None:
    scale, before, after = made
    was, now = (headline(pool([EMPTY, *side.values()]), scale).value for side in (before, after))
    found = decompose(before, after, scale)
    if was is None or now is None:
        assert found is None
        return
    assert found is not None
    assert found.change == pytest.approx(now - was)
    assert sum(found.within.values()) + found.mix == pytest.approx(now - was)


def test_where_only_one_part_moved_it_is_all_of_the_change() -> None:
    same = histogram([9] * 5 + [3] * 5)
    found = decompose({"shop": same, "kiosk": same}, {"shop": same, "kiosk": histogram([9] * 10)}, NPS)
    assert found is not None
    assert found.within == {"kiosk": pytest.approx(50), "shop": 0}
    assert found.mix == 0


def test_where_nobody_changed_their_mind_it_is_all_mix() -> None:
    happy, sad = [9] * 10, [3] * 10
    before = {"shop": histogram(happy), "kiosk": histogram(sad * 3)}
    found = decompose(before, {"shop": histogram(happy * 3), "kiosk": histogram(sad)}, NPS)
    assert found is not None
    assert found.within == {"kiosk": 0, "shop": 0}
    assert found.mix == pytest.approx(100)


def test_a_new_part_has_no_change_of_its_own() -> None:
    found = decompose({"shop": histogram([3] * 10)}, {"shop": histogram([3] * 10), "van": histogram([9] * 10)}, NPS)
    assert found is not None
    assert (found.within["van"], found.change) == (0, 100)
