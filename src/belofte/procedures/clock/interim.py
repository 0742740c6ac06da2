"""A system that cannot be reached when the last days come near: the person hears so, honestly, before the due date.

The letter is no answer and moves no date: that our own systems are down is no ground for an extension (Art. 12(3)). It
goes out once a request, when staff is warned too, and names what we could not look at.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from belofte.domain.answer import LetterKind
from belofte.domain.request import Request, RequestState, Waiting
from belofte.domain.rights.planning import LETTERS
from belofte.domain.working_days import working_days_from
from belofte.loading.when_told import when_told
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction, Wanted

INTERIM = "interim"
AT_ONCE = 500
_WAITING = (RequestState.IDENTIFIED, RequestState.LOCATED, RequestState.PLANNED, RequestState.APPROVED,
            RequestState.ACTING)  # fmt: skip


def tell_waiting(parts: Parts) -> int:
    """Tell whose request waits for a system and comes near its day; returns how many were told."""
    ahead = when_told(parts.policy.privacy_office).tell_before
    near = working_days_from(parts.today(), ahead, parts.holidays) + timedelta(days=1)
    wanted = Wanted(_WAITING, waiting=Waiting.SYSTEM, worked_before=near)
    with parts.store.reading() as tx:
        if not tx.told.requests(INTERIM, wanted, 1):
            return 0
    with parts.store.transaction() as tx:
        # A letter cannot tell that letters do not go out; that is tried again by itself.
        requests = [r for r in tx.told.requests(INTERIM, wanted, AT_ONCE) if r.waiting_on != LETTERS]
        for request in requests:
            _tell(parts, tx, request)
        tx.told.note(INTERIM, [(request.id, request.id) for request in requests], parts.now())
    return len(requests)


def _tell(parts: Parts, tx: Transaction, request: Request) -> None:
    facts = replace(facts_of(parts, tx, request), waiting_on=_away(parts, tx, request))
    queue_letter(parts, tx, request.id, LetterKind.DELAYED, address_of(tx, request.id), facts)
    tx.events.add("request.interim", request.id, parts.now(), {"due": f"{request.due}"})


def _away(parts: Parts, tx: Transaction, request: Request) -> tuple[str, ...]:
    """The systems nobody could look at or work in, by their names for people."""
    plan = tx.plans.newest(request.id)
    names = [blind.system for blind in plan.blind] if plan and request.state is RequestState.PLANNED else []
    return tuple(_label(parts, name, request.language) for name in names or [request.waiting_on or ""])


def _label(parts: Parts, name: str, language: str) -> str:
    system = parts.systems.get(name)
    return system.label.in_(language) if system and system.label else name
