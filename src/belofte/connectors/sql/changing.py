"""The statements that change rows named by key, and those that look whether the change is there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rendering import Assignment
from belofte.connectors.sql.session import Query, Row, Session
from belofte.connectors.sql.values import Atom
from belofte.domain.located import Key

RANDOM = "{random}"
_RANDOM_BYTES = 12

RANDOM_LENGTH = 2 * _RANDOM_BYTES
"""Characters that ``{random}`` becomes."""

Values = Mapping[str, object]
"""Column → new value; None is NULL, ``{random}`` in a text a fresh random value for each row."""

Kept = tuple[int, Key]
"""The number of the person and a record key."""


@dataclass(frozen=True, slots=True)
class Look:
    """Rows to look at again, and the values they should have."""

    collection: str
    keys: Sequence[Kept]
    values: Values

    @property
    def random(self) -> dict[str, str]:
        return {c: value for c, value in self.values.items() if isinstance(value, str) and RANDOM in value}

    @property
    def fixed(self) -> dict[str, object]:
        return {c: value for c, value in self.values.items() if c not in self.random}


class Changes:
    """Set-based UPDATE, DELETE and look-again. Every text is made once and kept."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements

    def delete(self, collection: str, keys: Iterable[Key]) -> list[Query]:
        """The rows go."""
        rows = [(0, *key) for key in dict.fromkeys(keys)]
        if not rows:
            return []
        statement = self._statements.kept(("delete", collection), lambda: self._delete(collection))
        return [Query(statement, self._statements.rendering.parameters(rows), collection)]

    def put(self, collection: str, keys: Iterable[Key], values: Values) -> list[Query]:
        """These columns get these values."""
        filled = {column: value for column, value in values.items() if value is not None}
        rows = [(0, *key, *map(_fresh, filled.values())) for key in dict.fromkeys(keys)]
        if not rows or not values:
            return []
        at = ("put", collection, tuple(values), tuple(filled))
        statement = self._statements.kept(at, lambda: self._put(collection, tuple(values), tuple(filled)))
        return [Query(statement, self._statements.rendering.parameters(rows), collection)]

    def unlike(self, session: Session, looks: Sequence[Look]) -> list[set[Kept]]:
        """For each look, those of its rows that exist and do not have its values; with no values, those that exist."""
        asked = [(n, look, self._look(look)) for n, look in enumerate(looks) if look.keys]
        found: list[set[Kept]] = [set() for _ in looks]
        for (n, look, _), rows in zip(asked, session.all([query for _, _, query in asked]), strict=True):
            found[n] = self._differing(look, rows)
        return found

    def _look(self, look: Look) -> Query:
        random, fixed = look.random, look.fixed
        at = ("unlike", look.collection, tuple(random), tuple((c, v is None) for c, v in fixed.items()))
        statement = self._statements.kept(
            at, lambda: self._unlike(look.collection, tuple(random), fixed, any_=not look.values)
        )
        compared = [value for value in fixed.values() if value is not None]
        keys = self._statements.rendering.parameters([(number, *key) for number, key in look.keys])
        return Query(statement, (*compared, *keys), look.collection)

    def _differing(self, look: Look, rows: Sequence[Row]) -> set[Kept]:
        width = len(self._statements.keys[look.collection])
        patterns = [_pattern(value) for value in look.random.values()]
        key_of = self._statements.key_getter(look.collection)
        found: set[Kept] = set()
        for row in rows:
            texts = row[width + 2 :]
            if row[width + 1] or any(not p.fullmatch(str(t)) for p, t in zip(patterns, texts, strict=True)):
                found.add((row[0], key_of(row)))
        return found

    def _delete(self, collection: str) -> str:
        names = self._statements.keys[collection]
        return self._statements.rendering.delete(
            self._statements.table(collection),
            self._statements.key_set(collection, names),
            self._statements.condition(collection, names),
        )

    def _put(self, collection: str, columns: Sequence[str], filled: Sequence[str]) -> str:
        names, rendering = self._statements.keys[collection], self._statements.rendering
        table = self._statements.table(collection)
        place = {column: len(names) + n for n, column in enumerate(filled, start=1)}
        assignments = [
            Assignment(c, rendering.value(place[c], table.columns[c]) if c in place else "NULL") for c in columns
        ]
        keys = self._statements.key_set(collection, (*names, *filled))
        return rendering.update(table, keys, self._statements.condition(collection, names), assignments)

    def _unlike(self, collection: str, random: Sequence[str], fixed: Values, *, any_: bool) -> str:
        """Tag, key, whether a fixed value differs, then the columns whose random value is compared afterwards."""
        rendering, names = self._statements.rendering, self._statements.keys[collection]
        own = {column: f"t.{rendering.name(column)}" for column in (*names, *random, *fixed)}
        differing = [
            f"{own[c]} IS NOT NULL" if value is None else rendering.differs(own[c], rendering.mark)
            for c, value in fixed.items()
        ]
        flag = "1" if any_ else f"CASE WHEN {' OR '.join(differing)} THEN 1 ELSE 0 END" if differing else "0"
        columns = ", ".join(["k.tag", *(own[c] for c in names), flag, *(own[c] for c in random)])
        return f"SELECT {columns} FROM {self._statements.source(collection, names)}"


def _fresh(value: object) -> Atom:
    if isinstance(value, str):
        return value.replace(RANDOM, secrets.token_hex(_RANDOM_BYTES)) if RANDOM in value else value
    return value if isinstance(value, bool | int) else str(value)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.escape(template).replace(re.escape(RANDOM), f"[0-9a-f]{{{RANDOM_LENGTH}}}"))
