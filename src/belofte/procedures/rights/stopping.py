"""An objection and a withdrawn consent stop at receipt: ``may()`` says no in the same commit, the systems follow within
seconds, systems worked by hand by the end of the working day (Art. 7(3), 21 GDPR).

Nobody has to show first who they are: a stop can be undone, and a mailing that went out cannot. So it reaches what the
address that was given leads to; copies, reasons and whatever cannot be undone wait for the identity. Every step is
approved by the policy and not by a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from belofte.domain.course import Phase
from belofte.domain.errors import WrongUse
from belofte.domain.identity import Identifier
from belofte.domain.located import Located
from belofte.domain.policy import Policy
from belofte.domain.request import Request, RequestState, Waiting, move
from belofte.domain.rights.marking import BEFORE, Marking, decode_before
from belofte.domain.rights.names import OBJECTION, WITHDRAWAL
from belofte.domain.rights.objection import contested, marking_of, plan_stop
from belofte.domain.rights.planning import PlanHead
from belofte.domain.rights.told_instead import told_instead
from belofte.domain.subject_state import Cause, consented
from belofte.domain.system_map import Verb
from belofte.domain.task import Task
from belofte.domain.wish import Wish
from belofte.ports import Ask
from belofte.procedures.acting.settling import settle
from belofte.procedures.answering.told import GOES_ON
from belofte.procedures.parts import CLAIMS, IDENTIFIERS, Parts, decode_identifiers
from belofte.procedures.planning.at_once import approve_by_policy, end_of_working_day, keep_plan
from belofte.procedures.planning.holding import read_values
from belofte.procedures.planning.locate import locate
from belofte.procedures.planning.told_apart import TOLD_APART, apart_of, decode_apart
from belofte.procedures.rights.standing import OVER, STOP, SUBJECT, consents, objections, set_bits
from belofte.store_port import DueDate, Transaction

BY_ADDRESS = "address"
"""How somebody is identified whose request concerns nothing but the address it came from."""
STOPS = (OBJECTION, WITHDRAWAL)
AGAIN = timedelta(seconds=30)
"""When a system that was away is tried again; ``may()`` says no meanwhile."""
AT_ONCE = 500


def begin(parts: Parts, request: Request, wish: Wish) -> Request:
    """The request with what it contests. Raises ``WrongUse`` for a purpose the policy does not have, or a consent that
    is none."""
    _check(parts.policy, wish.purposes)
    if request.right == WITHDRAWAL:
        purposes = wish.purposes or consented(parts.policy)
        if others := [name for name in purposes if name not in consented(parts.policy)]:
            raise WrongUse(
                f"Nobody consents to this: {', '.join(others)}.",
                f"withdraw one of: {', '.join(consented(parts.policy))}; for anything else object",
            )
        known = replace(request, course=replace(request.course, purposes=tuple(purposes)))
        return _known_by_address(known)
    split = contested(parts.policy, wish.purposes)
    absolute = split.is_absolute(parts.policy)
    phase = Phase.UPHELD if absolute else Phase.STOPPED
    request = replace(request, course=replace(request.course, purposes=split.stopped, phase=phase))
    return _known_by_address(request) if absolute else request


def stop_in_state(parts: Parts, tx: Transaction, request: Request, wish: Wish, contact: Sequence[Identifier]) -> None:
    """In the commit of the receipt: ``may()`` says no from now on, and the systems are due."""
    if request.right == WITHDRAWAL:
        _withdraw(parts, tx, request, contact)
    else:
        on = objections(tx, request.course.purposes)
        set_bits(parts, tx, contact, Cause(request.right, SUBJECT, request.id), on)
    if going_on := contested(parts.policy, wish.purposes).going_on if request.right == OBJECTION else ():
        tx.events.add(GOES_ON, request.id, parts.now(), {"purposes": list(going_on)})
    if contact:  # else nothing leads to anybody yet: it stops once a person knows who wrote
        tx.dates.put([DueDate(STOP, request.id, parts.now())])


def _withdraw(parts: Parts, tx: Transaction, request: Request, known: Sequence[Identifier]) -> None:
    """Every consent to these purposes ends for whoever has these identifiers."""
    purposes = request.course.purposes
    cause = Cause(request.right, SUBJECT, request.id)
    if state := set_bits(parts, tx, known, cause, off=consents(tx, purposes)):
        tx.consents.withdraw(state.subject, purposes, parts.now(), SUBJECT)


def stop_due(parts: Parts) -> int:
    """Stop in the systems what is due; returns how many cases were taken up."""
    with parts.store.reading() as tx:
        due = [item.about for item in tx.dates.coming(STOP, AT_ONCE) if item.at <= parts.now()]
        requests = tx.requests.get_many(due)
    for case in due:
        _stop(parts, requests[case])
    return len(due)


def _stop(parts: Parts, request: Request) -> None:
    with parts.store.reading() as tx:
        known = _known(tx, request)
        before = decode_before(tx.vault.newest(BEFORE, [request.id]).get(request.id))
        apart = decode_apart(tx.vault.newest(TOLD_APART, [request.id]).get(request.id))
        if any(one.step.verb is Verb.RESTRICT and one.state not in OVER for one in tx.steps.of_request(request.id)):
            return  # what is under way comes first; the date stands
    located = locate(parts.connectors, [Ask(request.id, known)], before={request.id: apart})[request.id]
    marking = marking_of(parts.policy, request.course.purposes)
    held = {**read_values(parts, located, lambda collection: bool(marking.put(collection))), **before}
    head = PlanHead(request.id, request.right, parts.policy.version, parts.now())
    drafted = plan_stop(head, located, parts.systems, marking, held, parts.short_id)
    drafted = replace(drafted, plan=told_instead(drafted.plan, parts.policy, parts.systems))
    with parts.store.transaction() as tx:
        keep_plan(tx, drafted, known, apart_of(located, apart))
        approve_by_policy(parts, tx, drafted.plan)
        if request.right == WITHDRAWAL and request.identified_by != BY_ADDRESS:  # by letter: known only since now
            _withdraw(parts, tx, request, located.identifiers)
        tx.tasks.add(_shared(parts, located, marking))
        if located.blind:
            tx.dates.put([DueDate(STOP, request.id, parts.now() + AGAIN)])
        else:
            tx.dates.cancel(request.id, STOP)
        settle(parts, tx, [request.id])


def _known(tx: Transaction, request: Request) -> tuple[Identifier, ...]:
    """What leads to the person; a number they gave counts once a named person knew them."""
    held = tx.vault.newest_of([IDENTIFIERS, CLAIMS], [request.id])
    columns = (IDENTIFIERS, CLAIMS) if request.identified_by == "office" else (IDENTIFIERS,)
    return tuple(one for column in columns for one in decode_identifiers(held[column].get(request.id, b"[]")))


def _shared(parts: Parts, located: Located, marking: Marking) -> list[Task]:
    """Records of an address that two people share: a person of ours sees to it that nothing more goes there."""
    counts = {
        name: sum(
            record.shared and marking.concerned(parts.systems[name].collections[record.collection])
            for record in records
        )
        for name, records in located.found.items()
    }
    due = end_of_working_day(parts)
    return [
        Task(
            parts.new_id("task"),
            "stop-shared",
            parts.now(),
            request=located.request,
            system=name,
            count=count,
            due_at=due,
        )
        for name, count in counts.items()
        if count
    ]


def _known_by_address(request: Request) -> Request:
    """What only stops needs no proof of who asks: the address it concerns is the address it came from. Who asks in
    another's name, or wrote no address, is somebody a person has to look at first."""
    if request.course.represents is not None or request.waiting is not Waiting.CONFIRMATION:
        return request
    return replace(move(request, RequestState.IDENTIFIED), identified_by=BY_ADDRESS)


def _check(policy: Policy, purposes: Iterable[str]) -> None:
    if unknown := [name for name in purposes if name not in policy.purposes]:
        raise WrongUse(f"There is no such purpose: {', '.join(unknown)}.", f"use: {', '.join(policy.purposes)}")
