"""Somebody is told: of a new request or task, before a day comes near, after it has passed, and of what nobody touched.

Mail goes to the privacy office and its stand-in; what stays untouched goes to the second person the policy names. Each
thing is told once: that it was told, the letter and the event stand in one commit. The same events go to webhooks.
Letters hold references and days only; they lie in a case of their own, which is swept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from belofte.domain.answer import LetterKind
from belofte.domain.clock import local_date
from belofte.domain.request import Request, Waiting
from belofte.domain.staff_rows import more_row, request_row, task_row
from belofte.domain.task import Task
from belofte.domain.working_days import working_days_from
from belofte.loading.when_told import when_told
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.office.queue_desk import OPEN
from belofte.procedures.parts import Parts
from belofte.store_port import DueDate, Transaction, Unknown, Wanted

STAFF_CASE = "staff"
"""The case in whose vault mail to staff lies until it was sent."""
LOOK = "staff-look"
EVERY = timedelta(minutes=1)
"""How often it is looked whom to tell what: one mail for all that came in meanwhile."""
AT_ONCE, NAMED = 500, 20
"""How many are told of in one go, and how many of them are named in one mail."""
NEW, SOON, OVERDUE, UNTOUCHED = "new", "soon", "overdue", "untouched"
OURS = ("request.soon", "request.overdue", "request.untouched", "task.new", "task.overdue")
"""Events of this module: that somebody was told is no sign that somebody acted."""


def tell_staff(parts: Parts) -> int:
    """Tell what is new, near or past; returns of how many things."""
    with parts.store.reading() as tx:
        coming = tx.dates.coming(LOOK, 1)
    if coming and coming[0].at > parts.now():
        return 0
    parts.store.open_cases([STAFF_CASE])
    with parts.store.transaction() as tx:
        tx.dates.put([DueDate(LOOK, LOOK, parts.now() + EVERY)])
        return _new(parts, tx) + _soon(parts, tx) + _overdue(parts, tx)


def _new(parts: Parts, tx: Transaction) -> int:
    requests = tx.told.requests(NEW, Wanted(OPEN), AT_ONCE)
    tasks = [task for task in tx.told.tasks(NEW, AT_ONCE) if _is_news(task)]
    for task in tasks:
        _event(parts, tx, "task.new", task)
    _tell(parts, tx, NEW, LetterKind.STAFF_NEW, office(parts), requests, tasks)
    return len(requests) + len(tasks)


def _soon(parts: Parts, tx: Transaction) -> int:
    ahead = when_told(parts.policy.privacy_office).tell_before
    near = working_days_from(parts.today(), ahead, parts.holidays) + timedelta(days=1)
    untold = tx.told.requests(SOON, Wanted(OPEN, worked_before=near), AT_ONCE)
    requests = [request for request in untold if request.work_by is not None and request.work_by >= parts.today()]
    # What is past already is told as that: it is not to stand before what is near for ever.
    tx.told.note(SOON, [(request.id, request.id) for request in untold], parts.now())
    for request in requests:
        tx.events.add("request.soon", request.id, parts.now(), {"work_by": f"{request.work_by}"})
    _tell(parts, tx, SOON, LetterKind.STAFF_SOON, office(parts), requests, [])
    return len(requests)


def _overdue(parts: Parts, tx: Transaction) -> int:
    requests = tx.told.requests(OVERDUE, Wanted(OPEN, worked_before=parts.today()), AT_ONCE)
    tasks = [task for task in tx.told.tasks(OVERDUE, AT_ONCE, due_before=parts.now()) if _is_news(task)]
    for request in requests:
        tx.events.add("request.overdue", request.id, parts.now(), {"work_by": f"{request.work_by}"})
    for task in tasks:
        _event(parts, tx, "task.overdue", task)
    _tell(parts, tx, OVERDUE, LetterKind.STAFF_OVERDUE, office(parts), requests, tasks)
    return len(requests) + len(tasks)


def tell_untouched(parts: Parts, tx: Transaction) -> int:
    """Tell the second person what nobody touched for the policy's working days; once a day is enough."""
    second = parts.policy.privacy_office.second
    if not second:
        return 0
    after = when_told(parts.policy.privacy_office).second_after
    day = working_days_from(parts.today(), -after, parts.holidays)
    since = datetime.combine(day, time(), ZoneInfo(parts.country.time_zone)) + timedelta(days=1)
    known = tx.told.requests(UNTOUCHED, Wanted(OPEN, waiting=Waiting.OFFICE), AT_ONCE * NAMED)
    quiet = tx.told.quiet([request.id for request in known], since, OURS)
    requests = [request for request in known if request.id in quiet and request.registered_at < since]
    tasks = [
        t for t in tx.told.tasks(UNTOUCHED, AT_ONCE * NAMED, made_before=since) if _is_news(t) and not t.assigned_to
    ]
    for request in requests:
        tx.events.add("request.untouched", request.id, parts.now(), {"work_by": f"{request.work_by}"})
    _tell(parts, tx, UNTOUCHED, LetterKind.STAFF_UNTOUCHED, [second], requests, tasks)
    return len(requests) + len(tasks)


def office(parts: Parts) -> list[str]:
    """Who is told: the privacy office and its stand-in, where they are addresses."""
    named = (parts.policy.privacy_office.email, parts.policy.privacy_office.stand_in)
    return list(dict.fromkeys(who for who in named if who and "@" in who and " " not in who.strip()))


def queue_for_staff(parts: Parts, tx: Transaction, kind: LetterKind, to: Sequence[str], rows: Sequence[str]) -> None:
    """One letter to each, within this transaction. The case :data:`STAFF_CASE` must be open."""
    link = f"{parts.office_at}/" if parts.office_at else None
    facts = replace(parts.letter_facts(parts.policy.languages[0]), rows=tuple(rows), link=link)
    for who in to:
        queue_letter(parts, tx, STAFF_CASE, kind, who, facts)


def _tell(
    parts: Parts,
    tx: Transaction,
    what: str,
    kind: LetterKind,
    to: Sequence[str],
    requests: Sequence[Request],
    tasks: Sequence[Task],
) -> None:
    if not requests and not tasks:
        return
    language, zone = parts.policy.languages[0], parts.country.time_zone
    references = tx.queue.references([request.id for request in requests[:NAMED]])
    rows = [request_row(language, references[r.id], r.right, r.work_by, r.due) for r in requests[:NAMED]]
    for task in tasks[: NAMED - len(rows)]:
        due = local_date(task.due_at, zone) if task.due_at else None
        rows.append(task_row(language, reference_of(tx, task), task.kind, task.system, due))
    if (left := len(requests) + len(tasks) - len(rows)) > 0:
        rows.append(more_row(language, left))
    queue_for_staff(parts, tx, kind, to, rows)
    tx.told.note(what, [(r.id, r.id) for r in requests] + [(t.id, t.request) for t in tasks], parts.now())


def reference_of(tx: Transaction, task: Task) -> str | None:
    """The reference of a task's request; None where it has none (any more)."""
    try:
        return tx.requests.reference_of(task.request) if task.request else None
    except Unknown:
        return None


def _is_news(task: Task) -> bool:
    """That our own mail to staff did not arrive is shown, not mailed: that mail would not arrive either."""
    return task.request != STAFF_CASE


def _event(parts: Parts, tx: Transaction, kind: str, task: Task) -> None:
    zone = parts.country.time_zone
    due = f"{local_date(task.due_at, zone)}" if task.due_at else None
    tx.events.add(kind, task.request or task.id, parts.now(), {"kind": task.kind, "system": task.system, "due_on": due})
