"""One batch of erasures in one transaction: found again, compared with what was approved, done, looked at.

1. Search again from the identifiers, in the same transaction.
2. What no longer fits the approved lines fails by itself (:mod:`belofte.connectors.sql.fitting`).
3. What would pull a kept row along, or leave it pointing at nothing, fails before anything is done.
4. Values are cleared; references inside a circle of rows that go are set to NULL; then rows go, whatever refers to
   others first.
5. Kept rows are compared with what they were before; a trigger or a cascade may have changed them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from belofte.connectors.dividing import NO_LONGER
from belofte.connectors.sql.bulk import Big, Bulk
from belofte.connectors.sql.changing import Changes, Look
from belofte.connectors.sql.digest import Keeping, KeptLines, kept_line
from belofte.connectors.sql.faults import Diagnosis, Fault
from belofte.connectors.sql.fitting import Share, shares_of
from belofte.connectors.sql.marks import drop_marks
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import DatabaseFault, Query, Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.values import Atom
from belofte.connectors.sql.walk import Walk
from belofte.connectors.sql.ways import write_order
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.system_map import EraseClear
from belofte.ports import Order, Result

_LEFT_POINTING = "A kept row refers to a row that would go: let the map clear that row instead of deleting it."
_NO_VALUES = "The map does not say what to put there: write erase: {clear: {...}} for this table."


class Acting:
    """Erases batches under one map."""

    def __init__(self, statements: Statements, spellings: Spellings) -> None:
        self._statements, self._spellings = statements, spellings
        self._changes, self._bulk = Changes(statements), Bulk(statements)
        self._order = write_order(statements.schema, statements.system.collections)

    def erase(self, session: Session, orders: Sequence[Order]) -> list[Result]:
        """Erase, inside the transaction of ``session``. Raises :class:`DatabaseFault` for the batch as a whole."""
        shares = self._shares(session, orders)
        for share in shares:
            share.failure = share.failure or self._hindrance(share)
        going = [share for share in shares if share.failure is None]
        keeping = self._keeping(going)
        unmarking = self._unmarking(going)
        changes = [*unmarking, *self._clearing(session, going), *self._opening(going), *self._deleting(going)]
        asked = keeping.queries
        answers = session.all([*asked, *changes, *asked])
        was, now = answers[: len(asked)], answers[len(answers) - len(asked) :]
        before = keeping.lines(was)
        after = before if was == now else keeping.lines(now)
        for at, seen in before.items():
            if after.get(at) != seen:
                raise DatabaseFault(Diagnosis(Fault.KEPT, orders[at[0]].lines[at[1]].collection))
        return [self._result(share, keeping, before) for share in shares]

    def _shares(self, session: Session, orders: Sequence[Order]) -> list[Share]:
        """What each order comes to. A record that was planned, is not found any more and is not in the wanted state
        either has become somebody else's."""
        walked = Walk(session, self._statements, self._spellings, whole=False).find_again(orders)
        shares = shares_of(self._statements.system, walked, orders)
        looks = [
            Look(share.number, collection, key, values)
            for share in shares
            for (collection, decision), keys in share.gone.items()
            if (values := self._changes.erased(collection, decision)) is not None
            for key in keys
        ]
        for number, collection, _ in self._changes.unlike(session, looks):
            shares[number].failure = Failure(False, collection, NO_LONGER)
        return shares

    def _hindrance(self, share: Share) -> Failure | None:
        """What the database would refuse, or worse, carry out: seen before it is tried."""
        for (collection, decision), keys in share.keys.items():
            if keys and decision is Decision.CLEAR and self._changes.erased(collection, decision) is None:
                return Failure(False, collection, _NO_VALUES)
        for (collection, decision), staying in share.keys.items():
            if staying and decision is Decision.KEEP and (where := self._left_pointing(share, collection, staying)):
                return Failure(False, where, _LEFT_POINTING)
        return None

    def _left_pointing(self, share: Share, collection: str, staying: Iterable[Key]) -> str | None:
        for foreign_key in self._statements.table(collection).foreign_keys:
            going = share.of(foreign_key.target, Decision.DELETE)
            if going and self._values(share, foreign_key.target, foreign_key.target_columns, going) & self._values(
                share, collection, foreign_key.columns, staying
            ):
                return f"{collection}.{', '.join(foreign_key.columns)}"
        return None

    def _values(
        self, share: Share, collection: str, columns: tuple[str, ...], keys: Iterable[Key]
    ) -> set[tuple[Atom, ...]]:
        values_of = self._statements.reading(collection, whole=False).getter(columns)
        return {values_of(share.hits[collection][key].row) for key in keys}

    def _keeping(self, shares: Sequence[Share]) -> Keeping:
        keeping = Keeping(self._statements)
        for share in shares:
            for place, line in enumerate(share.order.lines):
                if line.decision is Decision.KEEP:
                    keeping.add(share.number, place, line, share.order.request, share.kept_under(line))
        return keeping

    def _clearing(self, session: Session, shares: Sequence[Share]) -> list[Query]:
        found: list[Query] = []
        for collection, mapped in self._statements.system.collections.items():
            if isinstance(mapped.erase, EraseClear):
                values = mapped.erase.values
                keys = _keys(shares, collection, Decision.CLEAR)
                found += self._changes.put(collection, [(key, values) for key in keys])
                for big in _bigs(shares, collection, Decision.CLEAR):
                    found += self._bulk.put(session, big, values)
        return found

    def _unmarking(self, shares: Sequence[Share]) -> list[Query]:
        """What is erased is hidden from nobody: a new row may get the same key."""
        if self._statements.marks is None:
            return []
        gone = (Decision.DELETE, Decision.CLEAR)
        by_name = {name: [k for d in gone for k in _keys(shares, name, d)] for name in self._statements.keys}
        return [drop_marks(self._statements, name, keys) for name, keys in by_name.items() if keys]

    def _opening(self, shares: Sequence[Share]) -> list[Query]:
        """Rows that go and refer to one another in a circle let go of one another first."""
        found: list[Query] = []
        for part in self._order:
            for collection in part:
                table = self._statements.table(collection)
                inside = [c for f in table.foreign_keys if f.target in part for c in f.columns]
                loose = {column: None for column in inside if table.columns[column].nullable}
                keys = _keys(shares, collection, Decision.DELETE)
                found += self._changes.put(collection, [(key, loose) for key in keys])
        return found

    def _deleting(self, shares: Sequence[Share]) -> list[Query]:
        found: list[Query] = []
        for part in self._order:
            for collection in part:
                found += self._changes.delete(collection, _keys(shares, collection, Decision.DELETE))
                for big in _bigs(shares, collection, Decision.DELETE):
                    found += self._bulk.delete(big)
        return found

    def _result(self, share: Share, keeping: Keeping, kept: KeptLines) -> Result:
        if share.failure is not None:
            return Result(share.order.request, Outcome.FAILED, problem=share.failure)
        planned = {(line.collection, line.decision): line for line in share.order.lines}
        lines: list[ReceiptLine] = []
        for (collection, decision), line in planned.items():
            if decision is not Decision.KEEP:
                count = share.count(collection, decision)
                lines.append(
                    ReceiptLine(
                        collection=collection,
                        decision=decision,
                        planned=len(line.keys) if line.keys is not None else count,
                        acted=count if decision in (Decision.DELETE, Decision.CLEAR) else 0,
                        ground=line.ground,
                        until=line.until,
                    )
                )
        for place, line in enumerate(share.order.lines):
            if line.decision is Decision.KEEP:
                present, digest = kept.get((share.number, place), (0, None))
                uncounted = share.count(line.collection, Decision.KEEP) if line.collection in share.bigs else 0
                staying = keeping.counts[share.number, place] or uncounted
                lines.append(kept_line(line, staying, present or uncounted, digest))
        return Result(share.order.request, Outcome.DONE, tuple(lines), looked=("identifiers",))


def _bigs(shares: Iterable[Share], collection: str, decision: Decision) -> list[Big]:
    found = [share.bigs[collection] for share in shares if collection in share.bigs]
    return [big for big, its in found if its is decision]


def _keys(shares: Iterable[Share], collection: str, decision: Decision) -> list[Key]:
    return [key for share in shares for key in share.of(collection, decision)]
