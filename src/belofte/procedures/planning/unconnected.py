"""Processors whose systems are not connected: each becomes a person's task by name when a plan is approved.

Nobody searched there, and nothing there is changed by a step; so the approval names them, the task says who is to be
asked, and the answer tells the person that this part is still to come. Where something is handed over, the processor
gets the letter at once (Art. 28(3)(e) GDPR). Of what is corrected, erased or restricted it hears with all other
recipients, when it was done (Art. 19); a second letter would say the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from belofte.domain.answer import Answer, LetterKind
from belofte.domain.notice.labels import recipient_label
from belofte.domain.policy import Policy, RecipientRole
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import ACCESS, PORTABILITY
from belofte.domain.system_map import SystemMap
from belofte.domain.task import Task, TaskState
from belofte.procedures.acting.outcomes import FINISH_BY_HAND
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.parts import Parts
from belofte.procedures.rights.recipients import about_person, kinds_got
from belofte.store_port import Transaction

ASK_PROCESSOR = "ask-processor"
"""Task: a processor whose system is not connected; a person sees to it that the request is done there too."""
KEEPER_REFUSED = "keeper-refused"
"""Task: whoever keeps a system without an interface did not do what was asked; a person sees that it is done."""
_IN_A_SYSTEM = (KEEPER_REFUSED, FINISH_BY_HAND)
"""Tasks about a system of the map, of which the answer said that its end will be told."""
ANSWER_THEMSELVES = "not-connected-and-answer-themselves"
"""Question of a plan: whom it says nothing of, because they answer for what they got."""
_NOT_THEMSELVES = (RecipientRole.PROCESSOR, RecipientRole.PUBLIC)
HANDED_OVER = (ACCESS, PORTABILITY)
_DONE = {
    "nl": "Bij {whom} is het werk nu gedaan. Daarmee is ook dit deel van uw verzoek klaar.",
    "en": "The work at {whom} is done now. With that, this part of your request is done too.",
}


def unconnected(policy: Policy, systems: Mapping[str, SystemMap]) -> tuple[str, ...]:
    """The processors that get data and whose system nobody can look in from here, in the order of the policy."""
    covered = {system.recipient for system in systems.values()}
    return tuple(
        name
        for name, recipient in policy.recipients.items()
        if recipient.role is RecipientRole.PROCESSOR and recipient.gets and name not in covered
    )


def answering_themselves(policy: Policy, systems: Mapping[str, SystemMap]) -> tuple[str, ...]:
    """Who gets data, is not connected and answers for it as a controller of their own: nobody makes a task of them. An
    authority is none of these: what it got on paper stands in the register of disclosures."""
    covered = {system.recipient for system in systems.values()}
    return tuple(
        name
        for name, recipient in policy.recipients.items()
        if recipient.gets and name not in covered and recipient.role not in _NOT_THEMSELVES
    )


def ask_processors(parts: Parts, tx: Transaction, request: Request) -> None:
    """In the commit of the approval: a task for each, and the letter where it has an address."""
    names = unconnected(parts.policy, parts.systems)
    there = {task.system for task in tx.tasks.of_request(request.id) if task.kind == ASK_PROCESSOR}
    fresh = [name for name in names if name not in there]
    tx.tasks.add([_task(parts, request, name) for name in fresh])
    for name in fresh if request.right in HANDED_OVER else ():
        _write(parts, tx, request, name)


def with_open_work(parts: Parts, tx: Transaction, request: Request, answer: Answer) -> Answer:
    """The answer with the processors at which a person still works."""
    labels = [
        recipient_label(parts.policy, task.system, request.language)
        for task in tx.tasks.of_request(request.id)
        if task.kind == ASK_PROCESSOR and task.state is TaskState.OPEN and task.system
    ]
    return replace(answer, by_hand=tuple(dict.fromkeys([*answer.by_hand, *labels])))


def tell_done(parts: Parts, tx: Transaction, task: Task) -> None:
    """The person was told that this part was still to come: they hear that it is done."""
    if task.kind not in (ASK_PROCESSOR, *_IN_A_SYSTEM) or task.request is None or task.system is None:
        return
    request = tx.requests.get(task.request)
    if request.state is RequestState.ANSWERED:
        system = parts.systems.get(task.system) if task.kind in _IN_A_SYSTEM else None
        known = system.label_in(request.language) if system else None
        whom = known or recipient_label(parts.policy, task.system, request.language)
        facts = replace(facts_of(parts, tx, request), words=_DONE[request.language].format(whom=whom))
        queue_letter(parts, tx, request.id, LetterKind.REPLY, address_of(tx, request.id), facts)


def _task(parts: Parts, request: Request, name: str) -> Task:
    day = request.work_by or parts.today()
    due = datetime.combine(day, time(), ZoneInfo(parts.country.time_zone)) + timedelta(days=1)
    return Task(parts.new_id("task"), ASK_PROCESSOR, parts.now(), request=request.id, system=name, due_at=due)


def _write(parts: Parts, tx: Transaction, request: Request, name: str) -> None:
    recipient, language = parts.policy.recipients[name], parts.policy.languages[0]
    words = about_person(tx, request.id, kinds_got(parts.policy, name), language)
    if recipient.contact and words:
        facts = replace(
            facts_of(parts, tx, request, language), recipient=recipient_label(parts.policy, name, language), words=words
        )
        queue_letter(parts, tx, request.id, LetterKind.PROCESSOR, recipient.contact, facts)
