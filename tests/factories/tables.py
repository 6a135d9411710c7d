"""Files of customers, and the slow obvious way of importing them."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl import Workbook

from customers.checks import check

HEADER = ["email", "external_id", "name", "shop"]


def csv_bytes(rows: Iterable[Sequence[str]], header: Sequence[str] = HEADER) -> bytes:
    """A CSV file in UTF-8."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue().encode()


def xlsx_bytes(rows: Iterable[list[Any]]) -> bytes:
    """An XLSX file with these rows in its sheet."""
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr] # a new book has a sheet
    book.save(out)
    return out.getvalue()


@dataclass
class Known:
    """One customer as the slow way keeps them."""

    email: str | None = None
    external_id: str | None = None
    name: str = ""
    properties: dict[str, str] = field(default_factory=dict)

    def key(self) -> tuple[str, str, str, tuple[tuple[str, str], ...]]:
        """Everything, comparable."""
        return self.email or "", self.external_id or "", self.name, tuple(sorted(self.properties.items()))


class SlowImport:
    """Row after row: of rows for one person the last counts, and empty cells change nothing."""

    def __init__(self) -> None:
        self.people: list[Known] = []
        self.counts: dict[str, int] = {}

    def run(self, rows: Sequence[Sequence[str]], erased: frozenset[str] = frozenset()) -> None:
        """Import rows of HEADER."""
        self.counts = dict.fromkeys(("added", "updated", "unchanged", "repeated", "broken", "erased"), 0)
        good = []
        for cells in rows:
            if not any(cells):
                continue
            values, problems = check(dict(zip(HEADER[:3], cells, strict=False)), {"shop": cells[3]})
            row = Known(values.email, values.external_id, values.name, values.properties)
            if problems:
                self.counts["broken"] += 1
            else:
                good.append(row)
        for row in self._last_of_each(good):
            self.counts["erased" if row.email in erased else self._apply(row)] += 1

    def _last_of_each(self, rows: list[Known]) -> list[Known]:
        kept: list[Known] = []
        for row in rows:
            first = next(
                (other for other in rows if other.email and other.email == row.email and other.external_id), row
            )
            if row.email and row.external_id and first.external_id != row.external_id:
                self.counts["broken"] += 1
            else:
                kept.append(row)
        last: list[Known] = []
        seen: set[str] = set()
        for row in reversed(kept):
            keys = {f"{name}:{value}" for name, value in (("e", row.email), ("x", row.external_id)) if value}
            if keys & seen:
                self.counts["repeated"] += 1
            else:
                last.append(row)
            seen |= keys
        return last[::-1]

    def _apply(self, row: Known) -> str:
        by_number = next(
            (known for known in self.people if row.external_id and known.external_id == row.external_id), None
        )
        by_email = next((known for known in self.people if row.email and known.email == row.email), None)
        if by_number and by_email and by_number is not by_email:
            return "broken"
        if not by_number and by_email and row.external_id and by_email.external_id not in (None, row.external_id):
            return "broken"
        known = by_number or by_email
        if known is None:
            self.people.append(row)
            return "added"
        before = known.key()
        known.email, known.external_id = row.email or known.email, row.external_id or known.external_id
        known.name = row.name or known.name
        known.properties = {**known.properties, **row.properties}
        return "unchanged" if known.key() == before else "updated"
