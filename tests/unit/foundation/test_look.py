"""The colour filter lets only a colour through."""

import pytest

from foundation.templatetags.look import OWN, colour


def test_a_colour_passes_unchanged() -> None:
    assert colour("#7A1f00") == "#7A1f00"


@pytest.mark.parametrize("value", [None, "", "red", "#fff", "#1d5fa8}", "#1d5fa8\n", "url(//x)", 7])
def test_anything_else_becomes_the_products_own(value: object) -> None:
    assert colour(value) == OWN
