"""The steps of a request as its own person sees them: for each right its own, and done only when it happened.

Nothing is inferred from the order of states: a step is done by its own record (an event, an approval, a receipt). What
never comes for this request (a question is not searched for, an advertisement is not weighed) is no step of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from belofte.domain.clock import local_date
from belofte.domain.course import Phase
from belofte.domain.plan import Outcome, Plan, Receipt
from belofte.domain.request import Request, RequestState
from belofte.domain.rights import names
from belofte.domain.system_map import Verb
from belofte.procedures.desks import StatusStep
from belofte.store_port import Transaction

BY_ADDRESS = "address"
ENDED = (RequestState.STOPPED, RequestState.REFUSED)
_COPY = ("received", "confirmed", "searched", "decided", "answered")
STEPS: Mapping[str, tuple[str, ...]] = {
    names.ACCESS: _COPY,
    names.PORTABILITY: _COPY,
    names.RECTIFICATION: ("received", "confirmed", "searched", "decided", "corrected", "answered"),
    names.ERASURE: ("received", "confirmed", "searched", "decided", "erased", "answered"),
    names.RESTRICTION: ("received", "confirmed", "searched", "decided", "answered", "restricted", "lifting", "lifted"),
    names.OBJECTION: ("received", "halted", "confirmed", "weighed", "answered"),
    names.WITHDRAWAL: ("received", "halted", "answered"),
    names.LEAVING: ("received", "confirmed", "searched", "decided", "left", "answered"),
    names.QUESTION: ("received", "answered"),
}
"""By right, in the order in which they come."""
_ONLY_IF_IT_HAPPENED = frozenset({"lifting", "lifted"})
_VERBS = {"corrected": Verb.RECTIFY, "erased": Verb.ERASE, "left": Verb.RESTRICT}
"""Steps that are work in the systems: done when the answer is there and the work has receipts."""


@dataclass(frozen=True, slots=True)
class _Known:
    request: Request
    happened: Mapping[str, datetime]
    plan: Plan | None
    receipts: tuple[Receipt, ...]


def status_steps(tx: Transaction, request: Request, zone: str) -> tuple[StatusStep, ...]:
    """The steps with their days; one that was done before the request ended, and how it ended, where it did."""
    known = _Known(
        request,
        {event.kind: event.at for event in reversed(tx.events.about(request.id))},
        tx.plans.newest(request.id),
        tuple(tx.receipts.of_request(request.id)),
    )
    steps = [_step(name, known, zone) for name in STEPS[request.right] if _belongs(name, known)]
    if request.state in ENDED:
        return (*(step for step in steps if step.done and step.name != "answered"), _end(known, zone))
    closes = request.close_after and local_date(request.close_after, zone)
    return (*steps, StatusStep("closed", request.state is RequestState.CLOSED, None, closes))


def _step(name: str, known: _Known, zone: str) -> StatusStep:
    at, done = _DONE[name](known) if name in _DONE else _worked(known, _VERBS[name])
    said = "vouched" if name == "confirmed" and known.request.identified_by not in (None, "email") else name
    by = known.request.due if name == "answered" and not done else None
    if name == "left" and not done:
        by = known.request.course.ends_on
    return StatusStep(said, done, _day(at, zone), by)


def _belongs(name: str, known: _Known) -> bool:
    request = known.request
    if name == "confirmed":
        return request.identified_by != BY_ADDRESS
    if name == "weighed":
        return "objection.weighed" in known.happened or request.course.phase is Phase.STOPPED
    if name in _ONLY_IF_IT_HAPPENED:
        return _DONE[name](known)[1]
    if name in _VERBS and request.state in (RequestState.ANSWERED, RequestState.CLOSED):
        return _worked(known, _VERBS[name])[1]  # nothing was found, or the law made us keep all of it
    return True


def _end(known: _Known, zone: str) -> StatusStep:
    request = known.request
    how = str(request.course.ended or request.state)
    return StatusStep(f"ended-{how}", True, _day(known.happened.get(f"request.{how}"), zone))


_Found = tuple[datetime | None, bool]


def _event(*kinds: str) -> Callable[[_Known], _Found]:
    def found(known: _Known) -> _Found:
        at = next((known.happened[kind] for kind in kinds if kind in known.happened), None)
        return at, at is not None

    return found


def _confirmed(known: _Known) -> _Found:
    at, _ = _event("request.confirmed", "request.identified")(known)
    return at, known.request.identified_by is not None


def _searched(known: _Known) -> _Found:
    plan = known.plan
    return (plan.made_at, True) if plan is not None and not plan.blind else (None, False)


def _answered(known: _Known) -> _Found:
    over = known.request.state in (RequestState.ANSWERED, RequestState.CLOSED)
    return known.request.answered_at if over else None, over


def _worked(known: _Known, verb: Verb) -> _Found:
    is_done = any(
        receipt.verb is verb and receipt.outcome is not Outcome.FAILED and any(line.planned for line in receipt.lines)
        for receipt in known.receipts
    )
    at, answered = _answered(known)
    return at, is_done and answered


_DONE: Mapping[str, Callable[[_Known], _Found]] = {
    "received": lambda known: (known.request.received_at, True),
    "confirmed": _confirmed,
    "searched": _searched,
    "decided": lambda known: (known.request.approved_at, known.request.approved_at is not None),
    "halted": _event("request.stopped-in-systems"),
    "weighed": _event("objection.weighed"),
    "restricted": _event("restriction.in-force"),
    "lifting": _event("restriction.lifting"),
    "lifted": _event("restriction.lifted"),
    "answered": _answered,
}


def _day(moment: datetime | None, zone: str) -> date | None:
    return local_date(moment, zone) if moment else None
