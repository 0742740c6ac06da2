"""Who did not use the link, or did not answer who they are: reminded once, and then a person decides.

The link is a help and no condition: nothing here stops a clock or ends a request by itself.
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.answer import LetterKind
from belofte.domain.request import Request, RequestState, Waiting
from belofte.domain.task import Task, TaskState
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.answering.links import with_link
from belofte.procedures.clock.clocks import identity_is_open
from belofte.procedures.desks import LinkPurpose
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.identity.settled import DECIDE, REMIND
from belofte.procedures.intake.intake import LINK_FOR
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

AT_ONCE = 500


def remind_due(parts: Parts) -> int:
    """Send the reminders that are due, and make the tasks of those nobody answered; returns how many of both."""
    now = parts.now()
    with parts.store.reading() as tx:
        first = [*tx.dates.coming(REMIND, 1), *tx.dates.coming(DECIDE, 1)]
    if all(item.at > now for item in first):
        return 0
    with parts.store.transaction() as tx:
        remind = tx.dates.take(REMIND, now, AT_ONCE)
        decide = tx.dates.take(DECIDE, now, AT_ONCE)
        requests = tx.requests.get_many([item.about for item in (*remind, *decide)])
        reminded = [_remind(parts, tx, requests[item.about]) for item in remind if item.about in requests]
        handed = [_hand_over(parts, tx, requests[item.about]) for item in decide if item.about in requests]
    return sum(reminded) + sum(handed)


def is_unsettled(request: Request) -> bool:
    """Does nobody know yet who asks?"""
    waits = request.waiting in (Waiting.CONFIRMATION, Waiting.IDENTITY)
    return request.state is RequestState.RECEIVED or (waits and request.state in _ASKED)


_ASKED = (RequestState.IDENTIFIED, RequestState.LOCATED, RequestState.PLANNED)


def _remind(parts: Parts, tx: Transaction, request: Request) -> bool:
    if not is_unsettled(request):
        return False
    now = parts.now()
    to = address_of(tx, request.id)
    facts = facts_of(parts, tx, request)
    asked = identity_is_open(request)
    if to and (asked or request.state is RequestState.RECEIVED):
        purpose = LinkPurpose.IDENTIFY if asked else LinkPurpose.CONFIRM
        facts = with_link(parts, tx, facts, request.id, purpose, now + LINK_FOR)
    kind = LetterKind.IDENTIFY_REMINDER if asked else LetterKind.REMINDER
    queue_letter(parts, tx, request.id, kind, to, facts)
    tx.requests.save(replace(request, course=replace(request.course, reminded_at=now)))
    tx.events.add("request.reminded", request.id, now)
    return True


def _hand_over(parts: Parts, tx: Transaction, request: Request) -> bool:
    """A person decides: identify them another way, or close with the reasons (Art. 12(2), 12(4))."""
    if not is_unsettled(tx.requests.get(request.id)):
        return False
    if any(task.kind == DECIDE and task.state is TaskState.OPEN for task in tx.tasks.of_request(request.id)):
        return False
    tx.tasks.add([Task(parts.new_id("task"), DECIDE, parts.now(), request=request.id)])
    return True
