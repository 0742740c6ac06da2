"""What became of the open requests whose right leaves marks in systems: from their own books, and by a look of today.

The look is one pass a system for all of them together. What a later request of the same person put in its place, and
what the person freed again, is nobody's broken promise and is not looked at.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from belofte.checks.shape import Case
from belofte.domain.answer import LetterKind
from belofte.domain.carried_out import CarriedOut, StandsStill, StepSeen, WorkSeen
from belofte.domain.course import Phase
from belofte.domain.errors import BelofteError
from belofte.domain.ground import articles_named
from belofte.domain.leaving import COUNTS_AS_ERASURE
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Receipt
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import LEAVING, OBJECTION, PORTABILITY, RECTIFICATION, RESTRICTION
from belofte.domain.rights.restriction import BY_SUBJECT
from belofte.domain.subject_state import RESTRICTED
from belofte.domain.system_map import Verb
from belofte.domain.task import TaskState
from belofte.ports import Order, OrderLine, SystemUnreachable
from belofte.procedures.acting.orders import orders_of
from belofte.procedures.acting.settling import LIFTED_AT, STOPPED_AT, WENT_ON
from belofte.procedures.case_policy import policy_at_receipt
from belofte.procedures.intake.taking_over_cases import CAME_OVER
from belofte.procedures.parts import CONTACT, ITEMS, Parts
from belofte.procedures.rights.handing_over import CONFIRMED, FETCHED
from belofte.procedures.rights.leaving import companion
from belofte.procedures.rights.service_decision import DECIDED
from belofte.procedures.rights.standing import identifiers_of, objections
from belofte.procedures.rights.weighing_desk import WEIGHED
from belofte.procedures.spans import case_term
from belofte.store_port import LetterState, StepState, StoredStep, Transaction

LOOKED_AT = frozenset({OBJECTION, RESTRICTION, RECTIFICATION, PORTABILITY, LEAVING})
"""Rights whose course a check judges beyond their clock and their copies."""
LIFTING = "restriction.lifting"
_DECIDED_BY = "decided by"
_WENT = {LetterState.SENT: True, LetterState.FAILED: False}


def with_what_stands(parts: Parts, cases: Sequence[Case]) -> tuple[Case, ...]:
    """The cases, each of the rights above with what became of it."""
    with parts.store.reading() as tx:
        seen = {one.request.id: carried_out(parts, tx, one.request) for one in cases if one.request.right in LOOKED_AT}
        to_look = list(_to_look(tx, [one.request for one in cases if one.request.id in seen]))
    for case, stands in _looked(parts, to_look).items():
        seen[case] = replace(seen[case], stands=tuple(stands))
    return tuple(replace(one, carried=seen.get(one.request.id)) for one in cases)


def carried_out(parts: Parts, tx: Transaction, request: Request) -> CarriedOut:
    """What the books of one case say."""
    events = tx.events.about(request.id)
    happened = {event.kind: event.at for event in reversed(events)}
    letters = tx.letters.of_request(request.id)
    return CarriedOut(
        steps=tuple(_steps(tx.steps.of_request(request.id), tx.receipts.of_request(request.id))),
        work=tuple(
            WorkSeen(task.kind, task.system, task.made_at, task.due_at, task.done_at)
            for task in tx.tasks.of_request(request.id)
            if task.state is not TaskState.DROPPED
        ),
        known_from=_known_from(tx, request, happened),
        taken_over_at=happened.get(CAME_OVER),
        stopped_at=happened.get(STOPPED_AT),
        weighed_at=happened.get(WEIGHED),
        went_on_at=happened.get(WENT_ON),
        refused_on=frozenset(_refused_on(tx, request)),
        lifted_by=next((str(event.data.get("by", "")) for event in reversed(events) if event.kind == LIFTING), ""),
        lifted_at=happened.get(LIFTED_AT),
        only_subject_lifts=policy_at_receipt(parts, request).rights.restriction_lifted_by == BY_SUBJECT,
        confirmed_at=happened.get(CONFIRMED),
        handed_over=sum(event.kind == FETCHED for event in events),
        party_written_to=any(one.purpose == LetterKind.HAND_OVER for one in letters),
        service_decided_at=happened.get(DECIDED),
        told_of_service=next((_WENT.get(one.state) for one in letters if one.purpose == LetterKind.REPLY), None),
        has_erasure=_has_erasure(parts, tx, request) if request.right == LEAVING else None,
    )


def _known_from(tx: Transaction, request: Request, happened: Mapping[str, datetime]) -> datetime | None:
    """When it was known whose data a request is about: at once where it came from an address of their own, else from
    the moment at which a person looked. What was open elsewhere before was known here once it was taken over."""
    if request.course.represents is not None:
        return happened.get("request.mandate-checked")
    wrote_from = tx.vault.newest(CONTACT, [request.id]).get(request.id)  # empty by letter
    return happened.get(CAME_OVER, request.received_at) if wrote_from else happened.get("request.identified")


def _refused_on(tx: Transaction, request: Request) -> Iterator[str]:
    """The articles that a refusal names, with and without their paragraph."""
    if request.state is not RequestState.REFUSED:
        return
    decided = tx.vault.newest(_DECIDED_BY, [request.id]).get(request.id, b"").decode()
    yield from articles_named(decided)


def _steps(stored: Iterable[StoredStep], receipts: Sequence[Receipt]) -> Iterator[StepSeen]:
    places = {receipt.step: (place, receipt) for place, receipt in enumerate(receipts)}
    for one in stored:
        if one.due_at is None or one.state is StepState.DROPPED:
            continue
        place, receipt = places.get(one.step.id, (None, None))
        yield StepSeen(one.step.system, one.step.verb, receipt.outcome if receipt else None, place, one.plan)


def _has_erasure(parts: Parts, tx: Transaction, notice: Request) -> bool | None:
    """Whether the erasure that a notice is has the same clock. It may close before its notice does, and then nothing of
    it is left to see."""
    if policy_at_receipt(parts, notice).rights.leaving != COUNTS_AS_ERASURE:
        return None
    erasure = companion(tx, notice)
    if erasure is None:
        return None if parts.now() - notice.registered_at >= case_term(parts) else False
    same = erasure.received_at == notice.received_at and erasure.registered_at == notice.registered_at
    return same and (notice.course.ends_on is not None or erasure.promise_due == notice.promise_due)


def _to_look(tx: Transaction, requests: Sequence[Request]) -> Iterator[StoredStep]:
    """The receipted steps whose effect must still be there, those of the newest request first."""
    wanted = [one for one in requests if _must_stand(tx, one)]
    whole = tx.vault.newest(ITEMS, [one.id for one in wanted])
    for request in sorted(wanted, key=lambda one: one.registered_at, reverse=True):
        if request.id not in whole:  # its term is over: only what its open work needs was kept
            continue
        verb = Verb.RECTIFY if request.right == RECTIFICATION else Verb.RESTRICT
        steps = [one for one in tx.steps.of_request(request.id) if one.step.verb is verb]
        yield from (one for one in reversed(steps) if one.state is StepState.RECEIPTED)


def _must_stand(tx: Transaction, request: Request) -> bool:
    """Whether what this request put into the systems is to be there today: nobody lifted it since."""
    if request.right == RECTIFICATION:
        return request.state is RequestState.ANSWERED
    states = [one.state for one in tx.states.of(identifiers_of(tx, request.id))]
    if request.right == RESTRICTION:
        return request.course.phase is Phase.RESTRICTED and any(state & RESTRICTED for state in states)
    if request.right == OBJECTION and request.course.phase in (Phase.STOPPED, Phase.UPHELD):
        bits = objections(tx, request.course.purposes)
        return any(state & bits == bits for state in states)
    return False


def _looked(parts: Parts, stored: Sequence[StoredStep]) -> Mapping[str, list[StandsStill]]:
    """Case -> what a look showed in each of its systems."""
    found: dict[str, list[StandsStill]] = defaultdict(list)
    by_system: dict[str, list[StoredStep]] = defaultdict(list)
    for one in stored:
        by_system[one.step.system].append(one)
    for system, steps in by_system.items():
        for case, stands in _look_into(parts, system, steps):
            found[case].append(stands)
    return found


def _look_into(parts: Parts, system: str, stored: Sequence[StoredStep]) -> Iterator[tuple[str, StandsStill]]:
    orders = list(_newest_only(_orders(parts, stored)))
    cases = list(dict.fromkeys(order.request for order in orders))
    connector = parts.connectors.get(system)
    if connector is None:
        yield from ((case, StandsStill(system, why="there is no connector for it")) for case in cases)
        return
    otherwise: Counter[str] = Counter()
    try:
        for passed in _passes(orders):
            for result in connector.read_back(passed):
                own = [line.remains or 0 for line in result.lines if line.decision is Decision.DO]
                otherwise[result.request] += sum(own)
    except SystemUnreachable as away:
        yield from ((case, StandsStill(system, why=away.why)) for case in cases)
    except BelofteError as wrong:  # a wrong map or secret of one system hides no other
        why = str(wrong.message)
        yield from ((case, StandsStill(system, why=why)) for case in cases)
    else:
        yield from ((case, StandsStill(system, otherwise[case])) for case in cases)


def _orders(parts: Parts, stored: Sequence[StoredStep]) -> list[Order]:
    """The orders of these steps, in the same sequence; read out of the vault for many cases at once."""
    rounds: list[list[StoredStep]] = []
    turn: Counter[str] = Counter()
    for one in stored:
        place = turn[one.step.request]
        turn[one.step.request] += 1
        if place == len(rounds):
            rounds.append([])
        rounds[place].append(one)
    read = [orders_of(parts, steps) for steps in rounds]
    taken: Counter[str] = Counter()
    ordered: list[Order] = []
    for one in stored:
        case = one.step.request
        ordered.append(read[taken[case]][case])
        taken[case] += 1
    return ordered


def _newest_only(orders: Iterable[Order]) -> Iterator[Order]:
    """The orders, newest first, each without records into which a newer one has put something else since."""
    put: dict[tuple[str, Key, str], object] = {}
    for order in orders:
        lines = [line for line in order.lines if line.decision is Decision.DO]
        yield replace(order, lines=tuple(fresh for line in lines if (fresh := _still_its_own(line, put)) is not None))
        for line in lines:
            for key in line.keys or ():
                put |= {(line.collection, key, column): value for column, value in line.values.items()}


def _still_its_own(line: OrderLine, put: Mapping[tuple[str, Key, str], object]) -> OrderLine | None:
    """The line with the records that still are to be as it left them; None where there are no such records."""
    if line.keys is None:
        return line
    own = frozenset(
        key
        for key in line.keys
        if all(put.get((line.collection, key, column), value) == value for column, value in line.values.items())
    )
    return replace(line, keys=own) if own else None


def _passes(orders: Sequence[Order]) -> Iterator[list[Order]]:
    """The orders in passes in which each case stands once, as a connector wants them."""
    passes: list[dict[str, Order]] = []
    for order in orders:
        if not order.lines:
            continue
        free = next((one for one in passes if order.request not in one), None)
        if free is None:
            passes.append(free := {})
        free[order.request] = order
    return (list(one.values()) for one in passes)
