"""Checking the rows of a table, a batch at a time: column by column where all is well, row by row where not. Pure."""

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import compress
from json.encoder import encode_basestring
from typing import NamedTuple

from customers.checks import (
    EMAIL,
    LABELS,
    LANGUAGE,
    LIMITS,
    MOST_PROPERTIES,
    PROPERTY_LIMIT,
    check,
    normal_language,
    tidy,
)
from customers.columns import Fit, Roles
from customers.groups import Tally
from customers.tables import Batch, Table

REMEMBERED = 10_000  # values of one property whose JSON is kept at hand
Mended = Mapping[int, Mapping[int, str]]  # {row: {column: text}}


class Fault(NamedTuple):
    """What is wrong with one row: its number, the column's name (empty: the whole row), words, and the row's cells."""

    row: int
    column: str
    message: str
    cells: Sequence[str]


@dataclass
class Checked:
    """A batch: its good rows as columns, "" where empty, `properties` as JSON objects; and its faults."""

    numbers: list[int] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    external_ids: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    phones: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    properties: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def columns(self) -> tuple[list[str], ...]:
        """The columns of text, in the order of the fields above."""
        return self.emails, self.external_ids, self.names, self.phones, self.languages, self.properties


class Checker:
    """Checks the batches of one table; remembers how the values of its properties are written in JSON."""

    def __init__(
        self, header: Sequence[str], roles: Roles, mended: Mended | None = None, stopped: Collection[str] = ()
    ) -> None:
        self.header, self.roles, self.mended, self.stopped = header, roles, mended or {}, stopped
        self._languages = _Remembering(normal_language)
        self._properties = [
            (position, name, _Remembering(_fragment(encode_basestring(name)))) for position, name in roles.properties
        ]
        self._tallies = {name: Tally() for _, name in roles.properties}

    def walk(self, table: Table) -> Iterator[Checked]:
        """Every batch of the table, checked. Raises TableError as walking a table does."""
        return self.check_all(table.batches())

    def check_all(self, batches: Iterable[Batch]) -> Iterator[Checked]:
        """Batches, checked after what was put right by hand."""
        for batch in batches:
            yield self.check(self._mend(batch) if self.mended else batch)

    def check(self, batch: Batch) -> Checked:
        """One batch, checked."""
        faults = [Fault(row.number, "", row.message, row.cells) for row in batch.broken]
        columns = [_tidied(column) for column in zip(*batch.rows, strict=True)]
        checked = self._arrange(list(batch.numbers), columns, len(batch.rows))
        checked.faults = faults
        suspects = self._suspects(checked, columns)
        if suspects:
            self._judge(checked, batch, suspects)
        return checked

    def _arrange(self, numbers: list[int], columns: list[list[str]], count: int) -> Checked:
        roles, empty = self.roles, [""] * count

        def column(position: int | None) -> list[str]:
            return list(empty) if position is None or not count else columns[position]

        for position, name in roles.properties if count else ():
            self._tallies[name].add(columns[position])
        names = [columns[position] for position in roles.names] if count else []
        fragments = (
            [list(map(known.__getitem__, columns[position])) for position, _, known in self._properties]
            if count
            else []
        )
        return Checked(
            numbers,
            list(map(str.lower, column(roles.email))),
            column(roles.external_id),
            _joined(names, " ") if names else list(empty),
            column(roles.phone),
            list(map(self._languages.__getitem__, column(roles.language))),
            [f"{{{text}}}" for text in _joined(fragments, ",")] if fragments else ["{}"] * count,
        )

    def _suspects(self, checked: Checked, columns: list[list[str]]) -> set[int]:
        """The places of the rows that a glance does not clear: a superset of the broken ones."""
        suspects: set[int] = set()
        if not len(checked):
            return suspects
        if not all(map(EMAIL.fullmatch, checked.emails)):
            both = zip(checked.emails, checked.external_ids, strict=True)
            suspects |= {
                place
                for place, (email, number) in enumerate(both)
                if (email or not number) and not EMAIL.fullmatch(email)
            }
        for column, limit in (
            (checked.emails, LIMITS["email"]),
            (checked.names, LIMITS["name"]),
            (checked.external_ids, LIMITS["external_id"]),
            (checked.phones, LIMITS["phone"]),
            *((columns[position], PROPERTY_LIMIT) for position, _ in self.roles.properties),
        ):
            if max(map(len, column)) > limit:
                suspects |= {place for place, text in enumerate(column) if len(text) > limit}
        for column in (checked.external_ids, checked.phones):
            if "e" in "".join(column).lower():
                suspects |= {place for place, text in enumerate(column) if "e" in text.lower()}
        spoken = {language for language in set(checked.languages) if language and not LANGUAGE.fullmatch(language)}
        if spoken:
            suspects |= {place for place, text in enumerate(checked.languages) if text in spoken}
        return suspects if len(self.roles.properties) <= MOST_PROPERTIES else set(range(len(checked)))

    def _judge(self, checked: Checked, batch: Batch, suspects: set[int]) -> None:
        """Check the suspects one by one, and take out those that are broken."""
        wrong = set()
        for place in sorted(suspects):
            cells = batch.rows[place]
            problems = check(*self._values(cells))[1]
            checked.faults.extend(
                Fault(checked.numbers[place], self._column(problem.field), problem.message, cells)
                for problem in problems[:1]
            )
            if problems:
                wrong.add(place)
        if wrong:
            keep = [place not in wrong for place in range(len(checked))]
            checked.numbers[:] = compress(checked.numbers, keep)
            for column in checked.columns():
                column[:] = compress(column, keep)

    def _values(self, cells: Sequence[str]) -> tuple[dict[str, str], dict[str, str]]:
        roles = self.roles
        single = {
            "email": roles.email,
            "external_id": roles.external_id,
            "phone": roles.phone,
            "language": roles.language,
        }
        values = {name: cells[position] for name, position in single.items() if position is not None}
        values["name"] = " ".join(text for position in roles.names if (text := tidy(cells[position])))
        return values, {name: cells[position] for position, name in roles.properties}

    def _column(self, name: str) -> str:
        return LABELS.get(name, name)

    def fit(self, name: str) -> Fit:
        """Whether a property's values so far make groups to compare by; those stopped come back by choice alone."""
        tally = self._tallies[name]
        by_itself = tally.makes_groups and name not in self.stopped
        return Fit.YES if by_itself else Fit.NO if tally.is_few else Fit.NEVER

    def groups(self) -> list[str]:
        """The properties to compare by: those that somebody chose come first, then those that are fit for it."""
        said, names = dict(self.roles.said), [name for _, name in self.roles.properties]
        asked = [name for name in names if said.get(name) and self.fit(name) is not Fit.NEVER]
        return [*asked, *(name for name in names if name not in said and self.fit(name) is Fit.YES)]

    def _mend(self, batch: Batch) -> Batch:
        """The batch with the cells that were put right by hand."""
        for place, number in enumerate(batch.numbers):
            if number in self.mended:
                cells = list(batch.rows[place])
                for position, text in self.mended[number].items():
                    cells[position] = text
                batch.rows[place] = cells
        return batch


class _Remembering(dict[str, str]):
    """Answers of a function of texts, asked once for each text; a bounded number is kept."""

    def __init__(self, answer: Callable[[str], str]) -> None:
        super().__init__()
        self._answer = answer

    def __missing__(self, text: str) -> str:
        answer = self._answer(text)
        if len(self) < REMEMBERED:
            self[text] = answer
        return answer


def _fragment(key: str) -> Callable[[str], str]:
    return lambda text: f"{key}:{encode_basestring(text)}" if text else ""


def _tidied(column: Sequence[str]) -> list[str]:
    """`tidy` for a whole column: plain text, the usual case, needs stripping only."""
    joined = "".join(column)
    if "'" not in joined and joined.isprintable() and (joined.isascii() or unicodedata.is_normalized("NFC", joined)):
        return list(map(str.strip, column))
    return list(map(tidy, column))


def _joined(columns: Sequence[Sequence[str]], separator: str) -> list[str]:
    """The filled cells of each row, joined."""
    if len(columns) == 1:
        return list(columns[0])
    return [separator.join(filter(None, cells)) for cells in zip(*columns, strict=True)]
