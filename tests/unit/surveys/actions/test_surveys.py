"""Making surveys, changing their words, putting them away, trying them out."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from accounts.models import Business
from foundation.agenda.runner import drain
from foundation.ledger.models import LedgerLine
from foundation.tenancy.context import acting_for
from surveys.actions.surveys import archive_survey, change_survey, create_survey, send_test
from surveys.letter import trial_survey, words_of
from surveys.models import Survey
from surveys.scales import SCALES
from tests.factories.accounts import make_member
from tests.factories.rounds import make_round
from tests.smtp_sink import Sink


@pytest.mark.parametrize("kind", SCALES)
def test_a_new_survey_says_the_standard_words(business: Business, kind: str) -> None:
    survey = create_survey(business=business, kind=kind)
    assert survey.name == SCALES[kind].name
    words = words_of(business, survey)
    assert words.question
    assert "{" not in " ".join([words.question, words.letter_subject, words.letter_intro])


def test_an_unknown_kind_is_refused_and_the_kinds_named(business: Business) -> None:
    with pytest.raises(ValidationError, match="nps"):
        create_survey(business=business, kind="stars")


def test_own_words_replace_the_standard_ones_and_empty_ones_bring_them_back(business: Business) -> None:
    survey = create_survey(business=business, kind="nps")
    standard = words_of(business, survey).question
    changed = change_survey(business=business, survey_id=survey.id, question="  Would you come again?  ")
    assert words_of(business, changed).question == "Would you come again?"
    changed = change_survey(business=business, survey_id=survey.id, question="")
    assert words_of(business, changed).question == standard


def test_every_change_leaves_a_line_without_the_words(business: Business) -> None:
    user = make_member(business)
    survey = create_survey(business=business, kind="nps", by=user.id)
    change_survey(business=business, survey_id=survey.id, by=user.id, question="Secret?")
    archive_survey(business=business, survey_id=survey.id, archived=True, by=user.id)
    with acting_for(business):
        lines = list(LedgerLine.objects.filter(subject=survey.id).order_by("id").values_list("kind", "actor", "data"))
    assert [line[:2] for line in lines] == [
        (kind, user.id) for kind in ("survey.created", "survey.changed", "survey.archived")
    ]
    assert "Secret" not in str(lines)


@pytest.mark.parametrize(
    ("field", "value"), [("expires_days", 0), ("expires_days", 366), ("name", ""), ("question", "x" * 301)]
)
def test_a_wrong_value_is_named_and_nothing_changes(business: Business, field: str, value: object) -> None:
    survey = create_survey(business=business, kind="nps")
    with pytest.raises(ValidationError) as fault:
        change_survey(business=business, survey_id=survey.id, **{field: value})  # type: ignore[arg-type] # wrong on purpose
    assert field in fault.value.message_dict
    with acting_for(business):
        assert getattr(Survey.objects.get(), field) == getattr(survey, field)


def test_another_businesss_survey_is_not_there(business: Business, other_business: Business) -> None:
    survey = create_survey(business=business, kind="nps")
    for act in (
        lambda: change_survey(business=other_business, survey_id=survey.id, question="Mine?"),
        lambda: archive_survey(business=other_business, survey_id=survey.id, archived=True),
        lambda: send_test(business=other_business, survey_id=survey.id, by=uuid.uuid4()),
    ):
        with pytest.raises(Survey.DoesNotExist):
            act()


def test_a_survey_with_a_planned_round_is_not_put_away(business: Business) -> None:
    planned = make_round(business)
    with pytest.raises(ValidationError, match="Call that off first"):
        archive_survey(business=business, survey_id=planned.survey_id, archived=True)


def test_a_test_letter_goes_to_the_member_who_asked_and_its_link_answers_nothing(
    business: Business, sink: Sink
) -> None:
    user = make_member(business)
    survey = create_survey(business=business, kind="nps")
    send_test(business=business, survey_id=survey.id, by=user.id)
    drain()
    assert sink.recipients() == [user.email]
    letter = sink.letters[0].message
    assert str(letter["Subject"]).startswith("Test: ")
    text = letter.get_body(("plain",))
    assert text
    token = text.get_content().split(f"/s/{business.code}/test/")[1].partition("?lang=en")[0]
    assert trial_survey(token) == survey.id


def test_somebody_who_left_gets_no_test_letter(business: Business, sink: Sink) -> None:
    survey = create_survey(business=business, kind="nps")
    send_test(business=business, survey_id=survey.id, by=uuid.uuid4())
    drain()
    assert sink.recipients() == []


def test_a_forged_trial_token_shows_nothing() -> None:
    assert trial_survey("IjEyMyI:forged:token") is None
