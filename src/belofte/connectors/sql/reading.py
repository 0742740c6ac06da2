"""What is read of each collection, and the statements that read it: made once a map, kept as text."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import cast

from belofte.connectors.sql.literals import literal
from belofte.connectors.sql.rendering import Rendering
from belofte.connectors.sql.rows import Reading, SelectParts, values_getter
from belofte.connectors.sql.schema import Column, Holds, Schema, Table
from belofte.connectors.sql.session import Row
from belofte.connectors.sql.ways import Edge, LookUp, Ways, ways_of
from belofte.domain.kinds import KINDS, Form
from belofte.domain.located import Key
from belofte.domain.retention import tag_event
from belofte.domain.system_map import Plain, SystemMap

_COARSE = frozenset({Form.PHONE, Form.COMPACT, Form.DIGITS})
_COARSE_LENGTH = 8
_BETWEEN = " -./()"


def is_coarse(kind: str, column: Column) -> bool:
    """Is a value of this kind written in so many ways that SQL can only compare its last characters?"""
    return kind in KINDS and KINDS[kind].form in _COARSE and column.holds is not Holds.INTEGER


def coarse(value: str) -> str:
    """The form in which such values are compared in SQL; what is found is compared exactly afterwards."""
    return "".join(c for c in value.upper() if c not in _BETWEEN)[-_COARSE_LENGTH:]


class Statements:
    """Everything that is asked of one database under one map. ``whole`` reads all columns, not only those that say
    where else to look."""

    def __init__(
        self, system: SystemMap, schema: Schema, rendering: Rendering, referred_to: Container[str] = ()
    ) -> None:
        """``referred_to`` are columns of this system that maps of other systems refer to; :attr:`marks` is the quoted
        table in which rows are hidden from staff (:mod:`belofte.connectors.sql.marks`), None where there is none."""
        self.marks: str | None = None
        self.system, self.schema, self.rendering = system, schema, rendering
        self.ways: Ways = ways_of(system, referred_to)
        self.keys: Mapping[str, tuple[str, ...]] = {
            name: c.key or schema.tables[name].key for name, c in system.collections.items()
        }
        self._readings: dict[tuple[str, bool], Reading] = {}
        self._texts: dict[tuple[object, ...], str] = {}

    def table(self, collection: str) -> Table:
        return self.schema.tables[collection]

    def columns(self, collection: str, names: Sequence[str]) -> tuple[Column, ...]:
        return tuple(self.table(collection).columns[name] for name in names)

    def hints(self, collection: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The hints of an anchor: their name for people, and the columns that must be equal."""
        kinds = self.system.collections[collection].kinds
        return tuple(
            (" + ".join(hint), tuple(column for kind in hint for column in kinds[kind]))
            for hint in self.system.hints
            if all(kinds.get(kind) for kind in hint)
        )

    def key_getter(self, collection: str) -> Callable[[Row], Key]:
        """Takes the record key out of a row that has the tag at 0 and the key columns after it."""
        names = self.keys[collection]
        return cast(Callable[[Row], Key], values_getter(range(1, len(names) + 1), self.columns(collection, names)))

    def reading(self, collection: str, *, whole: bool) -> Reading:
        """The select list, made at the first use."""
        if (collection, whole) not in self._readings:
            self._readings[collection, whole] = self._reading(collection, whole=whole)
        return self._readings[collection, whole]

    def by_edge(self, edge: Edge, *, whole: bool) -> str:
        """Rows of ``edge.child``; key set over the values of ``edge.parent_columns``."""
        return self.by_columns(edge.child, edge.columns, whole=whole)

    def by_key(self, collection: str, *, whole: bool) -> str:
        """Rows of a collection; key set over its record key."""
        return self.by_columns(collection, self.keys[collection], whole=whole)

    def by_columns(self, collection: str, names: tuple[str, ...], *, whole: bool) -> str:
        """Rows of a collection; key set over ``names``."""
        at = ("columns", collection, names, whole)
        return self.kept(at, lambda: self._joined(collection, names, whole=whole))

    def by_value(self, look_up: LookUp, *, whole: bool, anyhow: bool) -> str:
        """Rows found by a value. ``anyhow`` compares in lower case and reads the whole table."""
        return self.kept(("value", look_up, whole, anyhow), lambda: self._valued(look_up, whole=whole, anyhow=anyhow))

    def kept(self, at: tuple[object, ...], make: Callable[[], str]) -> str:
        """A statement's text, made at its first use."""
        if at not in self._texts:
            self._texts[at] = make()
        return self._texts[at]

    def clock(self, collection: str, event: str) -> tuple[str, str]:
        """The expression of one event of the rows ``t``, and the joins it takes; "" where no reference leads there."""
        place = self.system.collections[collection].clock[event]
        if place in self.table(collection).columns:
            return f"t.{self.rendering.name(place)}", ""
        return self._event(collection, place, "e")

    def leads_to_one(self, collection: str, place: str) -> bool:
        """Whether the references to a column of another table lead to one row of it at most."""
        path = self._path(collection, place.rpartition(".")[0])
        return bool(path) and all(self._is_unique(edge) for edge in path)

    def _is_unique(self, edge: Edge) -> bool:
        table, columns = self.table(edge.parent), frozenset(edge.parent_columns)
        return columns >= frozenset(table.key) or any(columns >= one for one in table.unique)

    def key_set(self, collection: str, names: Sequence[str]) -> str:
        return self.rendering.key_set(self.columns(collection, names))

    def condition(self, collection: str, names: Sequence[str]) -> str:
        """``t.column = k.value`` for each of ``names``."""
        return " AND ".join(
            f"t.{self.rendering.name(column.name)} = {self.rendering.value(n, column)}"
            for n, column in enumerate(self.columns(collection, names), start=1)
        )

    def source(self, collection: str, names: Sequence[str]) -> str:
        """``k JOIN t``: the rows of a collection for a key set over ``names``."""
        table = self.table(collection)
        return self.rendering.join(
            self.key_set(collection, names),
            self.rendering.table(table),
            self.condition(collection, names),
            by_index=bool(table.leads & set(names)),
        )

    def _joined(self, collection: str, names: Sequence[str], *, whole: bool) -> str:
        reading = self.reading(collection, whole=whole)
        return f"SELECT k.tag, {reading.select} FROM {self.source(collection, names)}{reading.joins}"

    def _valued(self, look_up: LookUp, *, whole: bool, anyhow: bool) -> str:
        table = self.table(look_up.collection)
        column = table.columns[look_up.column]
        own = f"t.{self.rendering.name(column.name)}"
        if is_coarse(look_up.kind, column):
            left, by_index = self._coarse(own), False
        elif anyhow:
            left, by_index = f"lower(trim({own}))", False
        elif look_up.column in table.lowered:
            left, by_index = f"lower({own})", True
        else:
            return self._joined(look_up.collection, (look_up.column,), whole=whole)
        reading = self.reading(look_up.collection, whole=whole)
        joined = self.rendering.join(
            self.rendering.key_set((column,)),
            self.rendering.table(table),
            f"{left} = {self.rendering.value(1, column)}",
            by_index=by_index,
        )
        return f"SELECT k.tag, {reading.select} FROM {joined}{reading.joins}"

    def _coarse(self, own: str) -> str:
        text = f"upper({own})"
        for between in _BETWEEN:
            text = f"replace({text}, '{between}', '')"
        return f"{'right' if self.schema.dialect == 'postgresql' else 'substr'}({text}, {self._from_the_end()})"

    def _from_the_end(self) -> int:
        return _COARSE_LENGTH if self.schema.dialect == "postgresql" else -_COARSE_LENGTH

    def _reading(self, name: str, *, whole: bool) -> Reading:
        collection, table = self.system.collections[name], self.table(name)
        key = self.keys[name]
        wanted = [*key, *(table.columns if whole else self._needed(name))]
        plain = list(dict.fromkeys(column for column in wanted if column in table.columns))
        at = {column: position for position, column in enumerate(plain, start=1)}
        parts = SelectParts([f"t.{self.rendering.name(column)}" for column in plain])
        for number, (event, place) in enumerate(collection.clock.items(), start=1):
            if place in at:
                parts.events[event] = at[place]
                continue
            expression, joined = self._event(name, place, f"e{number}")
            if expression:
                parts.expressions.append(expression)
                parts.joins.append(joined)
                parts.events[event] = len(parts.expressions)
        for tag, when in collection.tagged.items():
            parts.expressions.append(self._tagged(table, when))
            parts.events[tag_event(tag)] = len(parts.expressions)
        if collection.free_text:
            parts.expressions.append(self._has_text(collection.free_text))
            parts.text_at = len(parts.expressions)
        return Reading(collection, table, key, at, parts)

    def _needed(self, name: str) -> list[str]:
        """Columns that say where else to look, whether two rows are one person, and since when."""
        collection = self.system.collections[name]
        needed = [
            column
            for edges in self.ways.edges.values()
            for e in edges
            if e.parent == name
            for column in e.parent_columns
        ]
        needed += [column for edge in self.ways.edges.get(name, ()) for column in edge.columns]
        table = self.table(name)
        needed += [column for f in table.foreign_keys for column in f.columns]
        needed += [column for _, f in self.schema.referring_to(name) for column in f.target_columns]
        needed += [look_up.column for look_up in self.ways.look_ups if look_up.collection == name]
        needed += [column for column, _ in self.ways.told.get(name, ())]
        needed += [column for reference in collection.of if reference.target_system for column in reference.columns]
        needed += collection.agrees
        if collection.person:
            needed += [*(column for _, columns in self.hints(name) for column in columns)]
        needed += [contact.column for contact in collection.contact]
        needed += [contact.since for contact in collection.contact if contact.since]
        return needed + [place for place in collection.clock.values() if "." not in place]

    def _event(self, name: str, place: str, alias: str) -> tuple[str, str]:
        """An event's column that lies in a row this one refers to, over as many references as it takes."""
        target, _, column = place.rpartition(".")
        path = self._path(name, target)
        if not path or column not in self.table(target).columns:
            return "", ""
        joins, left = "", "t"
        for number, edge in enumerate(path):
            right = f"{alias}_{number}"
            condition = " AND ".join(
                f"{right}.{self.rendering.name(theirs)} = {left}.{self.rendering.name(own)}"
                for own, theirs in zip(edge.columns, edge.parent_columns, strict=True)
            )
            joins += f" LEFT JOIN {self.rendering.table(self.table(edge.parent))} AS {right} ON {condition}"
            left = right
        return f"{left}.{self.rendering.name(column)}", joins

    def _path(self, name: str, target: str) -> tuple[Edge, ...]:
        """The shortest chain of references from ``name`` up to ``target``; () if there is none."""
        paths: list[tuple[Edge, ...]] = [(edge,) for edge in self.ways.edges.get(name, ())]
        seen = {name}
        for path in paths:
            parent = path[-1].parent
            if parent == target:
                return path
            if parent not in seen:
                seen.add(parent)
                paths += [(*path, edge) for edge in self.ways.edges.get(parent, ())]
        return ()

    def _tagged(self, table: Table, when: Mapping[str, tuple[Plain, ...]]) -> str:
        """Any day where a row has a tag, else nothing: a tag travels among the events of a record. It is written as in
        the map, letter for letter, whatever a collation takes for the same."""
        told = [
            self._is_one_of(self.rendering.exact(f"t.{self.rendering.name(column)}", table.columns[column]), values)
            for column, values in when.items()
        ]
        return f"CASE WHEN {' AND '.join(told) or '1 = 0'} THEN '1970-01-01' END"

    def _is_one_of(self, own: str, values: tuple[Plain, ...]) -> str:
        stated = ", ".join(literal(value, self.schema.dialect) for value in values if value is not None)
        told = [*([f"{own} IN ({stated})"] if stated else []), *([f"{own} IS NULL"] if None in values else [])]
        return f"({' OR '.join(told) or '1 = 0'})"

    def _has_text(self, columns: Sequence[str]) -> str:
        filled = " OR ".join(f"t.{self.rendering.name(c)} <> ''" for c in columns)
        return f"CASE WHEN {filled} THEN 1 ELSE 0 END"
