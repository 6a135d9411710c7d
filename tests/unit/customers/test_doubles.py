"""Rows of a large file that name the same person, beside the same found in memory."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers import doubles
from customers.doubles import CONFLICTING, REPEATED, Doubles, Verdict
from customers.repeats import Naming, decide

people = st.tuples(st.sampled_from(["", "a", "b", "c", "d"]), st.sampled_from(["", "", "1", "2", "3"]))


def judged(folder: Path, rows: Sequence[tuple[str, str]], most: int = 1000) -> Verdict | None:
    """What becomes of rows, numbered from 2 and seen three at a time."""
    with Doubles(folder) as found:
        for start in range(0, len(rows), 3):
            emails, numbers = zip(*rows[start : start + 3], strict=True)
            found.see(emails, numbers)
        lines = [f"{row}\tid\t{email}\t{number}\tname\n".encode() for row, (email, number) in enumerate(rows, 2)]
        return found.judge(lines, len(rows) + 1, most)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(people, max_size=14), st.sampled_from([1, 3, 64]), st.sampled_from([8, 1 << 12]))
def test_it_is_what_looking_at_all_rows_at_once_says(
    tmp_path: Path, rows: list[tuple[str, str]], parts: int, slots: int
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(doubles, "ROWS_A_PART", 1)
        patch.setattr(doubles, "MOST_PARTS", parts)
        patch.setattr(doubles, "SLOTS", slots)  # few: nearly everything looks alike
        verdict = judged(tmp_path, rows)
    repeated, conflicts = decide([Naming(row, *person) for row, person in enumerate(rows, 2)])
    if verdict is None:
        assert (repeated, conflicts) == (set(), {})
        return
    assert {row for row, flag in enumerate(verdict.flags) if flag == REPEATED} == repeated
    assert {row for row, flag in enumerate(verdict.flags) if flag == CONFLICTING} == set(conflicts)
    assert verdict.first == conflicts


def test_rows_that_all_differ_need_no_verdict(tmp_path: Path) -> None:
    assert judged(tmp_path, [("a", ""), ("b", "1"), ("", "2")]) is None


def test_the_first_conflicts_alone_are_remembered(tmp_path: Path) -> None:
    verdict = judged(tmp_path, [("a", str(number)) for number in range(9)], most=3)
    assert verdict
    assert verdict.first == {3: 2, 4: 2, 5: 2}


def test_no_file_is_left_behind(tmp_path: Path) -> None:
    judged(tmp_path, [("a", ""), ("a", "")])
    assert not list(tmp_path.iterdir())
