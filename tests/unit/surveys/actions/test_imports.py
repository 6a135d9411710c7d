"""Bringing earlier answers in."""

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from accounts.actions import add_dimensions, stop_dimension
from accounts.models import Business
from customers.actions.suppression import suppress
from customers.models import Customer
from customers.tables import TableError
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.actions.imports import Imported, import_answers
from surveys.importing import ColumnsError
from surveys.models import Answer, Survey
from surveys.queries.verification import check_answers
from tests.factories.answers import make_survey
from tests.factories.customers import make_customer

HEADER = ["email", "external_id", "kind", "score", "at", "comment", "city"]
ANN = ["ann@example.com", "", "nps", "9", "2026-03-01T12:00:00Z", "Good", "Bonn"]
BOB = ["", "B7", "csat", "2", "2026-03-02", "", "Berlin"]


def bring(
    business: Business, folder: Path, *rows: list[str], header: list[str] = HEADER, groups: Sequence[str] = ()
) -> Imported:
    path = folder / "answers.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return import_answers(business=business, path=path, groups=groups)


def answers(business: Business) -> list[Answer]:
    with acting_for(business):
        return list(Answer.objects.select_related("customer", "survey").order_by("given_at"))


def test_answers_come_in_with_their_people_and_surveys(business: Business, tmp_path: Path) -> None:
    found = bring(business, tmp_path, ANN, BOB)
    assert (found.rows, found.added, found.unchanged, found.customers_added, found.faults) == (2, 2, 0, 2, [])
    ann, bob = answers(business)
    assert (ann.score, ann.comment, ann.state, ann.source) == (9, "Good", "confirmed", "import")
    assert ann.survey.name == "Earlier answers (NPS)"
    assert (ann.customer and ann.customer.email, bob.customer and bob.customer.external_id) == ("ann@example.com", "B7")
    assert bob.given_on.isoformat() == "2026-03-02"


def test_the_same_file_again_changes_nothing(business: Business, tmp_path: Path) -> None:
    bring(business, tmp_path, ANN, BOB)
    found = bring(business, tmp_path, ANN, BOB)
    assert (found.added, found.unchanged, found.customers_added, len(answers(business))) == (0, 2, 0, 2)


def test_a_time_that_came_twice_is_the_same_when_brought_in_again(business: Business, tmp_path: Path) -> None:
    row = [*ANN[:4], "2025-10-26T02:30:00", *ANN[5:]]
    bring(business, tmp_path, row)
    assert bring(business, tmp_path, row).unchanged == 1


def test_a_row_twice_in_one_file_is_one_answer(business: Business, tmp_path: Path) -> None:
    found = bring(business, tmp_path, ANN, ANN)
    assert (found.rows, found.added, found.unchanged) == (2, 1, 1)


def test_good_rows_come_in_beside_broken_ones(business: Business, tmp_path: Path) -> None:
    found = bring(business, tmp_path, ANN, [*ANN[:3], "12", *ANN[4:]], ["too", "short"])
    assert (found.rows, found.added) == (3, 1)
    assert sorted((fault.row, fault.column) for fault in found.faults) == [(3, "score"), (4, "")]


def test_properties_that_several_share_become_dimensions_and_segments(business: Business, tmp_path: Path) -> None:
    more = [[*row[:4], f"2026-03-0{day}", *row[5:]] for day, row in [(3, ANN), (4, BOB)]]
    found = bring(business, tmp_path, ANN, BOB, *more)
    assert found.dimensions == ["city"]
    assert [answer.segments for answer in answers(business)] == [{"city": "Bonn"}, {"city": "Berlin"}] * 2
    assert answers(business)[0].properties == {"city": "Bonn"}


def test_a_property_becomes_a_dimension_where_it_is_asked_for(business: Business, tmp_path: Path) -> None:
    assert bring(business, tmp_path, ANN, BOB).dimensions == []
    assert bring(business, tmp_path, ANN, BOB, groups=["city"]).dimensions == ["city"]
    with pytest.raises(ColumnsError, match="No column 'comment' is kept"):
        bring(business, tmp_path, ANN, groups=["comment"])


def test_a_dimension_that_was_stopped_stays_so_and_is_noted_with_each_answer(
    business: Business, tmp_path: Path
) -> None:
    add_dimensions(business=business, names=["city"])
    stop_dimension(business=business, name="city", by=None)
    more = [[*row[:4], f"2026-03-0{day}", *row[5:]] for day, row in [(3, ANN), (4, BOB)]]
    assert bring(business, tmp_path, ANN, BOB, *more).dimensions == []
    assert answers(business)[0].segments == {"city": "Bonn"}
    assert bring(business, tmp_path, ANN, groups=["city"]).dimensions == ["city"]


def test_a_property_of_many_values_is_kept_and_no_dimension(business: Business, tmp_path: Path) -> None:
    rows = [[f"p{n}@example.com", *ANN[1:6], f"order {n}"] for n in range(51)]
    assert bring(business, tmp_path, *rows).dimensions == []
    assert answers(business)[0].segments == {}


def test_the_first_survey_of_a_kind_takes_the_answers(business: Business, tmp_path: Path) -> None:
    survey = make_survey(business, "nps")
    make_survey(business, "nps")
    bring(business, tmp_path, ANN)
    assert answers(business)[0].survey_id == survey.id


def test_known_people_are_found_by_address_or_number(business: Business, tmp_path: Path) -> None:
    ann = make_customer(business, email="ann@example.com")
    bob = make_customer(business, external_id="B7")
    assert bring(business, tmp_path, ["ANN@example.com", *ANN[1:]], BOB).customers_added == 0
    assert [answer.customer_id for answer in answers(business)] == [ann.id, bob.id]


def test_one_person_by_address_and_by_number_is_added_once(business: Business, tmp_path: Path) -> None:
    both = ["ann@example.com", "B7", *ANN[2:]]
    assert bring(business, tmp_path, both, BOB, ANN).customers_added == 1
    assert len({answer.customer_id for answer in answers(business)}) == 1


def test_somebody_who_was_forgotten_does_not_come_back(business: Business, tmp_path: Path) -> None:
    suppress(business=business, email="ann@example.com", reason="erased")
    found = bring(business, tmp_path, ANN, BOB)
    assert (found.added, [fault.row for fault in found.faults]) == (1, [2])
    with acting_for(business):
        assert not Customer.objects.filter(email="ann@example.com").exists()


def test_each_answer_has_its_line_and_verifies(business: Business, tmp_path: Path) -> None:
    bring(business, tmp_path, ANN, BOB)
    with acting_for(business):
        assert LedgerLine.objects.filter(kind="answer.given").count() == 2
    assert (check_answers(business).answers, check_answers(business).faults) == (2, [])


def test_a_table_without_its_columns_brings_nothing(business: Business, tmp_path: Path) -> None:
    with pytest.raises(ColumnsError, match="kind, score, at"):
        bring(business, tmp_path, ["ann@example.com"], header=["email"])


def test_a_file_that_turns_out_unreadable_brings_nothing(business: Business, tmp_path: Path) -> None:
    path = tmp_path / "answers.csv"
    good = ",".join(ANN) + "\n"
    path.write_bytes((",".join(HEADER) + "\n" + good * 3_000).encode() + b'"never closed\n')
    with pytest.raises(TableError):
        import_answers(business=business, path=path)
    with acting_for(business):
        assert not Answer.objects.exists()
        assert not Survey.objects.exists()


def test_another_business_s_people_and_answers_are_its_own(
    business: Business, other_business: Business, tmp_path: Path
) -> None:
    bring(business, tmp_path, ANN)
    assert bring(other_business, tmp_path, ANN).added == 1
    assert answers(business)[0].customer_id != answers(other_business)[0].customer_id
