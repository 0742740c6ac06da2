"""Whoever keeps a system that no program can reach: written to, reminded, and never passed over.

When the step starts the keeper gets a letter: what is asked by right, about whom, until when. It names no more of the
person than kinds of data that the system's map says lie there. After the last reminder a person of ours is asked to go
after it; the step waits for an answer that a named person notes (:mod:`belofte.procedures.acting.by_hand`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from belofte.domain.answer import LetterKind
from belofte.domain.clock import after, local_date
from belofte.domain.policy import Period
from belofte.domain.recipients import RIGHTS_TOLD, Action
from belofte.domain.request import Request
from belofte.domain.system_map import SystemMap
from belofte.domain.task import Task, TaskState
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.parts import Parts
from belofte.procedures.rights.recipients import REMIND_AFTER, REMINDERS, about_person
from belofte.store_port import DueDate, StoredStep, Transaction, Unknown

KEEPER_SILENT = "keeper-silent"
"""Task: whoever keeps the system does not answer, reminders included; a person of ours goes after it."""
KEEPER_REMIND = "keeper-reminder"
"""Due date: no answer yet to this task."""
_NOTHING = b"{}"
ASKED, REMINDED, SILENT = "keeper.asked", "keeper.reminded", "keeper.silent"


def task_for(parts: Parts, request: Request, stored: StoredStep, due_by_hand: datetime | None) -> Task:
    """The task of a step that a person does. Where people keep the system, it has the day by which they answer."""
    system = parts.systems.get(stored.step.system)
    due = due_by_hand
    if due is None and system is not None and system.is_kept_by_people:
        due = _answer_by(parts, system, request)
    return Task(
        parts.new_id("task"),
        "ask_person",
        parts.now(),
        request=request.id,
        step=stored.step.id,
        system=stored.step.system,
        count=sum(line.count for line in stored.step.lines),
        due_at=due,
    )


def ask_keepers(parts: Parts, tx: Transaction, tasks: Sequence[Task], requests: Mapping[str, Request]) -> None:
    """The letters of these new tasks, for each whose system has a keeper to write to; the others the office does."""
    for task in tasks:
        if task.request and _write(parts, tx, task, requests[task.request], LetterKind.KEEPER):
            tx.events.add(ASKED, task.request, parts.now(), {"system": task.system})
            tx.dates.put([DueDate(KEEPER_REMIND, task.id, _remind_at(parts, task))])


def remind_keepers(parts: Parts, limit: int = 500) -> int:
    """Remind whoever did not answer; after the last reminder a person of ours is asked. Returns how many reminders."""
    reminded = 0
    with parts.store.transaction() as tx:
        for due in tx.dates.take(KEEPER_REMIND, parts.now(), limit):
            try:
                task = tx.tasks.get(due.about)
                request = tx.requests.get(task.request or "")
            except Unknown:  # its case is closed
                continue
            if task.state is TaskState.OPEN:
                reminded += _remind(parts, tx, task, request)
    return reminded


def _remind(parts: Parts, tx: Transaction, task: Task, request: Request) -> bool:
    before = [e for e in tx.events.about(request.id) if e.kind == REMINDED and e.data.get("task") == task.id]
    if len(before) >= REMINDERS or not _write(parts, tx, task, request, LetterKind.KEEPER_REMINDER):
        silent = Task(parts.new_id("task"), KEEPER_SILENT, parts.now(), request=request.id, system=task.system)
        tx.tasks.add([silent])
        tx.events.add(SILENT, request.id, parts.now(), {"system": task.system})
        return False
    tx.events.add(REMINDED, request.id, parts.now(), {"system": task.system, "task": task.id})
    tx.dates.put([DueDate(KEEPER_REMIND, task.id, parts.now() + _within(parts, task))])
    return True


def nobody_waits_for(parts: Parts, tx: Transaction, task: Task, by: str) -> None:
    """The answer is there: no more reminders, and nobody need go after it."""
    tx.dates.cancel(task.id, KEEPER_REMIND)
    for other in tx.tasks.of_request(task.request or ""):
        if other.kind == KEEPER_SILENT and other.system == task.system and other.state is TaskState.OPEN:
            tx.tasks.save(replace(other, state=TaskState.DONE, done_by=by, done_at=parts.now()))


def _write(parts: Parts, tx: Transaction, task: Task, request: Request, kind: LetterKind) -> bool:
    system = parts.systems.get(task.system or "")
    if system is None or not system.is_kept_by_people or not system.settings.get("contact"):
        return False
    language = parts.policy.languages[0]
    action = RIGHTS_TOLD.get(request.right)
    given = None if request.identified_by == "office" or _is_known(tx, request) else _NOTHING
    corrected = action if action is Action.CORRECTED else None
    words = about_person(tx, request.id, _kinds(system), language, corrected, given)
    if not words:
        return False
    facts = replace(
        facts_of(parts, tx, request, language),
        recipient=system.label_in(language),
        words=words,
        advice=str(system.settings.get("instructions") or "") or None,
        on=local_date(task.due_at - timedelta(minutes=1), parts.country.time_zone) if task.due_at else None,
    )
    queue_letter(parts, tx, request.id, kind, str(system.settings["contact"]), facts)
    return True


def _is_known(tx: Transaction, request: Request) -> bool:
    """Whether any system knew who asks. A name that only the form gives would lead a keeper to somebody else."""
    plan = tx.plans.get(request.approved_plan) if request.approved_plan else tx.plans.newest(request.id)
    return plan is not None and any(line.count for step in plan.steps for line in step.lines)


def _kinds(system: SystemMap) -> frozenset[str]:
    own = [table for table in system.collections.values() if table.controller]
    return frozenset(kind for table in own for kind in table.kinds) | {f.kind for table in own for f in table.found_by}


def _within(parts: Parts, task: Task) -> timedelta:
    stated = parts.systems[task.system or ""].settings.get("answer_within")
    if not isinstance(stated, Period):
        return REMIND_AFTER
    return timedelta(days=max(1, (after(parts.today(), stated) - parts.today()).days))


def _remind_at(parts: Parts, task: Task) -> datetime:
    """When the answer should be there: a reminder that comes after the day has passed is none."""
    at = parts.now() + _within(parts, task)
    return min(at, task.due_at) if task.due_at and task.due_at > parts.now() else at


def _answer_by(parts: Parts, system: SystemMap, request: Request) -> datetime:
    """The end of the day by which the keeper answers: within its term, and before our own work must be done."""
    stated = system.settings.get("answer_within")
    day = after(parts.today(), stated) if isinstance(stated, Period) else parts.today() + REMIND_AFTER
    if request.work_by is not None and request.work_by >= parts.today():
        day = min(day, request.work_by)
    return datetime.combine(day, time(), ZoneInfo(parts.country.time_zone)) + timedelta(days=1)
