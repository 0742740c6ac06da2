"""One batch of whole days: sealed as a rule, done and looked at again in one transaction, receipted.

No key is sealed: collection, term and days say which records go, and say it again after a crash or a restore
(docs/adr/0018). The receipt has the digest of the keys that went; its salt lies sealed in the ledger and goes with it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from belofte.domain.located import Key
from belofte.domain.plan import Decision, Receipt
from belofte.domain.sweeping import decision_of
from belofte.domain.system_map import Verb
from belofte.ports import DaysOrder, DueAsk, Span, SweepOrder, SweptByTerm
from belofte.procedures.acting.batch_receipt import told_batch
from belofte.procedures.acting.remembering import remembered_until
from belofte.procedures.acting.sealed_due import sealed_due, unsealed_due
from belofte.procedures.parts import Parts
from belofte.store_port import LedgerEntry
from belofte.sweep_port import ClaimCame, MayGo, SweptByDays

SWEPT_DAYS = "sweep-days-"
"""How the ids of the ledger entries of such batches begin."""
DAYS = "days"
"""Under this name the days of a batch are sealed; no event is called so."""
_SALT_BYTES = 16


def days_order(parts: Parts, ask: DueAsk, decision: Decision, span: Span, besides: Sequence[Key]) -> DaysOrder:
    """The batch of these days, with a salt of its own."""
    return DaysOrder(
        id=parts.new_id(SWEPT_DAYS.rstrip("-")),
        collection=ask.collection,
        decision=decision,
        term=ask.past[0],
        first=span.first,
        last=span.last,
        planned=span.count,
        besides=tuple(besides),
        salt=secrets.token_hex(_SALT_BYTES),
        also=ask.past[1:],
        unless=ask.unless,
    )


def seal_days(parts: Parts, system: str, order: DaysOrder) -> str:
    """Durable before the act; returns the entry's id. Which records stay is not sealed: that is asked anew."""
    told = {"first": str(order.first), "last": str(order.last), "planned": order.planned, "salt": order.salt}
    values: dict[str, object] = {**sealed_due(order.ask.past, order.unless), DAYS: told | {"by": order.term.event}}
    sealed = LedgerEntry(
        id=order.id,
        system=system,
        verb=Verb.ERASE,
        sealed_on=parts.today(),
        expires_on=remembered_until(parts, system),
        identifiers=(),
        keys={order.collection: ()},
        values={order.collection: values},
        at=parts.now(),
    )
    parts.store.ledger.seal([sealed])
    return sealed.id


def sealed_days(parts: Parts, entry: LedgerEntry) -> DaysOrder | None:
    """The batch as it was sealed; None for an entry that names keys, or where the map has lost its collection."""
    for name, sealed in entry.values.items():
        collection = parts.systems[entry.system].collections.get(name)
        told = cast("Mapping[str, str | int] | None", sealed.get(DAYS))
        if collection is None or told is None:
            continue
        past, unless = unsealed_due({event: last for event, last in sealed.items() if event != DAYS})
        first = next(term for term in past if term.event == told.get("by", past[0].event))
        return DaysOrder(
            id=entry.id,
            collection=name,
            decision=decision_of(collection),
            term=first,
            first=date.fromisoformat(str(told["first"])),
            last=date.fromisoformat(str(told["last"])),
            planned=int(told["planned"]),
            salt=str(told["salt"]),
            also=tuple(term for term in past if term != first),
            unless=unless,
        )
    return None


def may_go_by_days(connector: object, order: DaysOrder) -> bool:
    """Whether one statement still decides as it did when the batch was sealed."""
    return isinstance(connector, SweptByDays) and connector.one_by_one(order.ask, order.decision) is None


def as_keys(connector: SweptByTerm, order: DaysOrder) -> SweepOrder:
    """The same records by key, as they are found now: where the map or the database has changed since."""
    besides, due = set(order.besides), order.ask.due
    found = (one for one in connector.due(order.ask) if one.key not in besides and due.holds_for(one.events))
    keys = tuple(one.key for one in found if _lies_in(order, one.events.get(order.term.event)))
    return SweepOrder(order.id, order.collection, order.decision, keys, order.ask.past, order.unless)


def _lies_in(order: DaysOrder, day: date | None) -> bool:
    return day is not None and order.first <= day <= order.last


def sweep_days(
    parts: Parts, connector: SweptByDays, system: str, sweep: str, order: DaysOrder, may_go: MayGo
) -> Receipt | None:
    """Do one batch of ``sweep``. None: the database refuses the statement, for one row of it perhaps, and nothing was
    changed; so the records are to be gone through one by one. Raises ``ClaimCame``: a record of these days is claimed
    by now, and none of them went."""
    entry = seal_days(parts, system, order)
    try:
        acted = connector.sweep_days(order, may_go)
    except ClaimCame:
        parts.store.ledger.finish([entry])
        raise
    receipt = told_batch(parts, system, sweep, acted) if acted.lines else None
    parts.store.ledger.finish([entry])
    return receipt
