"""The receipt of one batch of a sweep, whichever way it was done: made and kept here, with its line of evidence."""

from __future__ import annotations

from belofte.domain.plan import Receipt
from belofte.domain.system_map import Verb
from belofte.ports import Result
from belofte.procedures.parts import Parts


def told_batch(parts: Parts, system: str, sweep: str, result: Result, attempts: int = 1) -> Receipt:
    """Keep the receipt of what act and look say together. No request stands behind it, and it names nobody."""
    receipt = Receipt(
        id=parts.new_id("r"),
        step=sweep,
        system=system,
        verb=Verb.ERASE,
        outcome=result.outcome,
        lines=result.lines,
        looked=result.looked,
        attempts=attempts,
        problem=result.problem,
    )
    with parts.store.transaction() as tx:
        tx.sweeps.add_receipt(sweep, receipt, parts.today())
    return receipt
