"""One batch of erasures in one transaction: found again, compared with what was approved, done, looked at.

1. Search again from the identifiers, in the same transaction.
2. What no longer fits the approved lines fails by itself (:mod:`belofte.connectors.sql.fitting`).
3. What would pull a kept row along, or leave it pointing at nothing, fails before anything is done.
4. Values are cleared; references inside a circle of rows that go are set to NULL; then rows go, whatever refers to
   others first.
5. Kept rows are compared with what they were before; a trigger or a cascade may have changed them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from belofte.connectors.sql.changing import Changes, Kept
from belofte.connectors.sql.digest import digests
from belofte.connectors.sql.faults import Diagnosis, Fault
from belofte.connectors.sql.fitting import Share, fit, grouped
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import DatabaseFault, Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.walk import Walk
from belofte.connectors.sql.ways import write_order
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.domain.system_map import EraseClear
from belofte.ports import Ask, Order, Result

_LEFT_POINTING = "A kept row refers to a row that would go: let the map clear that row instead of deleting it."
_NO_LONGER = "The plan no longer fits: make a new plan and have it approved."
_NO_VALUES = "The map does not say what to put there: write erase: {clear: {...}} for this table."


class Acting:
    """Erases batches under one map."""

    def __init__(self, statements: Statements, spellings: Spellings) -> None:
        self._statements, self._spellings = statements, spellings
        self._changes = Changes(statements)
        self._order = write_order(statements.schema, statements.system.collections)

    def erase(self, session: Session, orders: Sequence[Order]) -> list[Result]:
        """Erase, inside the transaction of ``session``. Raises :class:`DatabaseFault` for the batch as a whole."""
        shares = self._shares(session, orders)
        for share in shares:
            share.failure = share.failure or self._hindrance(share)
        going = [share for share in shares if share.failure is None]
        before = self._kept(session, going)
        self._clear(session, going)
        self._open_circles(session, going)
        for part in self._order:
            for collection in part:
                keys = _keys(going, collection, Decision.DELETE)
                self._changes.delete(session, collection, keys)
        after = self._kept(session, going)
        for (collection, number), seen in before.items():
            if after.get((collection, number)) != seen:
                raise DatabaseFault(Diagnosis(Fault.KEPT, collection))
        return [self._result(share, before) for share in shares]

    def _shares(self, session: Session, orders: Sequence[Order]) -> list[Share]:
        """What each order comes to. A record that was planned, is not found any more and is not in the wanted state
        either has become somebody else's."""
        asks = [Ask(order.request, order.identifiers) for order in orders]
        hits = grouped(Walk(session, self._statements, self._spellings, whole=False).run(asks))
        shares = [fit(number, order, hits.get(number, {})) for number, order in enumerate(orders)]
        missing: dict[tuple[str, Decision], list[Kept]] = defaultdict(list)
        for share in shares:
            for (collection, decision), keys in share.gone.items():
                missing[collection, decision] += [(share.number, key) for key in keys]
        for (collection, decision), keys in missing.items():
            for number, _ in self._undone(session, collection, decision, keys):
                shares[number].failure = Failure(False, collection, _NO_LONGER)
        return shares

    def _undone(self, session: Session, collection: str, decision: Decision, keys: Sequence[Kept]) -> Iterable[Kept]:
        if decision is Decision.DELETE:
            return self._changes.still_there(session, collection, keys)
        rule = self._statements.system.collections[collection].erase
        if decision is Decision.CLEAR and isinstance(rule, EraseClear):
            return self._changes.unlike(session, collection, keys, rule.values)
        return ()

    def _hindrance(self, share: Share) -> Failure | None:
        """What the database would refuse, or worse, carry out: seen before it is tried."""
        for (collection, decision), keys in share.keys.items():
            rule = self._statements.system.collections[collection].erase
            if decision is Decision.CLEAR and keys and not isinstance(rule, EraseClear):
                return Failure(False, collection, _NO_VALUES)
        for collection in {name for name, _ in share.keys}:
            staying = list(share.of(collection, Decision.KEEP))
            if staying and (where := self._left_pointing(share, collection, staying)):
                return Failure(False, where, _LEFT_POINTING)
        return None

    def _left_pointing(self, share: Share, collection: str, staying: Sequence[Key]) -> str | None:
        reading = self._statements.reading(collection, whole=False)
        for foreign_key in self._statements.table(collection).foreign_keys:
            going = {
                self._statements.reading(foreign_key.target, whole=False).values(
                    share.hits[foreign_key.target][key].row, foreign_key.target_columns
                )
                for key in share.of(foreign_key.target, Decision.DELETE)
            }
            if going & {reading.values(share.hits[collection][key].row, foreign_key.columns) for key in staying}:
                return f"{collection}.{', '.join(foreign_key.columns)}"
        return None

    def _kept(self, session: Session, shares: Sequence[Share]) -> dict[tuple[str, int], tuple[int, str]]:
        """Count and digest of every person's kept records, by collection and person."""
        salts = {share.number: share.order.request for share in shares}
        found: dict[tuple[str, int], tuple[int, str]] = {}
        for collection in self._statements.system.collections:
            keys = [(share.number, key) for share in shares for key in share.of(collection, Decision.KEEP)]
            for number, seen in digests(session, self._statements, collection, keys, salts).items():
                found[collection, number] = seen
        return found

    def _clear(self, session: Session, shares: Sequence[Share]) -> None:
        for collection, mapped in self._statements.system.collections.items():
            if isinstance(mapped.erase, EraseClear):
                keys = _keys(shares, collection, Decision.CLEAR)
                self._changes.put(session, collection, keys, mapped.erase.values)

    def _open_circles(self, session: Session, shares: Sequence[Share]) -> None:
        """Rows that go and refer to one another in a circle let go of one another first."""
        for part in self._order:
            for collection in part:
                table = self._statements.table(collection)
                inside = [c for f in table.foreign_keys if f.target in part for c in f.columns]
                loose = {column: None for column in inside if table.columns[column].nullable}
                if loose:
                    self._changes.put(session, collection, _keys(shares, collection, Decision.DELETE), loose)

    def _result(self, share: Share, kept: Mapping[tuple[str, int], tuple[int, str]]) -> Result:
        if share.failure is not None:
            return Result(share.order.request, Outcome.FAILED, problem=share.failure)
        planned = {(line.collection, line.decision): line for line in share.order.lines}
        lines: list[ReceiptLine] = []
        for (collection, decision), keys in share.keys.items():
            line = planned.get((collection, decision))
            acted = len(keys) if decision in (Decision.DELETE, Decision.CLEAR) else 0
            present, digest = (
                kept.get((collection, share.number), (0, None)) if decision is Decision.KEEP else (None, None)
            )
            lines.append(
                ReceiptLine(
                    collection=collection,
                    decision=decision,
                    planned=len(line.keys) if line and line.keys is not None else len(keys),
                    acted=acted,
                    present=present,
                    ground=line.ground if line else None,
                    until=line.until if line else None,
                    digest=digest,
                )
            )
        return Result(share.order.request, Outcome.DONE, tuple(lines), looked=("identifiers",))


def _keys(shares: Iterable[Share], collection: str, decision: Decision) -> list[Key]:
    return [key for share in shares for key in share.of(collection, decision)]
