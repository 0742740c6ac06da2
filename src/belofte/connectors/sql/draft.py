"""A first map of a database nobody has mapped: ``belofte init --database URL`` writes it as ``systems/NAME.yaml``.

Only the schema is read, never a row. Names of columns and tables are compared with a list of Dutch and English words
(``data/column_words.json``); what follows from that is marked ``# guess``, line by line. References and keys are facts
of the schema and carry no mark. Every column is in a list, so the map fits the database at once and only needs reading.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from belofte.connectors.sql.changing import RANDOM, RANDOM_LENGTH
from belofte.connectors.sql.database import Database
from belofte.connectors.sql.reflection import reflect
from belofte.connectors.sql.schema import Column, ForeignKey, Holds, Schema, Table
from belofte.domain.kinds import CONTACT_KINDS, KINDS, Strength

GUESS = "  # guess"
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_AMBIGUOUS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_ERASED = f"erased-{RANDOM}"


def draft_map(url: str, name: str = "database") -> str:
    """The map of the database at ``url`` as YAML text. Raises :class:`belofte.ports.SystemUnreachable`."""
    database = Database(name, url)
    try:
        with database.connection() as connection:
            schema = reflect(connection, database.dialect, ())
    finally:
        database.close()
    return "\n".join(_Draft(schema, _words()).lines(name)) + "\n"


@dataclass(frozen=True, slots=True)
class _Words:
    """The list of words, turned round: word → what it usually means."""

    kinds: Mapping[str, str]
    events: Mapping[str, str]
    long_text: frozenset[str]
    since: frozenset[str]
    blocked: frozenset[str]
    people: frozenset[str]
    kept_by_law: frozenset[str]

    def kind(self, column: str) -> str | None:
        return next((self.kinds[word] for word in _parts(column) if word in self.kinds), None)

    def event(self, column: str) -> str | None:
        return self.events.get(_compact(column))


@cache
def _words() -> _Words:
    text = resources.files("belofte.data").joinpath("column_words.json").read_text(encoding="utf-8")
    data = json.loads(text)
    return _Words(
        kinds={word: kind for kind, words in data["kinds"].items() for word in words},
        events={word: event for event, words in data["events"].items() for word in words},
        long_text=frozenset(data["long_text"]),
        since=frozenset(data["since"]),
        blocked=frozenset(data["blocked"]),
        people=frozenset(data["people"]),
        kept_by_law=frozenset(data["kept_by_law"]),
    )


def _compact(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _parts(name: str) -> Iterator[str]:
    """The whole name without what parts its words, then shorter and shorter runs of its words, the last words first
    ("billing_email_address": "billingemailaddress", "emailaddress", "billingemail", "address", …)."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    words = [w for w in re.split(r"[^a-z0-9]+", spaced.casefold()) if w]
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length, -1, -1):
            yield "".join(words[start : start + length])


@dataclass(slots=True)
class _Guessed:
    """What is guessed of one table."""

    table: Table
    kinds: dict[str, list[str]] = field(default_factory=dict[str, "list[str]"])
    not_personal: list[str] = field(default_factory=list[str])
    person: bool = False


class _Draft:
    """The lines of one map."""

    def __init__(self, schema: Schema, words: _Words) -> None:
        self._schema, self._words = schema, words
        self._guessed = {name: self._guess(table) for name, table in schema.tables.items()}
        self._mapped = self._reached()

    def _guess(self, table: Table) -> _Guessed:
        guessed = _Guessed(table)
        referring = {c for f in table.foreign_keys for c in f.columns}
        for column in table.columns.values():
            kind = None if column.name in referring or column.name in table.key else self._kind(column)
            if kind is not None:
                guessed.kinds.setdefault(kind, []).append(column.name)
            elif column.name not in referring:
                guessed.not_personal.append(column.name)
        named = bool(set(_parts(table.own_name)) & self._words.people)
        guessed.person = named and any(KINDS[kind].strength is Strength.STRONG for kind in guessed.kinds)
        return guessed

    def _kind(self, column: Column) -> str | None:
        if column.holds in (Holds.BOOLEAN, Holds.MOMENT) or _compact(column.name) == "id":
            return None
        kind = self._words.kind(column.name)
        if column.holds is Holds.DATE and kind != "date-of-birth":
            return None
        if column.holds is Holds.INTEGER and (kind is None or KINDS[kind].strength is Strength.NONE):
            return None
        return kind

    def _reached(self) -> list[str]:
        """Tables that hold something of people, or hang on one that does."""
        reached = {name for name, guessed in self._guessed.items() if guessed.person}
        reached |= {name for name, guessed in self._guessed.items() if self._look_ups(guessed)}
        while True:
            more = {
                name
                for name, table in self._schema.tables.items()
                if name not in reached and any(f.target in reached for f in table.foreign_keys)
            }
            if not more:
                return [name for name in self._schema.tables if name in reached]
            reached |= more

    def _look_ups(self, guessed: _Guessed) -> dict[str, str]:
        """Columns by which people are found in a table without one row a person."""
        if guessed.person:
            return {}
        return {column: kind for kind in ("email",) for column in guessed.kinds.get(kind, ())}

    def lines(self, name: str) -> Iterator[str]:
        """The whole map."""
        yield "# Drafted from the schema; no row was read. A person reads the lines marked 'guess' and puts them right."
        yield "kind: sql"
        yield f"name: {{nl: {_text(name)}, en: {_text(name)}}}{GUESS}"
        yield f"url: env:{re.sub('[^A-Z0-9]+', '_', name.upper()).strip('_') or 'DATABASE'}_URL"
        yield "allow: [find, export, observe]"
        yield "backups: TODO how long the longest copy lives, such as 35 days"
        people = [table for table in self._mapped if self._guessed[table].person]
        if people:
            yield f"person: {self._person(people)}{GUESS}"
        if self._mapped:
            yield "tables:"
        for table in self._mapped:
            yield from self._table(self._guessed[table])
        ignored = [table for table in self._schema.tables if table not in self._mapped]
        if ignored:
            yield f"ignore: {_list(ignored)}{GUESS}"

    def _person(self, people: Iterable[str]) -> str:
        kinds = dict.fromkeys(kind for table in people for kind in self._guessed[table].kinds)
        sure = [kind for kind in kinds if KINDS[kind].strength is Strength.STRONG and kind not in ("phone", "iban")]
        sure += [kind for kind in kinds if kind in ("phone", "iban") and not sure]
        agrees = [kind for kind in kinds if kind in ("name", "phone", "date-of-birth") and kind not in sure]
        parts = [f"rows: {_list(people)}", f"sure: {_list(sure)}"]
        return "{" + ", ".join(parts + ([f"agrees: {_list(agrees)}"] if agrees else [])) + "}"

    def _table(self, guessed: _Guessed) -> Iterator[str]:
        table = guessed.table
        yield f"  {_text(table.name)}:"
        yield f"    category: TODO which category of policy.yaml is this{GUESS}"
        if not table.key:
            yield "    key: TODO the columns that together are different for every row"
        for kind, columns in guessed.kinds.items():
            yield f"    {kind}: {_list(columns)}{GUESS}"
        yield from self._contact(guessed)
        references = [f for f in table.foreign_keys if f.target in self._mapped and self._belongs(table, f)]
        yield from _of(references)
        stray = [c for f in table.foreign_keys if f not in references for c in f.columns]
        covered = {c for f in references for c in f.columns}
        rest = list(dict.fromkeys([*guessed.not_personal, *(c for c in stray if c not in covered)]))
        if rest:
            yield f"    not_personal: {_list(rest)}{GUESS}"
        if found_by := self._look_ups(guessed):
            yield f"    found_by: {{{', '.join(f'{_text(c)}: {kind}' for c, kind in found_by.items())}}}{GUESS}"
        yield from self._more(guessed)
        yield f"    erase: {self._erase(guessed)}{GUESS}"

    def _belongs(self, table: Table, foreign_key: ForeignKey) -> bool:
        """A row of one person that points at another row of people (who invited whom) does not belong to it."""
        return not (self._guessed[table.name].person and self._guessed[foreign_key.target].person)

    def _contact(self, guessed: _Guessed) -> Iterator[str]:
        if not guessed.person:
            return
        since = next(
            (
                c.name
                for c in guessed.table.columns.values()
                if c.holds in (Holds.MOMENT, Holds.DATE) and _compact(c.name) in self._words.since
            ),
            None,
        )
        for kind in guessed.kinds:
            if kind in CONTACT_KINDS and kind == "email":
                column = _text(guessed.kinds[kind][0])
                yield (
                    f"    contact: {{{column}: {_text(since)}}}{GUESS}" if since else f"    contact: [{column}]{GUESS}"
                )

    def _more(self, guessed: _Guessed) -> Iterator[str]:
        table = guessed.table
        long_text = [c.name for c in table.columns.values() if self._is_long_text(c)]
        if long_text:
            yield f"    free_text: {_list(long_text)}{GUESS}"
        files = [c.name for c in table.columns.values() if c.holds is Holds.BINARY and c.name in _listed(guessed)]
        if files:
            yield f"    files: {{{', '.join(f'{_text(c)}: application/octet-stream' for c in files)}}}{GUESS}"
        clock = {
            event: c.name
            for c in table.columns.values()
            if c.holds in (Holds.MOMENT, Holds.DATE) and (event := self._words.event(c.name))
        }
        if clock:
            yield f"    clock: {{{', '.join(f'{event}: {_text(c)}' for event, c in clock.items())}}}{GUESS}"
        for column in table.columns.values():
            if column.holds is Holds.BOOLEAN and _compact(column.name) in self._words.blocked:
                yield f"    restrict: {{{_text(column.name)}: true}}{GUESS}"

    def _is_long_text(self, column: Column) -> bool:
        return column.holds is Holds.TEXT and bool(set(_parts(column.name)) & self._words.long_text)

    def _erase(self, guessed: _Guessed) -> str:
        """The row, unless something that the law may keep points at it: then what can be cleared is cleared."""
        if not self._is_pointed_at_by_kept(guessed.table.name, set()):
            return "row"
        values = {c: value for c in _listed(guessed) if (value := _cleared(guessed.table, c)) is not None}
        if not values:
            return "{keep: TODO on which ground this row stays}"
        cleared = ", ".join(f"{_text(column)}: {value}" for column, value in values.items())
        return f"{{clear: {{{cleared}}}, why: rows that the law may keep point at this row}}"

    def _is_pointed_at_by_kept(self, name: str, seen: set[str]) -> bool:
        if name in seen:
            return False
        seen.add(name)
        return any(
            set(_parts(table.own_name)) & self._words.kept_by_law or self._is_pointed_at_by_kept(table.name, seen)
            for table, _ in self._schema.referring_to(name)
            if table.name != name
        )


def _listed(guessed: _Guessed) -> list[str]:
    return [column for columns in guessed.kinds.values() for column in columns]


def _cleared(table: Table, name: str) -> str | None:
    """What can be put in a column to clear it; None if nothing can."""
    column = table.columns[name]
    if not column.written:
        return None
    if column.nullable:
        return "null"
    if column.holds is not Holds.TEXT:
        return None
    room = column.length is None or column.length >= len(_ERASED) - len(RANDOM) + RANDOM_LENGTH
    if room:
        return json.dumps(_ERASED)
    return json.dumps("") if frozenset((name,)) not in table.unique else None


def _of(references: Iterable[ForeignKey]) -> Iterator[str]:
    listed = list(references)
    if not listed:
        return
    if all(_simple(f) for f in listed):
        parts = [f"{_text(', '.join(f.columns))}: {_text(_target(f))}" for f in listed]
        yield f"    of: {{{', '.join(parts)}}}"
        return
    yield "    of:"
    for f in listed:
        yield f"      - {{columns: {_list(f.columns)}, table: {_text(f.target)}, their: {_list(f.target_columns)}}}"


def _simple(foreign_key: ForeignKey) -> bool:
    return not any(set(name) & set(",.()") for name in (*foreign_key.columns, *foreign_key.target_columns))


def _target(foreign_key: ForeignKey) -> str:
    columns = ", ".join(foreign_key.target_columns)
    several = len(foreign_key.target_columns) > 1
    return f"{foreign_key.target}({columns})" if several else f"{foreign_key.target}.{columns}"


def _list(names: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, names))}]"


def _text(name: str) -> str:
    """A name as YAML reads it back unchanged; JSON's quotes are YAML's."""
    simple = _PLAIN.fullmatch(name.replace(".", "_")) and name.casefold() not in _AMBIGUOUS
    return name if simple else json.dumps(name, ensure_ascii=False)
