"""What is done without a person's approval, because it can be undone and the policy or the law says "at once"."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from belofte.domain.identity import Identifier
from belofte.domain.plan import Plan
from belofte.domain.request import Request
from belofte.domain.rights.names import OBJECTION, WITHDRAWAL
from belofte.domain.rights.planning import Drafted
from belofte.procedures.parts import IDENTIFIERS, ITEMS, Parts, encode_identifiers
from belofte.procedures.planning.drafting import encode_items
from belofte.procedures.planning.told_apart import NOTHING_YET, TOLD_APART, Apart, encode_apart
from belofte.procedures.rights.standing import POLICY
from belofte.store_port import Approval, Secret, Transaction


def keep_plan(tx: Transaction, drafted: Drafted, identifiers: tuple[Identifier, ...], apart: Apart) -> None:
    """Keep a plan with its record keys; what else belongs to the case goes into the vault."""
    case = drafted.plan.request
    tx.plans.add(drafted.plan)
    secrets = [Secret(case, column, content) for column, content in drafted.apart.items()]
    secrets += [Secret(case, ITEMS, encode_items(drafted)), Secret(case, IDENTIFIERS, encode_identifiers(identifiers))]
    secrets += [Secret(case, TOLD_APART, encode_apart(apart))] if apart != NOTHING_YET else []
    tx.vault.put_many(secrets)


def approve_by_policy(parts: Parts, tx: Transaction, plan: Plan) -> None:
    """Let the steps of this plan start now. Only for what can be undone."""
    approve(parts, tx, plan, POLICY)
    tx.events.add("plan.approved-by-policy", plan.request, parts.now(), {"plan": plan.id})


def approve(parts: Parts, tx: Transaction, plan: Plan, by: str) -> None:
    """Let the steps of this plan start now: what the policy, the person or a named member of staff has decided."""
    tx.plans.approve(Approval(plan.id, by, parts.now()), parts.now())


def due_by_hand(parts: Parts, request: Request) -> datetime | None:
    """When a person of ours must have done a step: today where something must stop; else with the request."""
    return end_of_working_day(parts) if request.right in (OBJECTION, WITHDRAWAL) else None


def end_of_working_day(parts: Parts) -> datetime:
    """When work by hand that cannot wait must be done: the end of this working day, or of the next one."""
    day = parts.today()
    while day.weekday() >= 5 or day in parts.holidays.widest:
        day += timedelta(days=1)
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(parts.country.time_zone))
    return midnight.astimezone(UTC)
