"""A page as a report: sentences, a chart and tables, the same for every kind of file. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Cell = str | float | None  # a number stays one, so that a spreadsheet can go on with it


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns and rows."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table twice: `words` as the page shows it, for a PDF, and `figures` with numbers alone in their cells."""

    title: str
    words: Grid
    figures: Grid


@dataclass(frozen=True, slots=True)
class Report:
    """All of it. `made` says when, where and for which business; `chart` is a spec (docs/charts.md)."""

    business: str
    title: str
    lead: str
    lines: Sequence[str]
    tables: Sequence[Table]
    made: str
    chart: Mapping[str, Any] | None = None
    caption: str = ""

    @property
    def sentences(self) -> list[str]:
        """Everything above the tables, line by line."""
        return [one for one in (f"{self.business}: {self.title}", self.lead, *self.lines, self.made) if one]
