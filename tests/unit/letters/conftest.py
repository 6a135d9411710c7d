"""What tests of letters share."""

from collections.abc import Iterator

import pytest

from letters.purposes import purposes
from tests.factories.letters import PURPOSE, Writer, register_test_purpose


@pytest.fixture
def writer() -> Iterator[Writer]:
    """The purpose `test`, known for the length of one test."""
    yield register_test_purpose()
    del purposes[PURPOSE]
