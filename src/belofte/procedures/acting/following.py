"""What follows once a request was answered: recipients are told, a new address hears it too, tomorrow somebody looks.

Called after every commit of receipts; each part looks at what is there already and may be called any number of times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from belofte.domain.answer import LetterKind
from belofte.domain.kinds import normalise
from belofte.domain.recipients import RIGHTS_TOLD
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.names import PORTABILITY, RECTIFICATION
from belofte.domain.rights.planning import LETTERS
from belofte.domain.task import Task
from belofte.procedures.answering.letters import decode_letter, queue_written
from belofte.procedures.identity.reaching import wish_of
from belofte.procedures.parts import Parts
from belofte.procedures.rights.handing_over import ask_to_confirm
from belofte.procedures.rights.recipients import tell_recipients
from belofte.store_port import Transaction

TOLD_NEW_ADDRESS = "rectification.told-new-address"
SERVICE_GOES_ON = "can-service-go-on"
"""Task: after portability a named person decides whether the service goes on; nothing ends by itself (Art. 20(3))."""


def follow(parts: Parts, tx: Transaction, request: Request) -> None:
    """What follows for this request; nothing before it was answered."""
    if request.state is not RequestState.ANSWERED:
        return
    if request.right in RIGHTS_TOLD:
        tell_recipients(parts, tx, request)
    if more := _FOLLOW.get(request.right):
        more(parts, tx, request)


def _rectified(parts: Parts, tx: Transaction, request: Request) -> None:
    """Where the address itself was put right, the confirmation goes to the old one and to the new one."""
    if any(event.kind == TOLD_NEW_ADDRESS for event in tx.events.about(request.id)):
        return
    new = [one.should_be for one in wish_of(tx, request.id).corrections if one.kind == "email"]
    for stored in tx.steps.of_request(request.id) if new else ():
        written = tx.vault.newest(f"letter of {stored.step.id}", [request.id]).get(request.id)
        if stored.step.system != LETTERS or written is None:
            continue
        letter = decode_letter(written, stored.step.id)
        for address in new:
            if normalise("email", address) != normalise("email", letter.to):
                copy = replace(letter, to=address, headers={})
                queue_written(parts, tx, request.id, LetterKind.ANSWER, copy)
        tx.events.add(TOLD_NEW_ADDRESS, request.id, parts.now())


def _ported(parts: Parts, tx: Transaction, request: Request) -> None:
    """A person decides about the service; the party that was named is asked about."""
    if any(task.kind == SERVICE_GOES_ON for task in tx.tasks.of_request(request.id)):
        return
    tx.tasks.add([Task(parts.new_id("task"), SERVICE_GOES_ON, parts.now(), request=request.id)])
    if party := wish_of(tx, request.id).hand_over_to:
        ask_to_confirm(parts, tx, request, party)


_FOLLOW: Mapping[str, Callable[[Parts, Transaction, Request], None]] = {
    RECTIFICATION: _rectified,
    PORTABILITY: _ported,
}
