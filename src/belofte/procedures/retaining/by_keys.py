"""Records let go by their keys, a batch at a time: each batch without what somebody claims by then."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from belofte.domain.located import Key
from belofte.domain.plan import Decision, Receipt
from belofte.ports import DueAsk, SweepOrder
from belofte.procedures.acting.sweeping import SWEPT, sweep_batch
from belofte.procedures.retaining.looking import Ruled
from belofte.procedures.retaining.running import Running
from belofte.procedures.retaining.unaltered import is_by_law
from belofte.sweep_port import ClaimCame

AT_ONCE = 5000
"""Records of one batch: one transaction, one receipt."""


def let_go_by_keys(sweep: Running, of: Ruled, decision: Decision, keys: list[Key], ask: DueAsk | None) -> None:
    """One batch, but for what is claimed by now. Where a claim comes in meanwhile nothing went, and the rest goes."""
    parts, system, name = sweep.parts, sweep.system.name, of.collection.name
    while keys := _still_free(sweep, name, keys):
        order = SweepOrder(parts.new_id(SWEPT.rstrip("-")), name, decision, tuple(keys))
        if ask is not None:
            order = replace(order, past=ask.past, unless=ask.unless)
        may_go = partial(_may_go, sweep, name, order.keys)
        try:
            receipt = sweep_batch(parts, sweep.connector, system, sweep.came.shown.id, order, may_go)
        except ClaimCame:
            continue
        _note(sweep, of, receipt, keys)
        return


def _may_go(sweep: Running, name: str, keys: Sequence[Key]) -> bool:
    claimed, system = sweep.claiming.now(), sweep.system.name
    places = ((system, name, key) for key in keys)
    return system not in claimed.blind and not any(claimed.on(place) or claimed.is_untold(place) for place in places)


def _still_free(sweep: Running, name: str, keys: list[Key]) -> list[Key]:
    """Those that nobody claims by now; the others are counted. Raises ``SystemUnreachable``."""
    claimed, system = sweep.claimed(), sweep.system.name
    counts = sweep.came.claimed.setdefault(name, Counter())
    free: list[Key] = []
    for key in keys:
        claim = claimed.on((system, name, key))
        if claimed.is_untold((system, name, key)):
            counts[None] += 1
        elif claim is not None:
            counts[claim.standing] += 1
        else:
            free.append(key)
    return free


def _note(sweep: Running, of: Ruled, receipt: Receipt, keys: Sequence[Key]) -> None:
    """What a batch by key came to; what was remembered of its records goes with them."""
    parts, system, name, came = sweep.parts, sweep.system.name, of.collection.name, sweep.came
    came.went[name] = came.went.get(name, 0) + sum(one.acted or 0 for one in receipt.lines)
    came.gone_by = max(filter(None, (came.gone_by, *(one.until for one in receipt.lines))), default=None)
    if receipt.problem is not None:
        came.refused[name] = receipt.problem
    with parts.store.transaction() as tx:
        if is_by_law(of.rule):
            tx.seals.forget(system, name, keys)
        if tx.term_decisions.count(system, name):
            tx.term_decisions.forget(system, name, keys)
    sweep.say(system, name, came.went[name])
