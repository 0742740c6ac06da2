"""All records of some days in one statement: counted by day, let go, looked at again. No row leaves the database.

It gives what :mod:`belofte.connectors.sql.sweeping` gives row by row: the term is part of the statement, so what was
used again since does not go; a row another row refers to stays; so do the keys that are named to stay. Where a database
would not decide as everywhere, :meth:`ByDays.one_by_one` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import cast

from belofte.connectors.sql.changing import RANDOM, Changes
from belofte.connectors.sql.clocks import Clocks
from belofte.connectors.sql.literals import literal
from belofte.connectors.sql.ordered_keys import all_fit, digest_expression, fitting, ordered_keys
from belofte.connectors.sql.own_days import OwnDay, begins_once, own_day
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rows import values_getter
from belofte.connectors.sql.session import Query, Session
from belofte.connectors.sql.values import day_of
from belofte.domain.keys_digest import digest_of_ordered
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.policy import Text
from belofte.domain.retention import ONE_DAY, Term
from belofte.domain.system_map import EraseClear
from belofte.domain.worded import worded
from belofte.ports import DaysOrder, DueAsk, DueDays, Result, Span

AT_ONCE = {"postgresql": 1_000_000, "mariadb": 50_000, "sqlite": 50_000}
"""Rows of one transaction, as far as days can be put together: a day is never divided. Rows of a day lie scattered over
the table of a log that is filled from many sides, so fewer and larger passes cost less; where writers wait for one
another, they are kept short."""
_STAYED = "Look why these rows cannot go; the next sweep tries again."
_AS_A_WHOLE = (
    # Rows of some days lie in many pages, and each page is to be read once: in the table's order, not in the index's.
    "SET LOCAL enable_indexscan = off",
    "SET LOCAL enable_indexonlyscan = off",
    "SET LOCAL work_mem = '64MB'",
)


@dataclass(frozen=True, slots=True)
class _Rows:
    """Some rows of one table: the condition they meet, and its parameters."""

    name: str
    table: str
    where: str
    parameters: tuple[object, ...]


class ByDays:
    """Sweeps by day under one map."""

    def __init__(self, statements: Statements, zone: tzinfo) -> None:
        self._statements, self._zone = statements, zone
        self._clocks, self._changes = Clocks(statements), Changes(statements)
        self._dialect = statements.schema.dialect
        self._at_once = AT_ONCE[self._dialect]

    def one_by_one(self, ask: DueAsk, decision: Decision) -> Text | None:
        """Why the records of this ask are looked at one by one; None where they go by their days."""
        if len(ask.past) != 1 or ask.unless:
            return worded("meer dan één dag beslist", "more than one day decides")
        name, term = ask.collection, ask.past[0]
        place = self._statements.system.collections[name].clock.get(term.event, "")
        values = self._changes.erased(name, decision)
        if values is None or any(isinstance(one, str) and RANDOM in one for one in values.values()):
            return worded("elk record krijgt zijn eigen waarde", "each record gets a value of its own")
        if not all_fit(self._statements, name):
            return worded("de sleutel is geen getal of tekst", "the key is neither a number nor text")
        clean = begins_once(term.last + ONE_DAY, self._zone)
        if self._day_of(name, term) is None or not clean:
            return worded(
                "de databank leest de dag in {place} niet zoals hier",
                "the database does not read the day in {place} as we do",
                place=place,
            )
        if self._dialect == "mariadb" and place not in self._statements.table(name).leads:
            return worded(
                "zonder index op {place} gaat de hele tabel op slot",
                "without an index on {place} the whole table would be locked",
                place=place,
            )
        return None

    def due_by_day(self, session: Session, ask: DueAsk, besides: Sequence[Key]) -> DueDays:
        """What is past its term, in batches of days. Raises ``NotADate``."""
        (term,) = ask.past
        day = self._day(ask.collection, term)
        if doubtful := day.doubtful(term.last):
            rows = self._rows(ask.collection, doubtful, besides)
            spans = tuple(_together(self._by_day(session, rows, day, term.last), self._at_once))
        else:
            spans = tuple(self._spans(session, ask.collection, term, besides))
        return DueDays(spans, tuple(self._named(session, ask.collection, term, besides)))

    def sweep(self, session: Session, order: DaysOrder) -> Result:
        """Let the records go, inside the transaction of ``session``."""
        rows = self._of(order)
        if referred := self._referred(order):
            rows = replace(rows, where=f"{rows.where} AND NOT {referred}")
        changed = f"{self._changing(order, rows.table)} WHERE {rows.where}"
        if self._dialect == "postgresql":
            count, digest = self._returned(session, order, Query(changed, rows.parameters, rows.name))
        else:
            count, digest = self._read(session, order, rows)
            session.all([Query(changed, rows.parameters, rows.name)])
        line = ReceiptLine(order.collection, order.decision, order.planned, count, digest=digest, days=order.days)
        return Result(order.id, Outcome.DONE, (line,), looked=("days",))

    def look_again(self, session: Session, order: DaysOrder) -> Result:
        """What should be gone by now and is not, and what others refer to."""
        rows, referred = self._of(order), self._referred(order)
        kept = f"sum(CASE WHEN {referred} THEN 1 ELSE 0 END)" if referred else "0"
        self._read_as_a_whole(session, rows.name)
        text = f"SELECT count(*), {kept} FROM {rows.table} WHERE {rows.where}"
        ((total, staying),) = session.rows(Query(text, rows.parameters, rows.name))
        present = int(staying or 0)
        remains = int(total) - present
        line = ReceiptLine(
            order.collection, order.decision, order.planned, None, remains, present or None, days=order.days
        )
        problem = Failure(False, order.collection, _STAYED) if remains else None
        return Result(order.id, Outcome.FAILED if remains else Outcome.DONE, (line,), problem=problem, looked=("days",))

    def _spans(self, session: Session, name: str, term: Term, besides: Sequence[Key]) -> Iterator[Span]:
        """Days from the oldest on, as many together as make a batch. All is asked before anything goes: then the index
        alone answers."""
        day = self._day(name, term)
        first = self._edge(session, self._rows(name, day.until(term.last), besides), day, 0)
        while first is not None:
            rest = self._rows(name, day.between(first, term.last), besides)
            edge = self._edge(session, rest, day, self._at_once)
            last = term.last if edge is None else max(first, edge - ONE_DAY)
            span = self._rows(name, day.between(first, last), besides)
            yield Span(first, last, self._number(session, span))
            later = self._rows(name, day.between(last + ONE_DAY, term.last), besides)
            first = None if edge is None else self._edge(session, later, day, 0)

    def _by_day(self, session: Session, rows: _Rows, day: OwnDay, last: date) -> Iterator[tuple[date, int]]:
        """The due rows of each day, oldest first, in one pass. Raises ``NotADate``."""
        text = f"SELECT {day.ordered}, count(*) FROM {rows.table} WHERE {rows.where} GROUP BY 1 ORDER BY 1"
        for value, count in session.rows(Query(text, rows.parameters, rows.name)):
            on = day_of(value, self._zone)
            if on is not None and on <= last:
                yield on, int(count)

    def _edge(self, session: Session, rows: _Rows, day: OwnDay, after: int) -> date | None:
        """The day of the oldest row behind the first ``after`` ones."""
        text = f"SELECT {day.ordered} FROM {rows.table} WHERE {rows.where} ORDER BY 1 LIMIT 1 OFFSET {after}"
        found = session.rows(Query(text, rows.parameters, rows.name))
        return day_of(found[0][0], self._zone) if found else None

    def _number(self, session: Session, rows: _Rows) -> int:
        text = f"SELECT count(*) FROM {rows.table} WHERE {rows.where}"
        return int(session.rows(Query(text, rows.parameters, rows.name))[0][0])

    def _named(self, session: Session, name: str, term: Term, named: Sequence[Key]) -> Iterator[Key]:
        """Those of the keys that are past the term."""
        keys, day = fitting(self._statements, name, named), self._day(name, term)
        if not keys:
            return
        names, key_of = self._statements.keys[name], self._statements.key_getter(name)
        own = ", ".join(f"t.{self._statements.rendering.name(column)}" for column in names)
        source, where = self._statements.source(name, names), f"{day.until(term.last)} AND {self._holds(name)}"
        parameters = self._statements.rendering.parameters([(0, *key) for key in keys])
        for row in session.rows(Query(f"SELECT k.tag, {own} FROM {source} WHERE {where}", parameters, name)):
            yield key_of(row)

    def _of(self, order: DaysOrder) -> _Rows:
        """The rows of an order, whether others refer to them or not."""
        day, last = self._day(order.collection, order.term), min(order.last, order.term.last)
        return self._rows(order.collection, day.between(order.first, last), order.besides)

    def _rows(self, name: str, days: str, besides: Sequence[Key]) -> _Rows:
        """The rows of these days that still hold something, but for those with a key of ``besides``."""
        where, keys = f"{days} AND {self._holds(name)}", fitting(self._statements, name, besides)
        table = self._clocks.table(name)
        if not keys:
            return _Rows(name, table, where, ())
        names = self._statements.keys[name]
        key_set, same = self._statements.key_set(name, names), self._statements.condition(name, names)
        parameters = self._statements.rendering.parameters([(0, *key) for key in keys])
        return _Rows(name, table, f"{where} AND NOT EXISTS (SELECT 1 FROM {key_set} WHERE {same})", parameters)

    def _referred(self, order: DaysOrder) -> str:
        """The condition that a row of any table refers to ``t``; "" where none can, or where the row itself stays."""
        if order.decision is not Decision.DELETE:
            return ""
        rendering, found = self._statements.rendering, list[str]()
        for table, reference in self._statements.schema.referring_to(order.collection):
            pairs = zip(reference.columns, reference.target_columns, strict=True)
            same = " AND ".join(f"r.{rendering.name(c)} = t.{rendering.name(target)}" for c, target in pairs)
            found.append(f"EXISTS (SELECT 1 FROM {rendering.table(table)} AS r WHERE {same})")
        return f"({' OR '.join(found)})" if found else ""

    def _changing(self, order: DaysOrder, table: str) -> str:
        own = "t." if self._dialect == "mariadb" else ""
        erase = self._statements.system.collections[order.collection].erase
        if order.decision is Decision.CLEAR and isinstance(erase, EraseClear):
            name, put = self._statements.rendering.name, erase.values.items()
            values = ", ".join(f"{own}{name(column)} = {literal(value, self._dialect)}" for column, value in put)
            return f"UPDATE {table} SET {values}"
        return f"DELETE t FROM {table}" if self._dialect == "mariadb" else f"DELETE FROM {table}"

    def _returned(self, session: Session, order: DaysOrder, changed: Query) -> tuple[int, str]:
        """Postgres: changed, counted and digested in one statement."""
        self._read_as_a_whole(session, order.collection)
        keys = ordered_keys(self._statements, order.collection)
        given = ", ".join(f"{own} AS k{n}" for n, own in enumerate(keys.columns, start=1))
        digest = digest_expression(self._statements, order.collection)
        text = f"WITH gone AS ({changed.statement} RETURNING {given}) SELECT count(*), {digest} FROM gone"
        (row,) = session.rows(Query(text, (*changed.parameters, order.salt), order.collection))
        return int(row[0]), str(row[1])

    def _read(self, session: Session, order: DaysOrder, rows: _Rows) -> tuple[int, str]:
        """Elsewhere: locked and read in order, before they change in the same transaction."""
        keys = ordered_keys(self._statements, order.collection)
        columns = self._statements.columns(order.collection, self._statements.keys[order.collection])
        key_of = values_getter(range(len(columns)), columns)
        locked = " FOR UPDATE" if self._dialect == "mariadb" else ""
        text = f"SELECT {', '.join(keys.columns)} FROM {rows.table} WHERE {rows.where} ORDER BY {', '.join(keys.order)}"
        count = 0

        def seen() -> Iterator[Key]:
            nonlocal count
            for row in session.stream(Query(text + locked, rows.parameters, rows.name)):
                count += 1
                yield cast("Key", key_of(row))  # no part of a key is NULL

        digest = digest_of_ordered(order.salt, seen())
        return count, digest

    def _read_as_a_whole(self, session: Session, name: str) -> None:
        if self._dialect == "postgresql":
            session.all([Query(setting, (), name) for setting in _AS_A_WHOLE])

    def _holds(self, name: str) -> str:
        return self._clocks.holds(self._statements.system.collections[name])

    def _day(self, name: str, term: Term) -> OwnDay:
        """Raises ``ValueError`` where :meth:`one_by_one` has a reason."""
        if (day := self._day_of(name, term)) is None:
            raise ValueError(f"{name} is looked at one by one")
        return day

    def _day_of(self, name: str, term: Term) -> OwnDay | None:
        """How the database reads the day; None where it lies in another table, or is not read as everywhere."""
        place = self._statements.system.collections[name].clock.get(term.event, "")
        if place not in self._statements.table(name).columns:
            return None
        return own_day(self._clocks.of(name, term.event), self._zone, self._dialect)


def _together(days: Iterator[tuple[date, int]], at_once: int) -> Iterator[Span]:
    """Days put together to batches, none of them divided."""
    span: Span | None = None
    for day, count in days:
        if span is not None and span.count + count > at_once:
            yield span
            span = None
        span = Span(span.first if span else day, day, count + (span.count if span else 0))
    if span is not None:
        yield span
