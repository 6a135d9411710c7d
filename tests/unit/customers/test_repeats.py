"""Rows of one file that name the same person."""

from customers.repeats import Naming, decide


def test_the_last_row_of_a_person_counts() -> None:
    rows = [Naming(2, "a@x.de", ""), Naming(3, "b@x.de", ""), Naming(4, "a@x.de", "1")]
    assert decide(rows) == ({2}, {})


def test_a_superseded_row_hands_its_links_on() -> None:
    rows = [Naming(2, "a@x.de", ""), Naming(3, "a@x.de", "1"), Naming(4, "b@x.de", "1")]
    assert decide(rows) == ({2, 3}, {})


def test_one_address_with_two_numbers_is_a_fault_of_the_later_row() -> None:
    rows = [Naming(2, "a@x.de", "1"), Naming(3, "a@x.de", "2"), Naming(4, "a@x.de", "1")]
    assert decide(rows) == ({2}, {3: 2})
