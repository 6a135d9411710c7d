"""Places in a sorted list."""

import uuid
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.places import Place, parse

moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 # bounds are naive


@given(moments, st.uuids())
def test_a_place_survives_an_address(at: datetime, row: uuid.UUID) -> None:
    assert parse(str(Place(at, row))) == Place(at, row)


@pytest.mark.parametrize("text", ["", "nonsense", "12", "12-zz", "-", f"9{'9' * 30}-{uuid.UUID(int=1).hex}"])
def test_what_is_no_place_is_none(text: str) -> None:
    assert parse(text) is None
