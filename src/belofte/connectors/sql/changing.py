"""The statements that change rows named by key, and those that look whether the change is there."""

from __future__ import annotations

import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rendering import Assignment, KeyRow
from belofte.connectors.sql.session import Query, Row, Session
from belofte.connectors.sql.values import Atom
from belofte.domain.located import Key
from belofte.domain.plan import Decision
from belofte.domain.system_map import EraseClear

RANDOM = "{random}"
_RANDOM_BYTES = 12

RANDOM_LENGTH = 2 * _RANDOM_BYTES
"""Characters that ``{random}`` becomes."""

Values = Mapping[str, object]
"""Column → new value; None is NULL, ``{random}`` in a text a fresh random value for each row."""

Kept = tuple[int, Key]
"""The number of the person and a record key."""

Spot = tuple[int, str, Key]
"""The number of a person, a collection and a record key."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What values of one shape have in common: columns that become NULL, that get a value, that get a random one."""

    empty: tuple[str, ...]
    filled: tuple[str, ...]
    random: tuple[str, ...]


def _form(values: Values) -> _Form:
    random = tuple(c for c, value in values.items() if isinstance(value, str) and RANDOM in value)
    return _Form(
        empty=tuple(c for c, value in values.items() if value is None),
        filled=tuple(c for c, value in values.items() if value is not None and c not in random),
        random=random,
    )


class _Forms:
    """The forms of one batch. Rows of one table share their values: the very same mapping, known by its identity."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Values, _Form]] = {}  # the mapping is held, so that its identity stays its own

    def of(self, values: Values) -> _Form:
        """The form of these values."""
        known = self._known.get(id(values))
        if known is None:
            known = self._known[id(values)] = (values, _form(values))
        return known[1]


class Changes:
    """Set-based UPDATE, DELETE and look-again. Every text is made once and kept."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._erased: dict[tuple[str, Decision], Values] = {}
        for name, collection in statements.system.collections.items():
            self._erased[name, Decision.DELETE] = {}
            if isinstance(collection.erase, EraseClear):
                self._erased[name, Decision.CLEAR] = collection.erase.values

    def erased(self, collection: str, decision: Decision) -> Values | None:
        """The values a row should have once it was erased by this decision; {}: it should be gone. None: the decision
        does not erase, or the map does not say what to put there."""
        return self._erased.get((collection, decision))

    def delete(self, collection: str, keys: Iterable[Key]) -> list[Query]:
        """The rows go."""
        rows = [(0, *key) for key in dict.fromkeys(keys)]
        if not rows:
            return []
        statement = self._statements.kept(("delete", collection), lambda: self._delete(collection))
        return [Query(statement, self._statements.rendering.parameters(rows), collection)]

    def put(self, collection: str, changes: Iterable[tuple[Key, Values]]) -> list[Query]:
        """Each row gets its values: one statement for all rows whose values have the same shape."""
        by_form: dict[_Form, dict[Key, KeyRow]] = defaultdict(dict)
        forms = _Forms()
        for key, values in changes:
            form = forms.of(values)
            if values:
                by_form[form][key] = (0, *key, *(_fresh(values[c]) for c in (*form.filled, *form.random)))
        found: list[Query] = []
        for form, rows in by_form.items():
            statement = self._statements.kept(("put", collection, form), lambda form=form: self._put(collection, form))
            found.append(Query(statement, self._statements.rendering.parameters(list(rows.values())), collection))
        return found

    def unlike(self, session: Session, looks: Iterable[Look]) -> set[Spot]:
        """Those rows that exist and do not have their values; a row that should have none: those that exist. The
        number is the look's."""
        asked = [self._asked(collection, form, same) for (collection, form), same in _sorted(looks).items()]
        found: set[Spot] = set()
        for one, rows in zip(asked, session.all([one.query for one in asked]), strict=True):
            found |= one.differing(rows)
        return found

    def differing(self, values: Values) -> tuple[str, list[object]]:
        """`` WHERE …`` for rows of ``t`` that do not have these values, and its parameters; "" where none are given."""
        rendering, conditions, compared = self._statements.rendering, list[str](), list[object]()
        for column, value in values.items():
            own = f"t.{rendering.name(column)}"
            if value is None:
                conditions.append(f"{own} IS NOT NULL")
            elif isinstance(value, str) and RANDOM in value:
                start = value.partition(RANDOM)[0]
                conditions.append(f"substr(coalesce({own}, ' '), 1, {len(start)}) <> {rendering.mark}")
                compared.append(start)
            else:
                conditions.append(rendering.differs(own, rendering.mark))
                compared.append(value)
        return (f" WHERE {' OR '.join(conditions)}" if conditions else ""), compared

    def _asked(self, collection: str, form: _Form, looks: Sequence[Look]) -> _Asked:
        statement = self._statements.kept(("unlike", collection, form), lambda: self._unlike(collection, form))
        rows = [(n, *look.key, *(plain(look.values[c]) for c in form.filled)) for n, look in enumerate(looks)]
        return _Asked(form, looks, Query(statement, self._statements.rendering.parameters(rows), collection))

    def _delete(self, collection: str) -> str:
        names = self._statements.keys[collection]
        return self._statements.rendering.delete(
            self._statements.table(collection),
            self._statements.key_set(collection, names),
            self._statements.condition(collection, names),
        )

    def _put(self, collection: str, form: _Form) -> str:
        names, rendering = self._statements.keys[collection], self._statements.rendering
        table = self._statements.table(collection)
        assignments = [Assignment(column, "NULL") for column in form.empty]
        assignments += [
            Assignment(column, rendering.value(len(names) + n, table.columns[column]))
            for n, column in enumerate((*form.filled, *form.random), start=1)
        ]
        keys = self._statements.key_set(collection, (*names, *form.filled, *form.random))
        return rendering.update(table, keys, self._statements.condition(collection, names), assignments)

    def _unlike(self, collection: str, form: _Form) -> str:
        """Tag, whether a value differs, then the columns whose random value is compared afterwards."""
        rendering, names = self._statements.rendering, self._statements.keys[collection]
        table = self._statements.table(collection)
        differing = [f"t.{rendering.name(c)} IS NOT NULL" for c in form.empty]
        differing += [
            rendering.differs(
                rendering.exact(f"t.{rendering.name(c)}", table.columns[c]),
                rendering.exact(rendering.value(len(names) + n, table.columns[c]), table.columns[c]),
            )
            for n, c in enumerate(form.filled, start=1)
        ]
        nothing_wanted = not (form.empty or form.filled or form.random)
        flag = f"CASE WHEN {' OR '.join(differing)} THEN 1 ELSE 0 END" if differing else str(int(nothing_wanted))
        columns = ", ".join(["k.tag", flag, *(f"t.{rendering.name(c)}" for c in form.random)])
        joined = rendering.join(
            self._statements.key_set(collection, (*names, *form.filled)),
            rendering.table(table),
            self._statements.condition(collection, names),
            by_index=bool(table.leads & set(names)),
        )
        return f"SELECT {columns} FROM {joined}"


class Look(NamedTuple):
    """A row to look at again, and the values it should have; none: it should be gone."""

    number: int
    collection: str
    key: Key
    values: Values


@dataclass(frozen=True, slots=True)
class _Asked:
    form: _Form
    looks: Sequence[Look]
    query: Query

    def differing(self, rows: Sequence[Row]) -> set[Spot]:
        """Which of the looks did not see what they should."""
        found: set[Spot] = set()
        for row in rows:
            number: int = row[0]
            look = self.looks[number]
            texts = zip(self.form.random, row[2:], strict=True)
            if row[1] or any(not _pattern(str(look.values[c])).fullmatch(str(text)) for c, text in texts):
                found.add((look.number, look.collection, look.key))
        return found


def _sorted(looks: Iterable[Look]) -> dict[tuple[str, _Form], list[Look]]:
    """By what is asked of them. Rows of one table share their values: the very same mapping, known by its identity."""
    alike: dict[tuple[str, int], list[Look]] = defaultdict(list)
    for look in looks:
        alike[look.collection, id(look.values)].append(look)
    found: dict[tuple[str, _Form], list[Look]] = defaultdict(list)
    for (collection, _), same in alike.items():
        found[collection, _form(same[0].values)] += same
    return found


def _fresh(value: object) -> Atom:
    if isinstance(value, str) and RANDOM in value:
        return value.replace(RANDOM, secrets.token_hex(_RANDOM_BYTES))
    return plain(value)


def plain(value: object) -> Atom:
    """A value of the map or of an order as it travels in a key set."""
    if isinstance(value, bool | int | str):
        return value
    return value.isoformat() if isinstance(value, date) else str(value)


def _pattern(template: str) -> re.Pattern[str]:
    return re.compile(re.escape(template).replace(re.escape(RANDOM), f"[0-9a-f]{{{RANDOM_LENGTH}}}"))
