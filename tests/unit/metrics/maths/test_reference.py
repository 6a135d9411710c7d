import pytest

from metrics.maths.nps import compare, nps
from metrics.maths.proportions import newcombe_difference, wilson
from tests.reference import REFERENCE, reference
from tests.unit.metrics.maths.histograms import net


def test_the_checked_values_agree_with_the_file_beside_the_project() -> None:
    values = reference()
    if values is None:
        pytest.skip(f"{REFERENCE.name} lies outside the project and is not at hand; its values are literals elsewhere")
    for case in values["nps_ci"]:
        score = nps(net(case["p"], case["d"], case["n"]))
        assert score.value == pytest.approx(case["nps"], abs=5e-3)
        assert [score.low, score.high] == pytest.approx(case["adj"], abs=1e-3)
    for case in values["nps_compare"]:
        tested = compare(net(*case["a"]), net(*case["b"]))
        assert tested is not None
        found = [tested.diff, tested.se, tested.z, tested.p, *tested.ci]
        assert found == pytest.approx([case["diff"], case["se"], case["z"], case["p"], *case["ci"]], abs=1e-4)
    for name, expected in values["wilson"].items():
        share = wilson(*map(int, name.split("/")))
        assert [share.low, share.high] == pytest.approx(expected, abs=5e-5)
    for name, expected in values["newcombe_hybrid_diff"].items():
        x1, n1, x2, n2 = map(int, name.replace("-", "/").split("/"))
        assert newcombe_difference(x1, n1, x2, n2) == pytest.approx(tuple(expected), abs=5e-5)
