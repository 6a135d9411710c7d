"""The growth table's picture."""

import re

from bench.harness import Result
from bench.plot import svg


def growth(name: str, tenants: int, answers: int, seconds: float) -> Result:
    return Result(f"growth-{name}", 1, (1, 1), 1, seconds, 2, f"{answers:,} answers, {tenants} tenants")


def test_a_line_for_each_number_of_tenants_in_each_panel() -> None:
    cells = [(tenants, answers) for tenants in (1, 10) for answers in (10_000, 100_000)]
    results = [growth(name, *cell, 0.002) for cell in cells for name in ("recount", "home")]
    lines = re.findall(r'<polyline[^>]* points="([^"]*)"', svg(results))
    assert [len(line.split()) for line in lines] == [2, 2, 2, 2]
