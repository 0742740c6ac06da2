"""Rectification in one transaction a batch: every planned record gets the values of its own line (Art. 16).

Only the records that the plan names are touched: what was found since then has values nobody looked at. A planned
record that the identifiers no longer find (its address was what changed, and the act was done before a crash) must have
its new values already; else it has become somebody else's, and the plan no longer fits.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from belofte.connectors.dividing import NO_LONGER
from belofte.connectors.sql.changing import Changes, Look, Values
from belofte.connectors.sql.fitting import Share, shares_of
from belofte.connectors.sql.hits import Walked
from belofte.connectors.sql.reading import Statements
from belofte.connectors.sql.session import Session
from belofte.connectors.sql.spelling import Spellings
from belofte.connectors.sql.walk import Walk
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Failure, Outcome, ReceiptLine
from belofte.ports import Order, OrderLine, Result

_NO_VALUES = "The order does not say which values to put there: make the plan again."


class Rectifying:
    """Puts values right under one map."""

    def __init__(self, statements: Statements, spellings: Spellings) -> None:
        self._statements, self._spellings = statements, spellings
        self._changes = Changes(statements)

    def rectify(self, session: Session, orders: Sequence[Order]) -> list[Result]:
        """Change, inside the transaction of ``session``. What no longer fits its plan fails by itself."""
        walked = Walk(session, self._statements, self._spellings, whole=False).find_again(orders)
        shares = shares_of(self._statements.system, only_planned(walked, orders), orders)
        for share in shares:
            share.failure = share.failure or self._without_values(share)
        self._fail_the_lost(session, shares)
        changes: dict[str, list[tuple[Key, Values]]] = defaultdict(list)
        for share in shares:
            if share.failure is None:
                for line in _changing(share.order):
                    changes[line.collection] += [(key, line.values) for key in _own(share, line)]
        queries = [query for collection, rows in changes.items() for query in self._changes.put(collection, rows)]
        session.all(queries)
        return [_result(share) for share in shares]

    def _without_values(self, share: Share) -> Failure | None:
        for line in _changing(share.order):
            known = self._statements.table(line.collection).columns
            if not line.values or not set(line.values) <= set(known):
                return Failure(False, line.collection, _NO_VALUES)
        return None

    def _fail_the_lost(self, session: Session, shares: Sequence[Share]) -> None:
        """Planned records that are not found any more and have not got their values."""
        looks = [
            Look(share.number, line.collection, key, line.values)
            for share in shares
            if share.failure is None
            for line in _changing(share.order)
            for key in (line.keys or frozenset[Key]()) - set(_own(share, line))
        ]
        there = self._changes.unlike(session, looks)
        exists = self._changes.unlike(session, [Look(look.number, look.collection, look.key, {}) for look in looks])
        for look in looks:
            place = (look.number, look.collection, look.key)
            if place in there or place not in exists:
                shares[look.number].failure = Failure(False, look.collection, NO_LONGER)


def only_planned(walked: Walked, orders: Sequence[Order]) -> Walked:
    """The search without what the orders do not name: other records of the person stay as they are."""
    named = [{(line.collection, key) for line in order.lines for key in line.keys or ()} for order in orders]
    hits = {
        collection: {at: hit for at, hit in own.items() if (collection, at[1]) in named[at[0]]}
        for collection, own in walked.hits.items()
    }
    return Walked(walked.people, walked.candidates, {}, hits)


def _changing(order: Order) -> list[OrderLine]:
    return [line for line in order.lines if line.decision is Decision.DO]


def _own(share: Share, line: OrderLine) -> list[Key]:
    """The line's records that were found again, in the order of their keys."""
    return sorted(set(share.of(line.collection, Decision.DO)) & (line.keys or frozenset[Key]()), key=str)


def _result(share: Share) -> Result:
    if share.failure is not None:
        return Result(share.order.request, Outcome.FAILED, problem=share.failure)
    lines = tuple(
        ReceiptLine(
            collection=line.collection,
            decision=line.decision,
            planned=len(line.keys or ()),
            acted=len(_own(share, line)) if line.decision is Decision.DO else 0,
            ground=line.ground,
            until=line.until,
        )
        for line in share.order.lines
    )
    return Result(share.order.request, Outcome.DONE, lines, looked=("identifiers",))
