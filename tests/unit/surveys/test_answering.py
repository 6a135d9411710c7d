"""Reading a form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.answering import LONGEST_COMMENT, Reply, clean_stamp, read
from surveys.scales import NPS


def test_a_reply_is_read_and_tidied() -> None:
    data = {"score": " 9 ", "comment": " Good\r\nbread\x00 ", "stamp": "abc", "revised": "1"}
    assert read(data, NPS) == Reply(9, "Good\nbread", "abc", revised=True)


@pytest.mark.parametrize("score", ["", "11", "-1", "9.0", "٣", "nine", "1e0", "+9", "009"])
def test_only_a_whole_number_on_the_scale_is_a_score(score: str) -> None:
    found = read({"score": score}, NPS)
    assert isinstance(found, list)
    assert [problem.field for problem in found] == ["score"]


def test_everything_wrong_is_said_at_once() -> None:
    found = read({"score": "11", "comment": "x" * (LONGEST_COMMENT + 1)}, NPS)
    assert isinstance(found, list)
    assert [problem.field for problem in found] == ["score", "comment"]


def test_line_breaks_count_as_one_character() -> None:
    assert isinstance(read({"score": "9", "comment": "x\r\n" * (LONGEST_COMMENT // 2)}, NPS), Reply)


@given(st.text())
def test_a_stamp_is_short_and_plain_or_nothing(text: str) -> None:
    assert clean_stamp(text) in ("", text)
    assert len(clean_stamp(text)) <= 16
