"""The plan that lies open: its records can be decided about, one by one, until somebody approves it."""

from __future__ import annotations

from belofte.domain.plan import Plan
from belofte.domain.request import Request, RequestState
from belofte.procedures import refusals
from belofte.procedures.cases import find_request
from belofte.procedures.planning import record_refusals
from belofte.store_port import Transaction


def open_plan(tx: Transaction, reference: str) -> tuple[Request, Plan]:
    """The request of a reference and its newest plan. Raises ``WrongUse`` without such an open request, ``Refused``
    where nothing was planned yet or the plan was approved."""
    request = find_request(tx, reference)
    plan = tx.plans.newest(request.id)
    if plan is None:
        raise refusals.no_plan()
    if request.state is not RequestState.PLANNED:
        raise record_refusals.settled(request.state)
    return request, plan
