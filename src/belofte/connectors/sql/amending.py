"""Restrict and lift: some columns of a person's rows get other values, in one transaction a batch.

The values may come with the order's line. Without them *restrict* puts what the map says and *lift* its opposite, where
there is one: only a yes-or-no column can be turned back without being told how. Where staff read the database
themselves, the rows get or lose a mark in the same transaction (:mod:`belofte.connectors.sql.marks`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from belofte.connectors.sql.changing import Changes, Values
from belofte.connectors.sql.fitting import Share, shares_of
from belofte.connectors.sql.marks import NO_WALL, Mark, hides, set_marks, take_marks
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import Query, Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.walk import Walk
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.rights.marking import HIDDEN_ONLY
from belofte.domain.staff_wall import cause_of
from belofte.domain.system_map import Collection
from belofte.ports import Order, OrderLine, Result

Wanted = Callable[[Collection, OrderLine], Values | None]
"""The values one line's rows should get; None: nobody said which."""

_REMEDY = "Say which values to put there: in the order, or in the map as restrict: {column: value}."


def restricted(collection: Collection, line: OrderLine) -> Values | None:
    """What marks a row as restricted."""
    if line.ground == HIDDEN_ONLY:
        return {}
    return line.values or collection.restrict


def lifted(collection: Collection, line: OrderLine) -> Values | None:
    """What the row had before, or the opposite of the mark."""
    if line.ground == HIDDEN_ONLY:
        return {}
    if line.values:
        return line.values
    marks = collection.restrict or {}
    turned: dict[str, object] = {column: not value for column, value in marks.items() if isinstance(value, bool)}
    return turned if turned and len(turned) == len(marks) else None


@dataclass(frozen=True, slots=True)
class Change:
    """What is done with the rows: the values they get, and what becomes of their marks."""

    wanted: Wanted
    mark: Mark


RESTRICTING, LIFTING = Change(restricted, set_marks), Change(lifted, take_marks)


class Amending:
    """Changes values under one map."""

    def __init__(self, statements: Statements, spellings: Spellings, change: Change) -> None:
        self._statements, self._spellings, self._change = statements, spellings, change
        self._changes = Changes(statements)

    def amend(self, session: Session, orders: Sequence[Order]) -> list[Result]:
        """Change, inside the transaction of ``session``. What no longer fits its plan fails by itself."""
        walked = Walk(session, self._statements, self._spellings, whole=False).find_again(orders)
        shares = shares_of(self._statements.system, walked, orders)
        changes: dict[str, list[tuple[Key, Values]]] = defaultdict(list)
        marking: list[Query] = []
        results: list[Result] = []
        for share in shares:
            values = self._values(share)
            share.failure = share.failure or next((f for f in values if isinstance(f, Failure)), None)
            if share.failure is None:
                for line, line_values in zip(_changing(share), values, strict=True):
                    if not isinstance(line_values, Failure):
                        changes[line.collection] += [(key, line_values) for key in _keys(share, line) if line_values]
                marking += self._marking(share)
            results.append(_result(share))
        session.all([*self._queries(changes), *marking])
        return results

    def _values(self, share: Share) -> list[Values | Failure]:
        found: list[Values | Failure] = []
        for line in _changing(share):
            wanted = self._change.wanted(self._statements.system.collections[line.collection], line)
            known = self._statements.table(line.collection).columns
            fits = wanted is not None and set(wanted) <= set(known)
            if hides(line) and self._statements.marks is None:
                found.append(Failure(False, line.collection, NO_WALL))
            else:
                found.append(wanted if wanted is not None and fits else Failure(False, line.collection, _REMEDY))
        return found

    def _marking(self, share: Share) -> list[Query]:
        cause = share.order.cause or cause_of(share.order.request)
        hidden = [(line, _keys(share, line)) for line in _changing(share) if hides(line)]
        return [self._change.mark(self._statements, line.collection, keys, cause) for line, keys in hidden if keys]

    def _queries(self, changes: Mapping[str, Sequence[tuple[Key, Values]]]) -> list[Query]:
        return [query for collection, rows in changes.items() for query in self._changes.put(collection, rows)]


def _changing(share: Share) -> list[OrderLine]:
    return [line for line in share.order.lines if line.decision is Decision.DO]


def _keys(share: Share, line: OrderLine) -> list[Key]:
    """The records of one line; those that are new since the plan go with the collection's first."""
    same = [other for other in _changing(share) if other.collection == line.collection]
    elsewhere = {key for other in same if other is not line for key in other.keys or ()}
    own = sorted(share.of(line.collection, Decision.DO), key=str)
    if line is same[0]:
        return [key for key in own if key not in elsewhere]
    return [key for key in own if key in (line.keys or ())]


def _result(share: Share) -> Result:
    if share.failure is not None:
        return Result(share.order.request, Outcome.FAILED, problem=share.failure)
    lines = tuple(
        ReceiptLine(
            collection=line.collection,
            decision=line.decision,
            planned=len(line.keys) if line.keys is not None else len(share.keys[line.collection, line.decision]),
            acted=len(_keys(share, line)) if line.decision is Decision.DO else 0,
            ground=line.ground,
            until=line.until,
        )
        for line in share.order.lines
    )
    return Result(share.order.request, Outcome.DONE, lines, looked=("identifiers",))
