"""Files that are made piece by piece."""

import io
import uuid
from collections.abc import Mapping
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from accounts.models import Business
from dashboards import answers_file, files
from dashboards.actions import finding, making
from dashboards.actions.exports import drop_export, withdraw_exports
from dashboards.actions.making import advance_export
from dashboards.models import Export, ExportPiece, ExportState
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.models import Answer, Survey
from tests.factories.exports import ask, make_whole, now_of
from tests.factories.figures import NOW
from tests.factories.metrics import give

pytestmark = pytest.mark.usefixtures("busy")
ALL = 118


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "ROWS", 25)


def at_once(business: Business, form: str, asked: Mapping[str, str]) -> bytes:
    """The file as it is made for somebody who waits."""
    with acting_for(business), files.written_in(form):
        report = answers_file.small(business, answers_file.wanted(form, asked, business.dimensions), NOW)
    assert report
    return files.written(report, form, NOW)


def rows_of(book: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for sheet in load_workbook(io.BytesIO(book)) for row in sheet.iter_rows()]


def pieces(file: Export) -> int:
    with acting_for(file.business_id):
        return ExportPiece.objects.filter(of=file).count()


@pytest.mark.parametrize(
    "asked", [{}, {"band": "low", "segment": "branch:Kiosk"}, {"state": "all", "from": "2026-11-12"}]
)
def test_a_csv_is_byte_for_byte_the_one_that_is_made_at_once(business: Business, asked: dict[str, str]) -> None:
    assert make_whole(business, ask(business, "csv", asked)) == at_once(business, "csv", asked)


def test_a_workbook_says_what_the_one_that_is_made_at_once_says(business: Business) -> None:
    assert rows_of(make_whole(business, ask(business, "xlsx"))) == rows_of(at_once(business, "xlsx", {}))


def test_a_pdf_is_made_in_one_piece(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "ROWS", 5_000)
    file = ask(business, "pdf")
    assert make_whole(business, file).startswith(b"%PDF")
    assert (pieces(file), now_of(file).done) == (1, ALL)


def test_a_pdf_holds_so_many_answers_and_so_many_letters(
    business: Business, survey: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "ROWS", 5_000)
    with acting_for(business):
        Answer.objects.update(comment="x" * 1_000)
    make_whole(business, file := ask(business, "pdf"))
    assert now_of(file).done == 59  # of 1,000 letters each, and of where they were given
    monkeypatch.setitem(answers_file.MOST, "pdf", 3)
    make_whole(business, file := ask(business, "pdf"))
    assert now_of(file).done == 3


@pytest.mark.parametrize("form", ["csv", "xlsx", "pdf"])
@pytest.mark.parametrize("asked", [{}, {"band": "low", "segment": "branch:Kiosk"}, {"words": "nobody said this"}])
@pytest.mark.parametrize("most", [1, 40])
def test_however_short_a_look_is_the_file_is_the_same(
    business: Business, survey: Survey, monkeypatch: pytest.MonkeyPatch, form: str, asked: dict[str, str], most: int
) -> None:
    give(business, survey, [3, 4], NOW.date() - timedelta(days=9), {"branch": "Kiosk"})
    monkeypatch.setitem(answers_file.AT_ONCE, form, 2 * ALL)
    monkeypatch.setattr(answers_file, "LETTERS_AT_ONCE", 10_000)
    whole = at_once(business, form, asked)
    monkeypatch.setattr(answers_file, "LOOKED_AT", most)
    monkeypatch.setattr(finding, "ROWS", 5_000 if form == "pdf" else 25)
    made = make_whole(business, ask(business, form, asked))
    assert rows_of(made) == rows_of(whole) if form == "xlsx" else made == whole


def test_no_statement_looks_through_more_than_one_look_takes(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers_file, "LOOKED_AT", 40)
    file, steps = ask(business, "csv", {"words": "nobody said this", "state": "all"}), 1
    with acting_for(business):
        Answer.objects.update(comment="Dry bread.")
    while advance_export(business=business, export_id=file.id, now=NOW):
        steps += 1
    assert steps == 6  # 40 of two days, 78 of one, the rest: once for the count, once for the file
    assert (now_of(file).counted, now_of(file).found, now_of(file).done) == (0, 0, 0)


def test_it_is_known_how_far_a_file_is(business: Business) -> None:
    file = ask(business)
    seen = []
    while advance_export(business=business, export_id=file.id, now=NOW):
        row = now_of(file)
        seen.append((row.done, row.found))
    assert seen == [(0, ALL), (25, ALL), (50, ALL), (75, ALL), (100, ALL)]
    assert (now_of(file).done, now_of(file).state) == (ALL, ExportState.READY)


def test_a_number_of_answers_that_ends_with_a_piece_ends_the_file(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "ROWS", ALL)
    assert make_whole(business, ask(business)) == at_once(business, "csv", {})


def test_a_form_with_a_limit_holds_the_newest_and_says_so(business: Business, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(answers_file.MOST, "xlsx", 60)
    book = load_workbook(io.BytesIO(make_whole(business, ask(business, "xlsx"))))
    assert book["Answers"].max_row == 61
    about = [str(row[0].value) for row in book["About"].iter_rows()]
    assert "118 answers." in about
    assert "This file holds the newest 60 of them. A CSV file holds all." in about


def test_a_form_whose_limit_is_just_reached_says_nothing_of_it(
    business: Business, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(answers_file.MOST, "xlsx", ALL)
    assert "newest" not in str(rows_of(make_whole(business, ask(business, "xlsx")))[:4])


def test_where_no_answer_is_left_the_file_says_so(business: Business) -> None:
    for form in ("csv", "xlsx"):
        made = make_whole(business, ask(business, form, {"words": "nobody said this"}))
        assert "0 answers, that say" in (made.decode() if form == "csv" else str(rows_of(made)))


def test_an_answer_that_comes_while_a_file_is_made_is_not_in_it(business: Business, survey: Survey) -> None:
    before, file = at_once(business, "csv", {}), ask(business)
    for _ in range(3):
        advance_export(business=business, export_id=file.id, now=NOW)
    give(business, survey, [9] * 30, NOW.date())
    assert make_whole(business, file) == before


def test_an_answer_that_no_longer_counts_ends_no_file(business: Business) -> None:
    file = ask(business)
    for _ in range(3):
        advance_export(business=business, export_id=file.id, now=NOW)
    with acting_for(business):
        Answer.objects.filter(id=now_of(file).last_id or "").update(state="set_aside")
    make_whole(business, file)
    assert now_of(file).done == ALL


def test_a_step_that_two_workers_make_counts_once(business: Business) -> None:
    file = ask(business)
    for _ in range(2):
        advance_export(business=business, export_id=file.id, now=NOW)
    stale = now_of(file)
    advance_export(business=business, export_id=file.id, now=NOW)
    step = making.Step({stale.pieces + 1: b"twice"}, {"pieces": stale.pieces + 1, "done": 99})
    assert making.keep(business, stale, step, NOW)
    assert make_whole(business, file) == at_once(business, "csv", {})


def test_a_piece_of_a_file_that_was_withdrawn_meanwhile_is_thrown_away(business: Business) -> None:
    file = ask(business)
    advance_export(business=business, export_id=file.id, now=NOW)
    stale = now_of(file)
    withdraw_exports(business=business, now=NOW)
    making.keep(business, stale, making.Step({1: b"somebody's words"}, {"pieces": 1}), NOW)
    assert pieces(file) == 0
    assert not advance_export(business=business, export_id=file.id, now=NOW)


def test_a_file_that_nobody_wants_any_more_is_made_no_further(business: Business) -> None:
    by = uuid.uuid4()
    file = ask(business, by=by)
    assert drop_export(business=business, export_id=file.id, by=by, now=NOW)
    assert not advance_export(business=business, export_id=file.id, now=NOW)


def test_a_ready_file_has_one_line_without_a_word_of_anybody(business: Business) -> None:
    file = ask(business, asked={"words": "rye"})
    make_whole(business, file)
    with acting_for(business):
        lines = {line.kind: line.data for line in LedgerLine.objects.filter(subject=file.id)}
    size = now_of(file).size
    assert lines == {"export.requested": {"form": "csv"}, "export.made": {"form": "csv", "answers": 0, "bytes": size}}
