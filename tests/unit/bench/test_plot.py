"""The growth table's picture."""

import xml.etree.ElementTree as ET

from bench.harness import Result
from bench.plot import svg


def growth(name: str, tenants: int, answers: int, seconds: float) -> Result:
    return Result(f"growth-{name}", 1, (1, 1), 1, seconds, 2, f"{answers:,} answers, {tenants} tenants")


def test_a_line_for_each_number_of_tenants_in_each_panel() -> None:
    cells = [(tenants, answers) for tenants in (1, 10) for answers in (10_000, 100_000)]
    results = [growth(name, *cell, 0.002) for cell in cells for name in ("recount", "home")]
    picture = ET.fromstring(svg(results))
    lines = picture.findall(".//{http://www.w3.org/2000/svg}polyline")
    assert len(lines) == 4
    assert all(len(line.attrib["points"].split()) == 2 for line in lines)
