"""What is past its term in one database: found by the rule's own date column a page at a time, erased by key.

The database narrows; whether a row is past its term is decided here, by its day in the policy's time zone. At the act
the rows are read and locked once more: what was used again since, or gone by another way, does not go. A row that
another row refers to stays, whatever the database would do with it (cascade, set NULL): the other row has a term of
its own, and a kept record must not change.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import cast

from belofte.connectors.sql.changing import Changes, Look
from belofte.connectors.sql.clocks import Clocks, NotMapped, possibly_past
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.rows import values_getter
from belofte.connectors.sql.session import Query, Row, Session
from belofte.connectors.sql.values import day_of
from belofte.connectors.sql.ways import write_order
from belofte.domain.identity import KEY, Identifier
from belofte.domain.kinds import normalise
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.retention import Due
from belofte.domain.system_map import Collection as Mapped
from belofte.ports import DueAsk, Order, Result, SweepOrder, Telling, UndatedAsk

PAGE = 2000
"""Rows read at a time."""
_LOCKS = {"postgresql": " FOR UPDATE OF t", "mariadb": " FOR UPDATE", "sqlite": ""}
_NO_VALUES = "The map does not say what to put there: write erase: {clear: {...}} for this table."

Read = Callable[[Callable[[Session], Sequence[Row]]], Sequence[Row]]
"""Does one look in a snapshot of its own."""


@dataclass(frozen=True, slots=True)
class _Shape:
    """The select of one collection: its key, the clock value of each event, what other systems know a row by."""

    select: str
    source: str
    key_of: Callable[[Row], Key]
    events: Mapping[str, int]  # event -> position in the row
    expressions: Mapping[str, str]  # event -> what is selected for it
    ordered: tuple[str, ...]  # expressions: the first event, then the key
    holds: str
    told: Callable[[Row], tuple[Identifier, ...]]


class Sweeping:
    """Finds and erases by term under one map."""

    def __init__(self, statements: Statements, zone: tzinfo) -> None:
        self._statements, self._zone = statements, zone
        self._clocks, self._changes = Clocks(statements), Changes(statements)

    def write_order(self) -> list[str]:
        """The collections, whatever refers to others first."""
        parts = write_order(self._statements.schema, self._statements.system.collections)
        return [name for part in parts for name in part]

    def without_index(self, ask: DueAsk) -> list[str]:
        """The clock column of the first term, where no index of its table begins with it."""
        place = self._place(ask.collection, ask.past[0].event)
        table, _, column = place.rpartition(".")
        own = self._statements.table(table or ask.collection)
        return [] if column in own.leads else [f"{own.name}.{column}"]

    def due(self, read: Read, ask: DueAsk) -> Iterator[Found]:
        """Oldest first; each page in a snapshot of its own. Raises ``NotADate``, :class:`NotMapped`."""
        due, shape = ask.due, self._shape(ask.collection, ask.due.events, ask.telling)
        conditions = [
            possibly_past(replace(of, event=shape.expressions[term.event]), term.last)
            for term in ask.past
            for of in (self._clocks.of(ask.collection, term.event),)
        ]
        after: tuple[object, ...] = ()
        while True:
            query = self._page(ask.collection, shape, conditions, after)
            rows = read(lambda session, query=query: session.rows(query))
            for row in rows:
                days = self._days(shape, row)
                if due.holds_for(days) or due.lacks_a_start(days):
                    yield Found("", ask.collection, shape.key_of(row), "term", holds=shape.told(row), events=days)
            if len(rows) < PAGE:
                return
            last = rows[-1]
            after = (last[shape.events[ask.past[0].event]], *last[1 : 1 + len(shape.ordered) - 1])

    def undated(self, read: Read, ask: UndatedAsk) -> Iterator[Found]:
        """Rows without a first day, by key."""
        shape = self._shape(ask.collection, ask.events, ordered_by=None)
        missing = " OR ".join(f"{shape.expressions[event]} IS NULL" for event in ask.events)
        after: tuple[object, ...] = ()
        while True:
            query = self._page(ask.collection, shape, [f"({missing})"], after)
            rows = read(lambda session, query=query: session.rows(query))
            yield from (
                Found("", ask.collection, shape.key_of(row), "undated", events=self._days(shape, row)) for row in rows
            )
            if len(rows) < PAGE:
                return
            after = tuple(rows[-1][1 : 1 + len(shape.ordered)])

    def sweep(self, session: Session, orders: Sequence[Order], due: Due) -> list[Result]:
        """Erase what still is to go, inside the transaction of ``session``; one result an order."""
        return [self._swept(session, order, due) for order in orders]

    def look_again(self, session: Session, order: SweepOrder) -> Result:
        """What should be gone by now and is not."""
        values = self._changes.erased(order.collection, order.decision)
        looks = [Look(0, order.collection, key, values or {}) for key in order.keys]
        left = {key for _, _, key in self._changes.unlike(session, looks)}
        staying = self._going(session, order.collection, order.decision, left, order.due, locked="")
        line = ReceiptLine(order.collection, order.decision, len(order.keys), remains=len(staying[0]))
        if not staying[0]:
            return Result(order.id, Outcome.DONE, (line,), looked=("keys",))
        problem = Failure(False, order.collection, "Look why these rows cannot go; the next sweep tries again.")
        return Result(order.id, Outcome.FAILED, (line,), problem=problem, looked=("keys",))

    def _swept(self, session: Session, order: Order, due: Due) -> Result:
        line = order.lines[0]
        name, decision, keys = line.collection, line.decision, line.keys or frozenset[Key]()
        values = self._changes.erased(name, decision)
        if values is None:
            return Result(order.request, Outcome.FAILED, problem=Failure(False, name, _NO_VALUES))
        locked = _LOCKS[self._statements.schema.dialect]
        going, referred = self._going(session, name, decision, keys, due, locked)
        if decision is Decision.CLEAR:
            session.all(self._changes.put(name, [(key, values) for key in going]))
        else:
            session.all(self._changes.delete(name, going))
        done = ReceiptLine(name, decision, len(keys), acted=len(going), present=len(referred))
        return Result(order.request, Outcome.DONE, (done,), looked=("keys",))

    def _going(
        self,
        session: Session,
        name: str,
        decision: Decision,
        keys: Collection[Key],
        due: Due,
        locked: str,
    ) -> tuple[list[Key], set[Key]]:
        """Of these keys: what still is to go, and what would but is referred to."""
        if not keys:
            return [], set()
        shape = self._shape(name, due.events)
        names = self._statements.keys[name]
        joined = self._statements.source(name, names)
        text = f"SELECT {shape.select} FROM {joined}{shape.source} WHERE {shape.holds}{locked}"
        parameters = self._statements.rendering.parameters([(0, *key) for key in keys])
        rows = session.rows(Query(text, parameters, name))
        over = [shape.key_of(row) for row in rows if due.holds_for(self._days(shape, row))]
        referred = self._referred(session, name, over) if over and decision is Decision.DELETE else set[Key]()
        return [key for key in over if key not in referred], referred

    def _referred(self, session: Session, name: str, keys: Sequence[Key]) -> set[Key]:
        """Those that a row of any table refers to."""
        rendering, found = self._statements.rendering, set[Key]()
        names = self._statements.keys[name]
        key_of = self._statements.key_getter(name)
        own = ", ".join(f"t.{rendering.name(column)}" for column in names)
        parameters = rendering.parameters([(0, *key) for key in keys])
        for table, reference in self._statements.schema.referring_to(name):
            pairs = zip(reference.columns, reference.target_columns, strict=True)
            same = " AND ".join(f"r.{rendering.name(c)} = t.{rendering.name(target)}" for c, target in pairs)
            exists = f"EXISTS (SELECT 1 FROM {rendering.table(table)} AS r WHERE {same})"
            text = f"SELECT k.tag, {own} FROM {self._statements.source(name, names)} WHERE {exists}"
            found |= {key_of(row) for row in session.rows(Query(text, parameters, name))}
        return found

    def _page(self, name: str, shape: _Shape, conditions: Sequence[str], after: tuple[object, ...]) -> Query:
        mark = self._statements.rendering.mark
        start, parameters = "", list[object]()
        for expression, value in reversed(list(zip(shape.ordered, after, strict=False))):  # none before the first page
            later = f"{expression} > {mark}"
            parameters = [value, value, *parameters] if start else [value]
            start = f"({later} OR ({expression} = {mark} AND {start}))" if start else later
        where = " AND ".join([shape.holds, *conditions, *([start] if start else [])])
        table = self._clocks.table(name)
        text = (
            f"SELECT {shape.select} FROM {table}{shape.source} WHERE {where} "
            f"ORDER BY {', '.join(shape.ordered)} LIMIT {PAGE}"
        )
        return Query(text, parameters, name)

    def _shape(
        self, name: str, named: Sequence[str], telling: Sequence[Telling] = (), ordered_by: int | None = 0
    ) -> _Shape:
        """Tag, key, then the named events, then what tells; ``ordered_by`` is the place of the event that comes first
        in the order, None for the key alone."""
        reading = self._statements.reading(name, whole=False)
        keys = [f"t.{self._statements.rendering.name(column)}" for column in self._statements.keys[name]]
        columns = self._statements.columns(name, self._statements.keys[name])
        key_of = cast(Callable[[Row], Key], values_getter(range(1, len(keys) + 1), columns))
        events: dict[str, int] = {}
        selected = ["0", *keys]
        for event in named:
            self._mapped(name, event)
            events[event] = len(selected)
            selected.append(reading.expressions[reading.events[event] - 1])
        first = [selected[events[named[ordered_by]]]] if named and ordered_by is not None else []
        start = len(selected)
        selected += [f"t.{self._statements.rendering.name(one.column)}" for one in telling]
        return _Shape(
            select=", ".join(selected),
            source=reading.joins,
            key_of=key_of,
            events=events,
            expressions={event: selected[position] for event, position in events.items()},
            ordered=(*first, *keys),
            holds=self._clocks.holds(self._of(name)),
            told=lambda row: tuple(_identifiers(telling, row[start:])),
        )

    def _mapped(self, name: str, event: str) -> None:
        """Raises :class:`NotMapped` where the map has no way to an event."""
        if event not in self._statements.reading(name, whole=False).events:
            raise NotMapped(f"{name} has no column for the event {event}")

    def _place(self, name: str, event: str) -> str:
        """The column of an event."""
        self._mapped(name, event)
        return self._of(name).clock[event]

    def _of(self, name: str) -> Mapped:
        return self._statements.system.collections[name]

    def _days(self, shape: _Shape, row: Row) -> dict[str, date | None]:
        return {event: day_of(row[position], self._zone) for event, position in shape.events.items()}


def _identifiers(telling: Sequence[Telling], values: Sequence[object]) -> Iterator[Identifier]:
    for one, value in zip(telling, values, strict=False):
        if value is not None and value != "":
            text = str(value)
            yield Identifier(one.kind, one.scope, text if one.kind == KEY else normalise(one.kind, text))


def in_all(order: SweepOrder, results: Sequence[Result]) -> Result:
    """One result of the parts an order was done in; it failed where one part did, and tells of what was done."""
    lines = [line for result in results for line in result.lines]
    acted, present = sum(line.acted or 0 for line in lines), sum(line.present or 0 for line in lines)
    problem = next((result.problem for result in results if result.problem), None)
    line = ReceiptLine(order.collection, order.decision, len(order.keys), acted=acted, present=present)
    return Result(order.id, Outcome.FAILED if problem else Outcome.DONE, (line,), problem=problem, looked=("keys",))
