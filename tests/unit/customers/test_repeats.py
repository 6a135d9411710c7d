"""Rows of one file that name the same person."""

from customers.repeats import Naming, Repeats, decide


def test_the_last_row_of_a_person_counts() -> None:
    rows = [Naming(2, "a@x.de", ""), Naming(3, "b@x.de", ""), Naming(4, "a@x.de", "1")]
    assert decide(rows) == ({2}, {})


def test_a_superseded_row_hands_its_links_on() -> None:
    rows = [Naming(2, "a@x.de", ""), Naming(3, "a@x.de", "1"), Naming(4, "b@x.de", "1")]
    assert decide(rows) == ({2, 3}, {})


def test_one_address_with_two_numbers_is_a_fault_of_the_later_row() -> None:
    rows = [Naming(2, "a@x.de", "1"), Naming(3, "a@x.de", "2"), Naming(4, "a@x.de", "1")]
    assert decide(rows) == ({2}, {3: 2})


def test_only_rows_that_share_something_deserve_a_look() -> None:
    repeats = Repeats()
    repeats.see(["a@x.de", "b@x.de", ""], ["1", "", "2"])
    repeats.see(["", "b@x.de", ""], ["2", "", ""])
    assert repeats.suspects() == {1, 2, 3, 4}


def test_many_thousand_rows_are_looked_at_in_parts() -> None:
    repeats = Repeats()
    emails = [f"p{n}@x.de" for n in range(250_000)]
    repeats.see([*emails, "p7@x.de"], [""] * 250_001)
    assert {7, 250_000} <= repeats.suspects()
