"""What follows when a letter was accepted, came back, or was posted: clocks start, stop and end at delivery.

A letter that was written is nothing yet. An extension counts when it was delivered, with its reasons, in time; a
question who somebody is stops the law's clock from its delivery on; a refusal is an answer once it was delivered. What
counts is the moment at which the sending began in which the other side accepted the letter; both moments are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from belofte.domain.answer import LetterKind
from belofte.domain.clock import local_date
from belofte.domain.plan import Outcome, Receipt
from belofte.domain.request import Request, RequestState, Waiting, move, wait
from belofte.domain.rights.planning import LETTERS
from belofte.domain.system_map import Verb
from belofte.domain.task import Task, TaskState
from belofte.domain.timing import is_late_asked, timing_of
from belofte.loading.waiting_periods import waiting_periods
from belofte.procedures.case_policy import policy_at_receipt
from belofte.procedures.clock.recounting import recount
from belofte.procedures.parts import Parts
from belofte.procedures.spans import case_term
from belofte.store_port import StepState, StoredLetter, Transaction

NOT_DELIVERED = "letter-not-delivered"
"""Task: another route to the person must be found; the due date stays."""
EXTENSION_VOID = "extension-void"
"""Task: the extension was delivered after the first month; the law's own day counts again."""
POST_LETTER = "post-letter"
"""Task: put the printed letter into the post; done means posted."""


def accepted(parts: Parts, tx: Transaction, letter: StoredLetter, began: datetime) -> None:
    """The receiving side took the letter; ``began`` is when the sending started in which it did."""
    follow = _FOLLOW.get(letter.purpose)
    if follow is not None:
        follow(parts, tx, tx.requests.get(letter.case), began)


def not_delivered(parts: Parts, tx: Transaction, letter: StoredLetter) -> None:
    """The letter was refused for good: nothing counts as told, and a person opens another route."""
    open_route(parts, tx, letter.case)
    tx.events.add("letter.failed", letter.case, parts.now(), {"purpose": letter.purpose})


def open_route(parts: Parts, tx: Transaction, case: str) -> None:
    """One open task a case: another address, or post, after identification."""
    if not any(t.kind == NOT_DELIVERED and t.state is TaskState.OPEN for t in tx.tasks.of_request(case)):
        tx.tasks.add([Task(parts.new_id("task"), NOT_DELIVERED, parts.now(), request=case)])


def came_back(parts: Parts, tx: Transaction, request: Request) -> Request:
    """The answer was accepted at first and came back later (a bounce, or returned post): it was never given.

    The due date stays as it was. Raises :class:`~belofte.domain.request.NotAllowed` where nothing was answered.
    """
    course = replace(request.course, sending_began_at=None)
    opened = replace(
        move(request, RequestState.ACTING), answered_at=None, delivered_at=None, close_after=None, course=course
    )
    opened = wait(opened, Waiting.OFFICE, LETTERS)
    tx.requests.save(opened)
    open_route(parts, tx, request.id)
    tx.events.add("request.answer-came-back", request.id, parts.now())
    return opened


def answered(parts: Parts, request: Request, began: datetime) -> Request:
    """The request with its reaction: from here the case term runs."""
    now = parts.now()
    course = replace(request.course, sending_began_at=began)
    return replace(request, answered_at=now, close_after=now + case_term(parts), course=course)


def note_close_call(parts: Parts, tx: Transaction, request: Request) -> None:
    """Sent in time and accepted after the day had ended: kept, with a warning that stays."""
    if timing_of(request, parts.today(), parts.country.time_zone).accepted_later:
        tx.events.add("request.accepted-later", request.id, parts.now())


def _answer(parts: Parts, tx: Transaction, request: Request, began: datetime) -> None:
    """An answer that went by post, or a second time: the step of telling gets its receipt now."""
    if request.state is not RequestState.ACTING:
        return
    waiting = [s for s in tx.steps.of_request(request.id) if s.step.system == LETTERS and s.state in _OPEN_STEP]
    receipts = [
        Receipt(parts.new_id("r"), s.step.id, LETTERS, Verb.TELL, Outcome.DONE, looked=("delivered",)) for s in waiting
    ]
    tx.receipts.add([(request.id, receipt) for receipt in receipts], parts.today())
    done = answered(parts, move(request, RequestState.ANSWERED), began)
    tx.requests.save(done)
    tx.events.add("request.answered", request.id, parts.now())
    note_close_call(parts, tx, done)


def _ended(parts: Parts, tx: Transaction, request: Request, began: datetime) -> None:
    """Refused, stopped or unidentified: the person knows now."""
    if request.answered_at is None:
        done = answered(parts, request, began)
        tx.requests.save(done)
        note_close_call(parts, tx, done)


def _extended(parts: Parts, tx: Transaction, request: Request, began: datetime) -> None:
    """Told longer, with the reasons. After the first month it is void, and somebody must know that at once."""
    now = parts.now()
    told = replace(request, extension_told_at=now, course=replace(request.course, extension_began_at=began))
    tx.requests.save(recount(parts, told))
    void = timing_of(told, parts.today(), parts.country.time_zone).extension_void
    tx.events.add("request.extended", request.id, now, {"void": void})
    if void:
        tx.tasks.add([Task(parts.new_id("task"), EXTENSION_VOID, now, request=request.id)])


def _identity_asked(parts: Parts, tx: Transaction, request: Request, began: datetime) -> None:
    tx.requests.save(identity_was_asked(parts, request, began))
    tx.events.add("request.identity-asked", request.id, parts.now())


def identity_was_asked(parts: Parts, request: Request, at: datetime) -> Request:
    """The question who somebody is has reached them. In time it stops the law's clock; late it credits nothing.
    Only the first question counts."""
    if request.course.identity_asked_at is not None:
        return request
    zone = parts.country.time_zone
    on = local_date(at, zone)
    within = waiting_periods(policy_at_receipt(parts, request).rights).ask_identity_within
    late = is_late_asked(local_date(request.received_at, zone), on, within)
    course = replace(request.course, identity_asked_at=at, late_asked=late)
    return replace(request, course=course, suspended_from=None if late else on)


def _replied(parts: Parts, tx: Transaction, request: Request, began: datetime) -> None:
    """A question has its answer. Words that follow on an answer (about the service) are news and nothing more."""
    if request.state is RequestState.ANSWERED:
        return
    done = answered(parts, move(request, RequestState.ANSWERED), began)
    tx.requests.save(done)
    tx.events.add("request.answered", request.id, parts.now())
    note_close_call(parts, tx, done)


_OPEN_STEP = (StepState.PLANNED, StepState.INTENDED, StepState.ACTED, StepState.LOOKED)
_Follow = Callable[[Parts, Transaction, Request, datetime], None]
_FOLLOW: Mapping[str, _Follow] = {
    LetterKind.EXTENSION: _extended,
    LetterKind.IDENTIFY: _identity_asked,
    LetterKind.REFUSED: _ended,
    LetterKind.UNIDENTIFIED: _ended,
    LetterKind.STOPPED: _ended,
    LetterKind.ANSWER: _answer,
    LetterKind.NOTHING_FOUND: _answer,
    LetterKind.REPLY: _replied,
    LetterKind.NOT_OURS: _replied,
}
"""What a delivered letter of each kind sets going; all others are news and nothing more."""
