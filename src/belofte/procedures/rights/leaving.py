"""A notice of leaving: in one commit the notice, the erasure with the same clock, and the end of staff access.

What cannot be undone waits: the systems are searched when the person is known, open matters and organisations are shown
first, a copy is offered, and a later last day is kept to. Nothing of that stops a clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from belofte.domain.clock import due_dates, local_date, promise_for
from belofte.domain.course import Course, Phase
from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.leaving import COUNTS_AS_ERASURE, companion_of, ends_later, is_whole, unknown_services
from belofte.domain.reference import reference_from
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.rights.names import ERASURE, LEAVING, QUESTION
from belofte.domain.subject_state import LEFT, Cause
from belofte.domain.task import Task
from belofte.domain.wish import Wish
from belofte.procedures.identity.reaching import wish_of
from belofte.procedures.parts import CLAIMS, CONTACT, IDENTIFIERS, SUBMISSION, Parts
from belofte.procedures.rights.standing import LEAVE, SUBJECT, set_bits
from belofte.store_port import DueDate, Secret, Transaction

END_SERVICE = "end-service"
"""Task: one of several services ends; nothing of the person goes."""


def begin(parts: Parts, request: Request, wish: Wish) -> Request:
    """The request with its phase and last day; the end of one service becomes a question to the office."""
    if unknown := unknown_services(parts.policy, wish.services):
        raise WrongUse(f"There is no such service: {', '.join(unknown)}.", f"use: {', '.join(parts.policy.services)}")
    if not is_whole(parts.policy, wish.services):
        return wait(replace(request, right=QUESTION), Waiting.OFFICE)
    today = parts.today()
    if wish.ends_on is not None and wish.ends_on < local_date(request.received_at, parts.country.time_zone):
        raise WrongUse("The last day lies before the notice.", "leave it out: leaving takes effect at once")
    ends_on = wish.ends_on if ends_later(wish.ends_on, today) else None
    if counts_as_erasure(parts):
        parts.store.open_cases([companion_of(request.id)])
    return replace(request, course=replace(request.course, phase=Phase.LEAVING, ends_on=ends_on))


def counts_as_erasure(parts: Parts) -> bool:
    """Whether the policy takes leaving for a request to erase."""
    return parts.policy.rights.leaving == COUNTS_AS_ERASURE


def end_service(parts: Parts, tx: Transaction, request: Request, wish: Wish, contact: Sequence[Identifier]) -> None:
    """One of several services ends. Who is known at the receipt already needs no confirmation."""
    del contact, wish
    if request.identified_by is not None:
        confirmed_end(parts, tx, request)


def confirmed_end(parts: Parts, tx: Transaction, request: Request) -> None:
    """It is known who ends a service: a person sees to it, nothing of the person goes, and no state changes. Nothing
    for any other request, nor a second time."""
    count = len(wish_of(tx, request.id).services) if request.right == QUESTION else 0
    if count and all(task.kind != END_SERVICE for task in tx.tasks.of_request(request.id)):
        tx.tasks.add([Task(parts.new_id("task"), END_SERVICE, parts.now(), request=request.id, count=count)])


def give_notice(parts: Parts, tx: Transaction, request: Request, wish: Wish, contact: Sequence[Identifier]) -> None:
    """In the commit of the receipt: the notice, the erasure, and the end of staff access."""
    del wish
    starts = _start_of(parts, request)
    if request.course.ends_on is None:
        set_bits(parts, tx, contact, Cause(LEAVING, SUBJECT, request.id), LEFT)
    tx.dates.put([DueDate(LEAVE, request.id, starts)])
    if counts_as_erasure(parts):
        _add_erasure(parts, tx, request, contact)


def _add_erasure(parts: Parts, tx: Transaction, notice: Request, contact: Sequence[Identifier]) -> None:
    """The erasure that the notice is: the same person, the same moment, the same clock. A later last day starts it."""
    starts_on = notice.course.ends_on or local_date(notice.received_at, parts.country.time_zone)
    dates = due_dates(starts_on, promise_for(parts.policy.rights, ERASURE), parts.holidays)
    case = companion_of(notice.id)
    erasure = replace(
        notice,
        id=case,
        right=ERASURE,
        course=Course(origin=LEAVING, caused_by=notice.id, ends_on=notice.course.ends_on),
        promise_due=dates.promise_due,
        law_due=dates.law_due,
        law_ext_due=dates.law_ext_due,
        due=dates.due,
        work_by=dates.work_by,
    )
    tx.requests.add(erasure, reference_from(parts.entropy(5)))
    held = tx.vault.newest_of([CONTACT, IDENTIFIERS, CLAIMS, SUBMISSION], [notice.id])
    tx.vault.put_many([Secret(case, column, rows[notice.id]) for column, rows in held.items() if notice.id in rows])
    tx.index.add(case, contact)
    tx.events.add("request.received", case, parts.now(), {"right": ERASURE, "channel": notice.channel})


def companion(tx: Transaction, notice: Request) -> Request | None:
    """The erasure of this notice, while its case is open."""
    found = tx.requests.get_many([companion_of(notice.id)]) if _has_companion(tx, notice) else {}
    return next(iter(found.values()), None)


def _has_companion(tx: Transaction, notice: Request) -> bool:
    return any(event.kind == "request.received" for event in tx.events.about(companion_of(notice.id)))


def known_who_leaves(tx: Transaction, notice: Request) -> None:
    """Who gave notice is known now, so it is known who wants to be erased."""
    erasure = companion(tx, notice)
    if erasure is None or erasure.state is not RequestState.RECEIVED:
        return
    tx.requests.save(replace(move(erasure, RequestState.IDENTIFIED), identified_by=notice.identified_by))
    held = tx.vault.newest_of([IDENTIFIERS, CLAIMS], [notice.id])
    tx.vault.put_many(
        [Secret(erasure.id, column, rows[notice.id]) for column, rows in held.items() if notice.id in rows]
    )


def _start_of(parts: Parts, request: Request) -> datetime:
    """The moment from which the notice works: now, or the beginning of the day that was named."""
    if request.course.ends_on is None:
        return parts.now()
    morning = datetime.combine(request.course.ends_on, time(), ZoneInfo(parts.country.time_zone))
    return morning.astimezone(UTC)
