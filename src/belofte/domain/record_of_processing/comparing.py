"""A table that was changed elsewhere, beside the folder: which facts it would change, and what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from belofte.domain.policy import Text
from belofte.domain.record_of_processing.making import Filled, ProcessingRecord, Row, Value
from belofte.domain.record_of_processing.sheets import as_typed, value_of
from belofte.domain.record_of_processing.tables import Column, Table, Words
from belofte.domain.worded import worded

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
ANYTHING = "anything"


@dataclass(frozen=True, slots=True)
class GivenTable:
    """A table as it came back: its head, and its rows with the number a spreadsheet shows beside them."""

    head: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that would change: where it stands, what it was and would be (None: nothing stated)."""

    path: str
    before: Value
    after: Value
    table: str = ""
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class TableFault:
    """What is wrong with one row or cell, and what would be right."""

    table: str
    row: int
    column: str
    what: Text


@dataclass(frozen=True, slots=True)
class Compared:
    """What the tables would change, what in them is wrong, and what was passed over with a word."""

    changes: tuple[FactChange, ...] = ()
    faults: tuple[TableFault, ...] = ()
    remarks: tuple[Text, ...] = ()


@dataclass(slots=True)
class _Found:
    changes: list[FactChange] = field(default_factory=list[FactChange])
    faults: list[TableFault] = field(default_factory=list[TableFault])
    remarks: list[Text] = field(default_factory=list[Text])


def compare(record: ProcessingRecord, given: Iterable[GivenTable], criteria: Iterable[str]) -> Compared:
    """The differences between these tables and the record of the folder, all of them or none that can be used."""
    found, whole = _Found(), list(given)
    known = {**_names(record, whole), Words.CRITERION: frozenset(criteria)}
    tables = {filled.table.name: filled for filled in record.tables}
    for one in whole:
        name = as_typed(one.head[0]) if one.head else ""
        if name not in tables:
            what = worded(
                "boven de eerste kolom staat geen tabel van het register, zoals purposes of recipients",
                "the first column is not headed by a table of the record, such as purposes or recipients",
            )
            found.faults.append(TableFault(name, 1, "", what))
            continue
        _Comparing(tables[name], known, found).table(one)
    return Compared(tuple(found.changes), tuple(found.faults), tuple(found.remarks))


def _names(record: ProcessingRecord, given: Sequence[GivenTable]) -> Mapping[Words, frozenset[str]]:
    """The names a cell may refer to: those of the folder, and those of rows that are new."""
    by_table: dict[str, set[str]] = {f.table.name: {row.name for row in f.rows} for f in record.tables}
    for one in given:
        if one.head and as_typed(one.head[0]) in by_table:
            by_table[as_typed(one.head[0])] |= {as_typed(cells[0]) for _, cells in one.rows if cells}
    data = by_table["data"]
    parts = {f"{name}.{part}" for name in data for part in ("needed", "optional")}
    return {
        Words.USE: frozenset(data | parts),
        Words.CATEGORY: frozenset(data | {ANYTHING}),
        Words.PURPOSE: frozenset(by_table["purposes"]),
    }


class _Comparing:
    def __init__(self, filled: Filled, known: Mapping[Words, frozenset[str]], found: _Found) -> None:
        self._filled, self._known, self._found = filled, known, found

    @property
    def _table(self) -> Table:
        return self._filled.table

    def table(self, given: GivenTable) -> None:
        columns = [self._column(label) for label in given.head[1:]]
        rows = {row.name: row for row in self._filled.rows}
        seen: set[str] = set()
        for number, cells in given.rows:
            name = as_typed(cells[0]) if cells else ""
            if not name or name in seen:
                what = worded("deze rij heeft geen naam", "this row has no name")
                twice = worded("deze naam staat er twee keer", "this name stands there twice")
                self._fault(number, "", twice if name else what)
                continue
            seen.add(name)
            row = rows.get(name)
            if row is None and (self._fact_of_new(name) is None):
                self._fault(
                    number,
                    "",
                    worded("zo'n rij kan er niet bij: {name}", "no such row can be added: {name}", name=name),
                )
                continue
            if len(cells) > len(given.head):
                self._fault(number, "", worded("deze rij is langer dan de kop", "this row is longer than the head"))
                continue
            padded = [*cells[1:], *[""] * (len(columns) - len(cells) + 1)]
            self._row(number, name, row, zip(columns, padded, strict=True))
        self._gone(rows, seen)

    def _column(self, label: str) -> Column | None:
        wanted = as_typed(label).casefold()
        for column in self._table.columns:
            if wanted in (column.name.casefold(), column.label.nl.casefold(), column.label.en.casefold()):
                return column
        self._fault(1, label, worded("zo heet geen kolom van deze tabel", "no column of this table is called so"))
        return None

    def _row(self, number: int, name: str, row: Row | None, cells: Iterable[tuple[Column | None, str]]) -> None:
        root = row.fact if row else self._fact_of_new(name) or ""
        for column, cell in cells:
            if column is None or not column.is_fact:
                continue
            try:
                after = value_of(column, cell)
            except ValueError:
                self._fault(number, column.name, worded("hier staat ja of nee", "here stands yes or no"))
                continue
            before = row.cells[column.name].value if row else None
            if _same(before, after):
                continue
            if stray := self._strays(column, after):
                self._fault(
                    number,
                    column.name,
                    worded("dit is nergens een naam van: {names}", "nothing is called so: {names}", names=stray),
                )
                continue
            path = ".".join(filter(None, (root, column.path)))
            self._found.changes.append(FactChange(path, before, after, self._table.name, number, column.name))

    def _strays(self, column: Column, value: Value) -> str:
        """Names in a cell that nothing is called."""
        known = self._known.get(column.words)
        parts = value if isinstance(value, tuple) else (value,) if value else ()
        return ", ".join(part for part in parts if known is not None and part not in known)

    def _fact_of_new(self, name: str) -> str | None:
        """The fact a new row would stand for; None where a row cannot be added here."""
        root = self._table.root
        parts = name.split(" ")
        if not root or not all(_NAME.fullmatch(part) for part in parts):
            return None
        if "*" in root:
            return root.replace("*", parts[0]) + f".{parts[1]}" if len(parts) > 1 else None
        return f"{root}.{name}" if len(parts) == 1 else None

    def _gone(self, rows: Mapping[str, Row], seen: set[str]) -> None:
        for name in rows:
            if name not in seen:
                self._found.remarks.append(
                    worded(
                        "{table}: {name} staat niet in de tabel en blijft in het beleid; haal het daar zelf weg",
                        "{table}: {name} is not in the table and stays in the policy; take it away yourself if need be",
                        table=self._table.name,
                        name=name,
                    )
                )

    def _fault(self, row: int, column: str, what: Text) -> None:
        self._found.faults.append(TableFault(self._table.name, row, column, what))


def _same(before: Value, after: Value) -> bool:
    if isinstance(before, tuple) and isinstance(after, tuple):
        return set(before) == set(after)
    return before == after
