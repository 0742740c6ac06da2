"""Plans and their approval: what was shown, and who said yes to exactly that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from belofte.domain.canonical import canonical_json
from belofte.domain.plan import Plan, Step, blind_of
from belofte.storage import tables
from belofte.storage.ready import Ready, among
from belofte.storage.scope import Scope
from belofte.storage.statements import pieces
from belofte.storage.steps import OF_PLAN, drop_steps, line_row, stored_steps
from belofte.store_port import Approval, StepState, StoreError, Unknown

STEPS, LINES, ORDER, PLANS = tables.steps, tables.lines, tables.step_order, tables.plans
MAPS_OF = Ready(select(PLANS.c.id, PLANS.c.maps).where(among(PLANS.c.id, "plans")))


class Plans:
    """Plans and approvals, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def add(self, plan: Plan) -> None:
        self.add_many([plan])

    def add_many(self, plans: Sequence[Plan]) -> None:
        """Keep plans with steps and lines. What an older plan of the same request has not begun is dropped."""
        if not plans:
            return
        for piece in pieces([plan.request for plan in plans]):
            drop_steps(self._connection, STEPS.c.request.in_(piece))
        self._connection.execute(insert(PLANS), [_plan_row(plan) for plan in plans])
        steps = [(plan, step) for plan in plans for step in plan.steps]
        if not steps:
            return
        self._connection.execute(insert(STEPS), [_step_row(plan, step) for plan, step in steps])
        order = [
            {"step": step.id, "after": after, "request": step.request} for _, step in steps for after in step.after
        ]
        lines = [line_row(step, line) for _, step in steps for line in step.lines]
        if order:
            self._connection.execute(insert(ORDER), order)
        if lines:
            self._connection.execute(insert(LINES), lines)

    def get(self, plan: str) -> Plan:
        row = self._connection.execute(select(PLANS).where(PLANS.c.id == plan)).one_or_none()
        if row is None:
            raise Unknown("There is no such plan (any more).", "Show the request to see its newest plan.")
        return self._plan(row)

    def maps_of(self, plans: Sequence[str]) -> dict[str, dict[str, str]]:
        """The maps each plan was made on, for many plans at once."""
        same: dict[str, dict[str, str]] = {}  # thousands of plans are made on a handful of maps
        found: dict[str, dict[str, str]] = {}
        for row in MAPS_OF.rows(self._connection, {"plans": plans}):
            text: str = row["maps"]
            if text not in same:
                same[text] = json.loads(text)
            found[row["id"]] = same[text]
        return found

    def newest(self, request: str) -> Plan | None:
        row = self._connection.execute(
            select(PLANS).where(PLANS.c.request == request).order_by(PLANS.c.number.desc()).limit(1)
        ).one_or_none()
        return None if row is None else self._plan(row)

    def approve(self, approval: Approval, due_at: datetime) -> None:
        self.approve_many([approval], due_at)

    def approve_many(self, approvals: Sequence[Approval], due_at: datetime) -> None:
        """Bind approvals to their plans; the steps can be claimed from ``due_at`` on. Raises :class:`StoreError` when a
        plan is not the newest of its request."""
        newest = dict(self._newest([approval.plan for approval in approvals]))
        if any(approval.plan not in newest for approval in approvals):
            raise StoreError(
                "This plan is no longer the newest: something changed after it was shown. Nothing was approved.",
                "Read the new plan and approve that one.",
            )
        rows = [{"plan": a.plan, "request": newest[a.plan], "by": a.by, "at": a.at} for a in approvals]
        self._connection.execute(insert(tables.approvals), rows)
        for piece in pieces(list(newest)):
            self._connection.execute(
                update(STEPS)
                .where(STEPS.c.plan.in_(piece), STEPS.c.state == StepState.PLANNED.value)
                .values(due_at=due_at)
            )

    def approval(self, plan: str) -> Approval | None:
        table = tables.approvals
        row = self._connection.execute(select(table).where(table.c.plan == plan)).one_or_none()
        return None if row is None else Approval(row.plan, row.by, row.at)

    def _newest(self, plans: Sequence[str]) -> list[tuple[str, str]]:
        """(plan, request) of those that are the newest of their request."""
        found: list[tuple[str, str]] = []
        for piece in pieces(plans):
            asked = select(PLANS.c.request).where(PLANS.c.id.in_(piece))
            last = select(func.max(PLANS.c.number)).where(PLANS.c.request.in_(asked)).group_by(PLANS.c.request)
            rows = self._connection.execute(
                select(PLANS.c.id, PLANS.c.request).where(PLANS.c.number.in_(last), PLANS.c.id.in_(piece))
            )
            found += [(plan, request) for plan, request in rows]
        return found

    def _plan(self, row: Row[Any]) -> Plan:
        kept = stored_steps(self._connection, OF_PLAN, {"wanted": row.id})
        return Plan(
            id=row.id,
            request=row.request,
            right=row.right,
            policy_version=row.policy_version,
            maps=json.loads(row.maps),
            made_at=row.made_at,
            steps=tuple(stored.step for stored in kept),
            questions=tuple(json.loads(row.questions)),
            blind=tuple(map(blind_of, json.loads(row.blind))),
        )


def _plan_row(plan: Plan) -> dict[str, object]:
    return {
        "id": plan.id,
        "request": plan.request,
        "right": plan.right,
        "policy_version": plan.policy_version,
        "maps": canonical_json(plan.maps),
        "made_at": plan.made_at,
        "questions": canonical_json(plan.questions),
        "blind": canonical_json(plan.blind),
    }


def _step_row(plan: Plan, step: Step) -> dict[str, object]:
    return {
        "id": step.id,
        "plan": plan.id,
        "request": step.request,
        "policy_version": plan.policy_version,
        "system": step.system,
        "verb": step.verb.value,
        "state": StepState.PLANNED.value,
        "attempts": 0,
    }
