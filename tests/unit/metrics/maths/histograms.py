"""Histograms for tests: made from shares, and drawn at random on a scale."""

from hypothesis import strategies as st

from metrics.maths.scales import CELLS, NPS, Counts, Scale


def net(promoters: int, detractors: int, n: int) -> Counts:
    """An NPS histogram with everybody at 10, 8 or 0."""
    return (detractors, 0, 0, 0, 0, 0, 0, 0, n - promoters - detractors, 0, promoters)


def cells(**by_score: int) -> Counts:
    """A histogram from s3=40 and its kind."""
    return tuple(by_score.get(f"s{score}", 0) for score in range(CELLS))


def histograms(scale: Scale = NPS, most: int = 60) -> st.SearchStrategy[Counts]:
    """Any histogram on the scale, empty ones included."""
    inside = range(scale.minimum, scale.maximum + 1)
    counts = [st.integers(0, most) if score in inside else st.just(0) for score in range(CELLS)]
    return st.tuples(*counts)
