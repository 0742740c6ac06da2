"""What an approved plan leaves to people: each becomes a task, so that nothing is passed over in silence."""

from __future__ import annotations

from collections import Counter

from belofte.domain.plan import Decision, Line, Plan
from belofte.domain.rights.names import RECTIFICATION
from belofte.domain.rights.rectification import CONFIRMED, STATEMENT_BY_HAND
from belofte.domain.task import Task
from belofte.procedures.parts import Parts

CHOOSE = "choose"
"""Task: whose are these records? Two people share them."""
CREDIT_NOTE = "credit-note"
"""Task: a record that the law keeps holds a wrong value: a credit note, a new invoice or a note beside it."""
STORE_STATEMENT = "store-statement"
"""Task: no table has a place for the person's own statement; a person stores it with the record."""


def left_over(parts: Parts, plan: Plan) -> list[Task]:
    """The tasks of a plan that is approved now."""
    lines = [line for step in plan.steps for line in step.lines]
    tasks = [_task(parts, plan, CHOOSE, line.system, line.count) for line in lines if line.decision is Decision.ASK]
    if plan.right == RECTIFICATION:
        kept = [line for line in lines if line.decision is Decision.KEEP and line.ground != CONFIRMED]
        wrong = Counter[str]()
        for line in kept:
            wrong[line.system] += line.count if _is_by_law(parts, line) else 0
        tasks += [_task(parts, plan, CREDIT_NOTE, system, count) for system, count in wrong.items() if count]
        if STATEMENT_BY_HAND in plan.questions:
            tasks.append(Task(parts.new_id("task"), STORE_STATEMENT, parts.now(), request=plan.request))
    return tasks


def _is_by_law(parts: Parts, line: Line) -> bool:
    """Kept because a statute says so, not because the map tells what happened."""
    return line.ground != parts.systems[line.system].collections[line.collection].as_it_was


def _task(parts: Parts, plan: Plan, kind: str, system: str, count: int) -> Task:
    return Task(parts.new_id("task"), kind, parts.now(), request=plan.request, system=system, count=count)
