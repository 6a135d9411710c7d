"""Scales and bands."""

import pytest

from surveys.scales import SCALES, Band


@pytest.mark.parametrize(
    ("kind", "bands"),
    [("nps", "LLLLLLLMMHH"), ("csat", "LLMHH"), ("ces", "HHHMLLL"), ("ces2", "LLLMHHH")],
)
def test_each_score_lies_in_its_band(kind: str, bands: str) -> None:
    scale = SCALES[kind]
    assert "".join(scale.band(score)[0].upper() for score in scale.scores) == bands


@pytest.mark.parametrize("scale", SCALES.values(), ids=lambda scale: scale.kind)
def test_the_bands_part_the_scale(scale: object) -> None:
    one = SCALES[getattr(scale, "kind")]  # noqa: B009 # parametrized as an object
    assert sorted(score for band in Band for score in one.in_band(band)) == list(one.scores)


@pytest.mark.parametrize("score", [-1, 11])
def test_a_score_off_the_scale_has_no_band(score: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 10"):
        SCALES["nps"].band(score)
