"""What follows at once when the systems were searched, in the commit of the plans."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from belofte.domain.identity import Identifier
from belofte.domain.plan import Plan
from belofte.domain.request import Request
from belofte.domain.rights.names import ERASURE, LEAVING
from belofte.procedures.parts import Parts
from belofte.procedures.planning.pulling import ask_to_choose, hold_erasures, open_beside, pulls_on
from belofte.procedures.rights.leaving import known_who_leaves
from belofte.procedures.rights.leaving_plan import tell_open_matters
from belofte.procedures.rights.standing import know_person
from belofte.store_port import Transaction

Searched = tuple[Request, tuple[Identifier, ...], Plan]
"""A request, all that is known of its person now, and its new plan."""


def searched(parts: Parts, tx: Transaction, done: Sequence[Searched]) -> None:
    """Who asks is known with all that was found: their state holds for all of it, and requests that pull against one
    another are seen. Many requests are looked up together; most people have one."""
    known: Mapping[str, tuple[Identifier, ...]] = {request.id: identifiers for request, identifiers, _ in done}
    beside = open_beside(tx, [request for request, _, _ in done], known)
    for request, identifiers, plan in done:
        know_person(parts, tx, request, identifiers)
        if request.right == LEAVING:
            known_who_leaves(tx, request)
        if request.right == ERASURE:
            tell_open_matters(parts, tx, request, plan)
        if beside:
            _pull(parts, tx, request, identifiers)


def _pull(parts: Parts, tx: Transaction, request: Request, identifiers: tuple[Identifier, ...]) -> None:
    if request.right != ERASURE:
        hold_erasures(parts, tx, request, identifiers)
    elif others := pulls_on(tx, request, identifiers):
        ask_to_choose(parts, tx, request, others)
