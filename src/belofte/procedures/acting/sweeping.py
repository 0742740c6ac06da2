"""One batch of a sweep: sealed, done, looked at again, receipted. Each line is durable before the next.

What is sealed holds the terms beside the keys: a replay after a restore, or after a crash, looks at each record's term
again, so that what was used since does not go. No request stands behind a batch and its receipt names nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from belofte.domain.identity import Identifier
from belofte.domain.located import Key
from belofte.domain.plan import Failure, Outcome, Receipt, ReceiptLine
from belofte.domain.retention import Term, Unless
from belofte.domain.sweeping import decision_of
from belofte.domain.system_map import Verb
from belofte.ports import Result, SweepOrder, SweptByTerm
from belofte.procedures.acting.batch_receipt import told_batch
from belofte.procedures.acting.remembering import remembered_until
from belofte.procedures.acting.sealed_due import sealed_due, unsealed_due
from belofte.procedures.acting.sweeping_days import as_keys, may_go_by_days, sealed_days
from belofte.procedures.parts import Parts
from belofte.store_port import LedgerEntry
from belofte.sweep_port import ClaimCame, MayGo, SweptByDays, anyhow

SWEPT = "sweep-"
"""How the ids of a sweep's ledger entries begin."""
_CUT_SHORT = Failure(True, "", "The sweep ended before it looked; what remains goes with the next one.")


def sweep_batch(
    parts: Parts, connector: SweptByTerm, system: str, sweep: str, order: SweepOrder, may_go: MayGo = anyhow
) -> Receipt:
    """Do one batch of ``sweep``; the receipt says how many went and how many remain that should not. Raises
    ``ClaimCame``: a record of the batch is claimed by now, and none of it went."""
    entry = seal_keys(parts, system, {order.collection: order.keys}, order.past, order.id, unless=order.unless)
    try:
        acted = connector.sweep_keys(order, may_go) if isinstance(connector, SweptByDays) else connector.sweep(order)
    except ClaimCame:
        parts.store.ledger.finish([entry])
        raise
    looked = connector.look_again(order)
    receipt = told_batch(parts, system, sweep, _together(order, acted, looked))
    parts.store.ledger.finish([entry])
    return receipt


def seal_keys(
    parts: Parts,
    system: str,
    keys: Mapping[str, Sequence[Key]],
    past: Sequence[Term] = (),
    entry: str = "",
    identifiers: Sequence[Identifier] = (),
    unless: Sequence[Unless] = (),
) -> str:
    """Durable before the act; returns the entry's id."""
    days = sealed_due(past, unless)
    sealed = LedgerEntry(
        id=entry or parts.new_id(SWEPT.rstrip("-")),
        system=system,
        verb=Verb.ERASE,
        sealed_on=parts.today(),
        expires_on=remembered_until(parts, system),
        identifiers=tuple(identifiers),
        keys=keys,
        values=dict.fromkeys(keys, days),
        at=parts.now(),
    )
    parts.store.ledger.seal([sealed])
    return sealed.id


def finish_cut_short(
    parts: Parts, connector: SweptByTerm, system: str, sweep: str, besides: Callable[[str], Sequence[Key]]
) -> Iterator[Receipt]:
    """Batches that were begun and have no receipt: a kill in between. A look says what remains; nobody can say how many
    went, and ``acted`` stays unknown. ``besides``: the records of a collection that stay."""
    for entry in parts.store.ledger.find_unfinished():
        if entry.system != system or not entry.id.startswith(SWEPT):
            continue
        for looked in _looked_again(parts, connector, entry, besides):
            seen = looked.lines[0]
            remains = seen.remains or 0
            line = ReceiptLine(seen.collection, seen.decision, seen.planned, None, remains, days=seen.days)
            problem = _CUT_SHORT if remains else None
            outcome = Outcome.FAILED if remains else Outcome.DONE
            result = Result(looked.request, outcome, (line,), problem=problem, looked=looked.looked)
            yield told_batch(parts, system, sweep, result, attempts=2)
        parts.store.ledger.finish([entry.id])


def _looked_again(
    parts: Parts, connector: SweptByTerm, entry: LedgerEntry, besides: Callable[[str], Sequence[Key]]
) -> Iterator[Result]:
    """What is left of a batch, whether it named keys or days."""
    days = sealed_days(parts, entry)
    if days is None:
        yield from (connector.look_again(order) for order in sealed_orders(parts, entry))
        return
    days = replace(days, besides=tuple(besides(days.collection)))
    if isinstance(connector, SweptByDays) and may_go_by_days(connector, days):
        yield connector.look_again_at_days(days)
    else:
        yield connector.look_again(as_keys(connector, days))


def sealed_orders(parts: Parts, entry: LedgerEntry) -> Iterator[SweepOrder]:
    """What was begun, as it was sealed, where keys were. A collection that is no longer in the map is left alone:
    nothing says how it is erased."""
    for name, keys in entry.keys.items():
        if not keys:
            continue
        collection = parts.systems[entry.system].collections.get(name)
        if collection is not None:
            past, unless = unsealed_due(entry.values.get(name, {}))
            listed = tuple(tuple(_atom(part) for part in key) for key in keys)
            yield SweepOrder(entry.id, name, decision_of(collection), listed, past, unless)


def _atom(part: object) -> int | str | bool:
    return part if isinstance(part, int | str | bool) else str(part)


def _together(order: SweepOrder, acted: Result, looked: Result) -> Result:
    """What act and look say together; the worse of the two."""
    done, seen = acted.lines, looked.lines
    line = ReceiptLine(
        seen[0].collection,
        seen[0].decision,
        seen[0].planned,
        acted=sum(one.acted or 0 for one in done),
        remains=seen[0].remains,
        present=sum(one.present or 0 for one in done) or None,
        until=max((one.until for one in done if one.until), default=None),
    )
    problem = acted.problem or looked.problem
    outcome = Outcome.FAILED if problem else Outcome.DONE
    return Result(order.id, outcome, (line,), problem=problem, looked=looked.looked)
