"""All records of some days in one statement: counted by day, let go, looked at again. No row leaves the database.

It gives what :mod:`belofte.connectors.sql.sweeping` gives row by row: the term is part of the statement, so what was
used again since does not go; a row another row refers to stays; so do the keys that are named to stay. Where a database
would not decide as everywhere, :meth:`ByDays.one_by_one` says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import tzinfo
from typing import cast

from belofte.connectors.sql.changing import RANDOM, Changes
from belofte.connectors.sql.days_counting import DaysCounting
from belofte.connectors.sql.days_rows import DaysRows, own_keys, rows_of
from belofte.connectors.sql.due_reading import DueReading, due_reading
from belofte.connectors.sql.literals import literal
from belofte.connectors.sql.ordered_keys import all_fit, digest_expression, ordered_keys
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rows import values_getter
from belofte.connectors.sql.session import Query, Session
from belofte.domain.keys_digest import digest_of_ordered
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.policy import Text
from belofte.domain.system_map import EraseClear
from belofte.domain.worded import worded
from belofte.ports import DaysOrder, DueAsk, DueDays, Result

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


class ByDays:
    """Sweeps by day under one map."""

    def __init__(self, statements: Statements, zone: tzinfo) -> None:
        self._statements, self._zone = statements, zone
        self._changes = Changes(statements)
        self._dialect = statements.schema.dialect
        self._at_once = AT_ONCE[self._dialect]

    def one_by_one(self, ask: DueAsk, decision: Decision) -> Text | None:
        """Why the records of this ask are looked at one by one; None where they go by their days."""
        name = ask.collection
        values = self._changes.erased(name, decision)
        if values is None or any(isinstance(one, str) and RANDOM in one for one in values.values()):
            return worded("elk record krijgt zijn eigen waarde", "each record gets a value of its own")
        if not all_fit(self._statements, name):
            return worded("de sleutel is geen getal of tekst", "the key is neither a number nor text")
        reading = due_reading(self._statements, ask, self._zone)
        if isinstance(reading, Text):
            return reading
        return self._mariadb_cannot(ask, reading) if self._dialect == "mariadb" else None

    def _mariadb_cannot(self, ask: DueAsk, reading: DueReading) -> Text | None:
        clock, table = self._statements.system.collections[ask.collection].clock, self._statements.table(ask.collection)
        place = clock[ask.past[0].event]
        if place not in table.leads:
            return worded(
                "zonder index op {place} gaat de hele tabel op slot",
                "without an index on {place} the whole table would be locked",
                place=place,
            )
        if reading.joins:
            return worded(
                "een dag van een andere tabel staat niet in de opdracht die verwijdert",
                "a day of another table has no place in the statement that deletes",
            )
        return None

    def due_by_day(self, session: Session, ask: DueAsk, besides: Sequence[Key]) -> DueDays:
        """What is past its terms, in batches of days. Raises ``NotADate``."""
        counting = DaysCounting(self._statements, self._zone, self._reading(ask), self._at_once)
        return counting.due_days(session, besides)

    def more_due(self, session: Session, now: DueAsk, then: DueAsk) -> bool | None:
        """Whether a record is due by ``then`` that is not by ``now``: the first one that is answers."""
        today, later = (due_reading(self._statements, ask, self._zone) for ask in (now, then))
        if isinstance(today, Text) or isinstance(later, Text):
            return None
        rows = rows_of(self._statements, later, f"{later.whole} AND NOT ({today.whole})", ())
        text = f"SELECT 1 FROM {rows.source} WHERE {rows.where} LIMIT 1"
        return bool(session.rows(Query(text, rows.parameters, rows.name)))

    def sweep(self, session: Session, order: DaysOrder) -> Result:
        """Let the records go and look again, both inside the transaction of ``session``: a look after it would write
        each of those pages once more, for a database notes in the page what it finds gone."""
        rows = self._of(order)
        if referred := self._referred(order):
            rows = replace(rows, where=f"{rows.where} AND NOT {referred}")
        changed = f"{self._changing(order, rows.table)} WHERE {self._which(rows)}"
        if self._dialect == "postgresql":
            count, digest = self._returned(session, order, Query(changed, rows.parameters, rows.name))
        else:
            count, digest = self._read(session, order, rows)
            session.all([Query(changed, rows.parameters, rows.name)])
        if self._dialect == "postgresql":  # what waits for the end of a transaction may bring rows back
            session.all([Query("SET CONSTRAINTS ALL IMMEDIATE", (), rows.name)])
        return self._told(order, *self._left(session, order), count, digest)

    def look_again(self, session: Session, order: DaysOrder) -> Result:
        """What should be gone by now and is not, and what others refer to."""
        self._read_as_a_whole(session, self._of(order))
        return self._told(order, *self._left(session, order), None, None)

    def _left(self, session: Session, order: DaysOrder) -> tuple[int, int]:
        """How many should be gone and are there, and how many stay because others refer to them."""
        rows, referred = self._of(order), self._referred(order)
        kept = f"sum(CASE WHEN {referred} THEN 1 ELSE 0 END)" if referred else "0"
        text = f"SELECT count(*), {kept} FROM {rows.source} WHERE {rows.where}"
        ((total, staying),) = session.rows(Query(text, rows.parameters, rows.name))
        present = int(staying or 0)
        return int(total) - present, present

    def _told(self, order: DaysOrder, remains: int, present: int, acted: int | None, digest: str | None) -> Result:
        line = ReceiptLine(order.collection, order.decision, order.planned, acted, remains, present or None)
        line = replace(line, digest=digest, days=order.days)
        problem = Failure(False, order.collection, _STAYED) if remains else None
        return Result(order.id, Outcome.FAILED if remains else Outcome.DONE, (line,), problem=problem, looked=("days",))

    def _of(self, order: DaysOrder) -> DaysRows:
        """The rows of an order, whether others refer to them or not."""
        reading, last = self._reading(order.ask), min(order.last, order.term.last)
        return rows_of(self._statements, reading, reading.between(order.first, last), order.besides)

    def _which(self, rows: DaysRows) -> str:
        """The condition of a change: it has no joins, so rows with a day elsewhere are named by their key."""
        if not rows.joins:
            return rows.where
        keys = own_keys(self._statements, rows.name)
        return f"({keys}) IN (SELECT {keys} FROM {rows.source} WHERE {rows.where})"

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
        self._read_as_a_whole(session, self._of(order))
        keys = ordered_keys(self._statements, order.collection)
        given = ", ".join(f"{own} AS k{n}" for n, own in enumerate(keys.columns, start=1))
        digest = digest_expression(self._statements, order.collection)
        text = f"WITH gone AS ({changed.statement} RETURNING {given}) SELECT count(*), {digest} FROM gone"
        (row,) = session.rows(Query(text, (*changed.parameters, order.salt), order.collection))
        return int(row[0]), str(row[1])

    def _read(self, session: Session, order: DaysOrder, rows: DaysRows) -> tuple[int, str]:
        """Elsewhere: locked and read in order, before they change in the same transaction."""
        keys = ordered_keys(self._statements, order.collection)
        columns = self._statements.columns(order.collection, self._statements.keys[order.collection])
        key_of = values_getter(range(len(columns)), columns)
        locked = " FOR UPDATE" if self._dialect == "mariadb" else ""
        text = (
            f"SELECT {', '.join(keys.columns)} FROM {rows.source} WHERE {rows.where} ORDER BY {', '.join(keys.order)}"
        )
        count = 0

        def seen() -> Iterator[Key]:
            nonlocal count
            for row in session.stream(Query(text + locked, rows.parameters, rows.name)):
                count += 1
                yield cast("Key", key_of(row))  # no part of a key is NULL

        digest = digest_of_ordered(order.salt, seen())
        return count, digest

    def _read_as_a_whole(self, session: Session, rows: DaysRows) -> None:
        """Not where rows of other tables are looked up by their key."""
        if self._dialect == "postgresql" and not rows.joins:
            session.all([Query(setting, (), rows.name) for setting in _AS_A_WHOLE])

    def _reading(self, ask: DueAsk) -> DueReading:
        """Raises ``ValueError`` where :meth:`one_by_one` has a reason."""
        reading = due_reading(self._statements, ask, self._zone)
        if isinstance(reading, Text):
            raise ValueError(f"{ask.collection} is looked at one by one")
        return reading
