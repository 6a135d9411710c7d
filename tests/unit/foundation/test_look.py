"""The colour filter lets only a colour through."""

import pytest

from foundation.colours import READABLE, contrast_with_white
from foundation.templatetags.look import OWN, colour


def test_a_colour_passes_unchanged() -> None:
    assert colour("#7A1f00") == "#7A1f00"


@pytest.mark.parametrize("value", [None, "", "red", "#fff", "#1d5fa8}", "#1d5fa8\n", "url(//x)", 7])
def test_anything_else_becomes_the_products_own(value: object) -> None:
    assert colour(value) == OWN


@pytest.mark.parametrize("pale", ["#ffffff", "#ffd54a", "#39d0c0", "#808080"])
def test_a_pale_colour_is_darkened_until_white_words_can_be_read_on_it(pale: str) -> None:
    assert contrast_with_white(pale) < READABLE <= contrast_with_white(colour(pale)) < READABLE + 0.7


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.005)
