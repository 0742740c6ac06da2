"""The same asked twice: found by the identifier index, joined without losing a date.

A second request of the same person for the same right, while the first is still open, is one request: the earlier date
counts, what was proven for one is proven for both, and one answer goes out. A request after the first was answered is a
new one and is handled again: that somebody asks again is no ground to refuse (Art. 12(5) GDPR; HR 15-9-2023).
"""

from __future__ import annotations

import json
from dataclasses import replace

from belofte.domain.answer import LetterKind
from belofte.domain.course import Ended
from belofte.domain.errors import Refused, require_name
from belofte.domain.identity import Identifier
from belofte.domain.kinds import normalise
from belofte.domain.request import NotAllowed, Request, RequestState, move
from belofte.domain.task import Task
from belofte.procedures.acting.ending import release
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.clock.clocks import OVER
from belofte.procedures.clock.recounting import recount
from belofte.procedures.identity.reaching import address_of, wish_of
from belofte.procedures.identity.settled import CHECK_MANDATE, DECIDE, SAME_REQUEST, nobody_waits
from belofte.procedures.parts import SUBMISSION, Parts
from belofte.procedures.rights.standing import SUBJECT
from belofte.procedures.spans import case_term
from belofte.store_port import Transaction


def open_twins(tx: Transaction, request: Request) -> list[Request]:
    """Open requests for the same right from the same address, oldest first."""
    address = address_of(tx, request.id)
    if not address:
        return []
    cases = tx.index.open_cases([Identifier("email", "", normalise("email", address))])
    others = tx.requests.get_many([case for case in cases if case != request.id]).values()
    same = [
        other
        for other in others
        if other.right == request.right and other.state not in OVER and _same_address(tx, other, address)
    ]
    return sorted(same, key=lambda other: other.received_at)


def join_twins(parts: Parts, tx: Transaction, request: Request) -> Request:
    """After the address was proven: what plainly repeats an open request is joined to it at once; what says something
    else becomes a task. Returns the request that goes on.
    """
    twins = open_twins(tx, request)
    if not twins:
        return request
    into = twins[0]
    if _says_the_same(tx, request, into):
        return join(parts, tx, request, into)
    tx.tasks.add([Task(parts.new_id("task"), SAME_REQUEST, parts.now(), request=request.id)])
    return request


def join_by(parts: Parts, request: Request, into: Request, by: str) -> Request:
    """A named person says that two requests are one. Raises ``Refused`` where they cannot be."""
    require_name(by)
    if request.id == into.id or request.right != into.right:
        raise Refused(
            "Two requests are one only when they ask the same right.", "handle them apart; each has its own answer"
        )
    if into.state in OVER:
        raise Refused(
            f"Art. 12(5) GDPR: the other request is {into.state}; who asks again after that gets an answer again.",
            "handle it as a request of its own",
        )
    with parts.store.transaction() as tx:
        tx.vault.put(request.id, "joined by", by.encode())
        return join(parts, tx, request, into)


def join(parts: Parts, tx: Transaction, request: Request, into: Request) -> Request:
    """End ``request`` as a repetition of ``into``; returns that one with the earlier of both dates."""
    try:
        ended = move(request, RequestState.STOPPED)
    except NotAllowed as no:
        raise Refused(str(no)) from no
    now = parts.now()
    course = replace(request.course, joined_to=into.id, ended=Ended.JOINED)
    ended = replace(ended, course=course, close_after=now + case_term(parts))
    kept = _with_what_was_proven(_with_earlier_date(parts, into, request), request)
    tx.steps.drop(request.id)
    tx.dates.cancel(request.id)
    nobody_waits(parts, tx, request.id, DECIDE, SAME_REQUEST, CHECK_MANDATE)
    tx.requests.save_many([ended, kept])
    release(parts, tx, ended, SUBJECT)
    tx.events.add("request.joined", request.id, now, {"into": into.id})
    tx.events.add("request.took-in", into.id, now, {"received": request.received_at.isoformat()})
    _tell(parts, tx, request, kept)
    return kept


def _same_address(tx: Transaction, other: Request, address: str) -> bool:
    return normalise("email", address_of(tx, other.id)) == normalise("email", address)


def _says_the_same(tx: Transaction, one: Request, other: Request) -> bool:
    """Nothing in the later request asks for anything that the earlier one does not."""
    wish, before = wish_of(tx, one.id), wish_of(tx, other.id)
    words = tx.vault.newest(SUBMISSION, [one.id, other.id])
    said, said_before = (str(json.loads(words[case])["text"]).strip() for case in (one.id, other.id))
    return wish == before and said in ("", said_before) and one.course.represents == other.course.represents


def _with_earlier_date(parts: Parts, into: Request, request: Request) -> Request:
    if request.received_at >= into.received_at:
        return into
    earlier = replace(into, received_at=request.received_at, promise_due=request.promise_due)
    return recount(parts, earlier)


def _with_what_was_proven(into: Request, request: Request) -> Request:
    if request.identified_by is None or into.state is not RequestState.RECEIVED:
        return into
    return replace(move(into, RequestState.IDENTIFIED), identified_by=request.identified_by)


def _tell(parts: Parts, tx: Transaction, request: Request, into: Request) -> None:
    """The person hears under which reference and date both go on."""
    facts = facts_of(parts, tx, into)
    queue_letter(parts, tx, request.id, LetterKind.RECEIPT, address_of(tx, request.id), facts)
