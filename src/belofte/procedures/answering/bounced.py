"""A letter that was accepted came back after all (RFC 3464): it is not delivered, and what followed from it is undone.

What was promised stays as it was; days that a lost letter gave the law's clock are taken back. A task opens another
route to the person.
"""

from __future__ import annotations

from dataclasses import replace

from belofte.domain.answer import LetterKind
from belofte.domain.message import NotDelivered
from belofte.domain.request import Request, RequestState
from belofte.procedures.answering.delivered import came_back, open_route
from belofte.procedures.clock.recounting import recount
from belofte.procedures.parts import Parts
from belofte.store_port import LetterState, Transaction, Unknown

ANSWERS = (LetterKind.ANSWER, LetterKind.NOTHING_FOUND, LetterKind.REPLY, LetterKind.NOT_OURS)
CAME_BACK = "letter.came-back"
"""Event: a letter that was accepted was not delivered after all."""
MOVE_THE_DAYS = (LetterKind.IDENTIFY, LetterKind.EXTENSION)
ENDINGS = (LetterKind.REFUSED, LetterKind.UNIDENTIFIED, LetterKind.STOPPED)


def take_report(parts: Parts, tx: Transaction, report: NotDelivered) -> str | None:
    """The case whose letter was not delivered; None where the report is about no letter of ours. Told twice, it counts
    once."""
    letter = tx.letters.find(report.letter, report.message_id)
    if letter is not None and letter.state in (LetterState.SENT, LetterState.FAILED):
        if letter.state is LetterState.SENT:
            tx.letters.failed(letter.id)
            _undo(parts, tx, letter.case, letter.purpose, letter.id)
        return letter.case
    case = tx.inbox.case_of_answer(report.letter)  # the answer itself is sent by its step
    if case is not None:
        _undo(parts, tx, case, LetterKind.ANSWER, report.letter)
    return case


def _undo(parts: Parts, tx: Transaction, case: str, purpose: str, letter: str) -> None:
    if any(event.kind == CAME_BACK and event.data.get("letter") == letter for event in tx.events.about(case)):
        return
    try:
        request = tx.requests.get(case)
    except Unknown:  # a letter of a breach: the office sees that it failed
        return
    if purpose in ANSWERS and request.delivered_at is not None:
        return  # the copy was fetched: whoever else did not get the letter, its person did
    tx.events.add(CAME_BACK, case, parts.now(), {"purpose": str(purpose), "letter": letter})
    if purpose in ANSWERS and request.state is RequestState.ANSWERED:
        came_back(parts, tx, request)
        return
    undone = _without(request, purpose)
    tx.requests.save(recount(parts, undone) if purpose in MOVE_THE_DAYS else undone)
    open_route(parts, tx, case)


def _without(request: Request, purpose: str) -> Request:
    """The request as it stood before this letter was taken for delivered."""
    course = request.course
    if purpose in ENDINGS:
        return replace(request, answered_at=None, close_after=None, course=replace(course, sending_began_at=None))
    if purpose == LetterKind.EXTENSION:
        return replace(request, extension_told_at=None, course=replace(course, extension_began_at=None))
    if purpose == LetterKind.IDENTIFY:
        course = replace(course, identity_asked_at=None, late_asked=False)
        return replace(request, suspended_from=None, suspended_until=None, course=course)
    return request
