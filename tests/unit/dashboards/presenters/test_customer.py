"""Why a customer's page shows no answer or no case, in words."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from dashboards.presenters.customer import MISSED, no_answer, no_case, question
from surveys.models import InvitationState
from surveys.queries.asking import LastAsked
from surveys.scales import Band

AT = datetime(2026, 3, 3, 8, tzinfo=UTC)


def said(*bands: Band) -> Any:
    return [SimpleNamespace(band=band) for band in bands]


@pytest.mark.parametrize(
    ("asked", "gets_letters", "words"),
    [
        (None, True, "They were not asked yet."),
        (None, False, "They were never asked: they get no survey letters."),
        (("sent", "", AT), True, "They were asked on 3 March (“Visit”) and have not answered."),
        (("queued", "", None), True, "The letter of “Visit” is on its way to them."),
        (("skipped", "no address", None), True, "They got no letter of “Visit”. The reason: no address."),
        (("failed", "no such box", None), True, "The letter of “Visit” did not reach them. The reason: no such box."),
    ],
)
def test_why_somebody_said_nothing(asked: tuple[str, str, Any] | None, gets_letters: bool, words: str) -> None:
    found = LastAsked("Visit", *asked) if asked else None
    assert no_answer(found, "3 March", gets_letters=gets_letters) == words


def test_whatever_became_of_a_letter_has_its_words() -> None:
    assert set(MISSED) == {state.value for state in InvitationState} - {InvitationState.SENT.value}


@pytest.mark.parametrize(
    ("bands", "all_of_them", "words"),
    [
        ([], True, "; they gave none yet."),
        ([Band.HIGH, Band.MIDDLE], True, "; none of theirs was."),
        ([Band.HIGH], False, ", unless it was brought in long"),
        ([Band.LOW, Band.HIGH], True, ", unless it was brought in long"),
    ],
)
def test_why_somebody_has_no_case(bands: list[Band], all_of_them: bool, words: str) -> None:
    assert no_case(said(*bands), all_of_them=all_of_them).startswith(
        f"A case opens by itself when an answer is unhappy{words}"
    )


def test_a_scale_on_which_little_is_good_says_so() -> None:
    assert [question("Effort", kind) for kind in ("ces", "ces2")] == ["Effort (lower is better)", "Effort"]
