"""The record of processing, filled from the facts: pure, one language at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import cast

from belofte.domain.country import Countries
from belofte.domain.impact import Criteria
from belofte.domain.notice.page import Page
from belofte.domain.notice.wording import capital
from belofte.domain.policy import OnBehalf, Period, Policy, RetentionRule, Text, Use
from belofte.domain.record_of_processing.deriving import Deriving
from belofte.domain.record_of_processing.tables import (
    DATA,
    ON_BEHALF,
    ON_BEHALF_SUB_PROCESSORS,
    PURPOSES,
    RECIPIENTS,
    RETENTION,
    SECURITY,
    SUB_PROCESSORS,
    TABLES,
    Column,
    Table,
    Words,
)
from belofte.domain.record_of_processing.words import in_words, use_name
from belofte.domain.system_map import SystemMap

Value = str | tuple[str, ...] | None
"""What the folder says: one text, a list, or nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: the value as the folder has it (None where nothing is stated, or it follows from other facts), and the
    same in words."""

    value: Value
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its name in the folder, the fact it stands for, its title for people, its cells by column."""

    name: str
    fact: str
    title: str
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class Filled:
    """One table with its rows."""

    table: Table
    rows: tuple[Row, ...]

    @property
    def open(self) -> tuple[tuple[str, str], ...]:
        """(row, column) of everything the law asks for and nobody stated."""
        return tuple(
            (row.name, column.name)
            for row in self.rows
            for column in self.table.columns
            if column.needed and not row.cells[column.name].shown
        )


@dataclass(frozen=True, slots=True)
class RecordOf:
    """What a record is made of."""

    policy: Policy
    systems: Mapping[str, SystemMap]
    on_behalf: Mapping[str, OnBehalf]
    countries: Countries
    criteria: Criteria


@dataclass(frozen=True, slots=True)
class ProcessingRecord:
    """The whole record in one language, as of one day."""

    language: str
    controller: str
    version: int
    made_on: date
    example: bool
    tables: tuple[Filled, ...]

    @property
    def open(self) -> int:
        """How many cells the law asks for and nobody stated."""
        return sum(len(filled.open) for filled in self.tables)


def make_record(of: RecordOf, language: str, made_on: date) -> ProcessingRecord:
    """The record of these facts."""
    made = _Making(of, Page(of.policy, of.countries), language)
    return ProcessingRecord(
        language=language,
        controller=of.policy.controller.name or "—",
        version=of.policy.version,
        made_on=made_on,
        example=of.policy.example,
        tables=tuple(Filled(table, tuple(made.rows(table))) for table in TABLES),
    )


def value_at(thing: object, path: str) -> Value:
    """The value at a path below a record of facts, as the folder writes it."""
    for key in path.split(".") if path else ():
        if isinstance(thing, Text):
            thing = thing.by_language.get(key)
        elif isinstance(thing, Mapping):
            thing = cast("Mapping[str, object]", thing).get(key)
        else:
            thing = None if thing is None else _field(thing, key)
    return _written(thing)


def _field(thing: object, key: str) -> object:
    """A field by its name in the folder: a term has plainer names there, and one word for floor and ceiling."""
    if not isinstance(thing, RetentionRule) or key not in _TERMS:
        return getattr(thing, key)
    exact = thing.floor is not None and thing.floor == thing.ceiling
    if key == "exactly":
        return thing.floor if exact else None
    return None if exact else getattr(thing, _TERMS[key])


_TERMS = {"exactly": "floor", "at_least": "floor", "at_most": "ceiling"}


def _written(thing: object) -> Value:
    match thing:
        case None:
            return None
        case bool():
            return "true" if thing else "false"
        case tuple():
            return tuple(_one(item) for item in cast("tuple[object, ...]", thing)) or None
        case _:
            return _one(thing)


def _one(thing: object) -> str:
    match thing:
        case Use():
            return use_name(thing)
        case Enum():
            return str(thing.value)
        case date():
            return thing.isoformat()
        case Period():
            return str(thing)
        case _:
            return str(thing)


class _Making:
    def __init__(self, of: RecordOf, page: Page, language: str) -> None:
        self._of, self._page, self._language = of, page, language
        self._deriving = Deriving(page, of.systems)

    def rows(self, table: Table) -> Iterator[Row]:
        for name, fact, thing in self._things(table):
            cells = {column.name: self._cell(table, column, name, fact, thing) for column in table.columns}
            yield Row(name, fact, self._title(table, name, thing), cells)

    def _things(self, table: Table) -> Iterator[tuple[str, str, object]]:
        """(name, fact, record) of each row."""
        policy = self._of.policy
        if not table.root:
            yield "organisation", "", policy
        elif table in (SUB_PROCESSORS, ON_BEHALF_SUB_PROCESSORS):
            chains = policy.recipients if table is SUB_PROCESSORS else self._of.on_behalf
            top = table.root.partition(".")[0]
            for name, whole in chains.items():
                for sub in whole.sub_processors:
                    yield f"{name} {sub.name}", f"{top}.{name}.sub_processors.{sub.name}", sub
        else:
            named: Mapping[str, Mapping[str, object]] = {
                PURPOSES.name: policy.purposes,
                DATA.name: policy.data,
                RETENTION.name: policy.retention,
                RECIPIENTS.name: policy.recipients,
                SECURITY.name: policy.security,
                ON_BEHALF.name: self._of.on_behalf,
            }
            for name, thing in named[table.name].items():
                yield name, f"{table.root}.{name}", thing

    def _title(self, table: Table, name: str, thing: object) -> str:
        page, language = self._page, self._language
        if table is PURPOSES:
            return capital(page.purpose(name).in_(language))
        if table in (DATA, RETENTION):
            return capital(page.category(name).in_(language))
        if table is RECIPIENTS:
            return capital(page.recipient(name).in_(language))
        if isinstance(thing, OnBehalf):
            return thing.controller or name
        if not table.root:
            return self._of.policy.controller.name or "—"
        return name.rpartition(" ")[2]

    def _cell(self, table: Table, column: Column, name: str, fact: str, thing: object) -> Cell:
        if column.path is None:
            return Cell(None, tuple(text.in_(self._language) for text in self._deriving.of(table, column.name, name)))
        value = value_at(thing, column.path)
        if value == "false" and column.words is Words.FLAG and column.name == "special":
            value = None  # data is ordinary unless the folder says otherwise
        parts: Sequence[str] = (value,) if isinstance(value, str) else value or ()
        at = ".".join(filter(None, (fact, column.path)))
        shown = (in_words(self._page, self._of.criteria, column, at, part).in_(self._language) for part in parts)
        return Cell(value, tuple(shown))
