"""What every fault run may ask for."""

import sys
from collections.abc import Callable

import pytest


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Print what a run found, past pytest: docs/promises.md quotes it."""

    def write(figures: str) -> None:
        with capsys.disabled():
            sys.stdout.write(figures)

    return write
