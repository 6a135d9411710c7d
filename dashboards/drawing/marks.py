"""Where an improvement began: a dotted upright line with its number and name, a row each if they would touch. Pure."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from dashboards.drawing.shapes import Line, Shape, Words

ROW, AWAY, BETWEEN = 20, 6, 12


class Framed(Protocol):
    """The part of a frame that marks need."""

    @property
    def left(self) -> float: ...

    @property
    def right(self) -> float: ...

    @property
    def top(self) -> float: ...

    @property
    def bottom(self) -> float: ...

    def x(self, place: int) -> float: ...


def marks(markers: Sequence[Mapping[str, Any]], frame: Framed, measure: Callable[[str], float]) -> Iterator[Shape]:
    """The markers of a spec."""
    rows: list[list[tuple[float, float]]] = []
    for number, marker in enumerate(markers, 1):
        at = frame.x(marker["index"])
        text = fitting(f"{number}. {marker['label']}", frame.right - frame.left - 2 * AWAY, measure)
        start = beside(at, measure(text), frame)
        end = start + measure(text)
        row = next(
            (n for n, taken in enumerate(rows) if all(end + BETWEEN <= a or start >= b + BETWEEN for a, b in taken)),
            len(rows),
        )
        rows += [[]] * (row == len(rows))
        rows[row] = [*rows[row], (start, end)]
        top = frame.top + ROW * row
        yield Line([(at, top), (at, frame.bottom)], "muted", 1.5, (2, 4))
        yield Words((start, top + ROW / 2), text, "muted")


def beside(at: float, width: float, frame: Framed) -> float:
    """Where a name begins: right of its line, else left of it, else within the frame."""
    if at + AWAY + width <= frame.right:
        return at + AWAY
    if at - AWAY - width >= frame.left:
        return at - AWAY - width
    return max(frame.left + AWAY, min(at - width / 2, frame.right - width - AWAY))


def fitting(text: str, room: float, measure: Callable[[str], float]) -> str:
    """As much of a text as fits."""
    kept = text
    for end in range(len(text) - 1, 0, -1):
        if measure(kept) <= room:
            break
        kept = f"{text[:end].rstrip()}…"
    return kept
