"""The growth table as a picture: two panels on logarithmic axes, in SVG."""

import math
from collections.abc import Sequence
from itertools import groupby

from bench.harness import Result

WIDTH, HEIGHT, LEFT, TOP = 330, 210, 62, 34
COLOURS = ("#1d5fa8", "#c2500a", "#535b66")
PANELS = {"growth-recount": "Recount: µs an answer", "growth-home": "Home: ms in the database"}
UNITS = {"growth-recount": 1e6, "growth-home": 1e3}


def svg(results: Sequence[Result]) -> str:
    """A picture of `bench growth`: a line for each number of tenants, over how many answers they have in all."""
    panels = [
        _panel(PANELS[name], [(r.size, r.ours * UNITS[name]) for r in results if r.path == name], k * (WIDTH + 90))
        for k, name in enumerate(PANELS)
    ]
    size = f'viewBox="0 0 {2 * (WIDTH + 90)} {HEIGHT + 90}"'
    style = "text{font:14px system-ui,sans-serif;fill:#535b66}"
    back = '<rect width="100%" height="100%" fill="#fff"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><style>{style}</style>{back}{"".join(panels)}</svg>\n'


def _panel(title: str, measured: Sequence[tuple[str, float]], right: int) -> str:
    points = [(_numbers(size), value) for size, value in measured]
    most = 10 ** math.ceil(math.log10(max(value for _, value in points)))
    decades = [10**k for k in range(-1, 7) if most / 1000 <= 10**k <= most]
    low, xs = math.log10(decades[0]), sorted({answers for (answers, _), _ in points})

    def place(answers: int, value: float) -> tuple[float, float]:
        across = xs.index(answers) / max(1, len(xs) - 1)
        up = (math.log10(max(value, decades[0])) - low) / (math.log10(most) - low)
        return LEFT + across * WIDTH * 0.86, TOP + (1 - up) * HEIGHT

    parts = [f'<text x="{LEFT}" y="18" style="fill:#1a1f27">{title}</text>']
    for value in decades:
        y = place(xs[0], value)[1]
        parts.append(f'<path d="M{LEFT} {y:.0f}h{WIDTH * 0.86:.0f}" stroke="#e3e6ea"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 5:.0f}" text-anchor="end">{value:g}</text>')
    for answers in xs:
        x = place(answers, most)[0]
        parts.append(f'<text x="{x:.0f}" y="{TOP + HEIGHT + 22}" text-anchor="middle">{answers:,}</text>')
    for colour, (tenants, line) in zip(COLOURS, groupby(points, key=lambda point: point[0][1]), strict=False):
        spots = [place(answers, value) for (answers, _), value in line]
        parts.append(
            f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="'
            + " ".join(f"{x:.0f},{y:.0f}" for x, y in spots)
            + '"/>'
        )
        x, y = spots[-1]
        parts.append(f'<text x="{x + 6:.0f}" y="{y + 5:.0f}" style="fill:{colour}">{tenants}</text>')
    note = f'<text x="{LEFT}" y="{TOP + HEIGHT + 44}">answers in all; a line for each number of tenants</text>'
    return f'<g transform="translate({right} 0)">{"".join(parts)}{note}</g>'


def _numbers(size: str) -> tuple[int, int]:
    answers, _, rest = size.replace(",", "").partition(" answers ")
    return int(answers), int(rest.split()[0])
