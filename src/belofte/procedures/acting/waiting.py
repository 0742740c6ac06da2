"""Why a request waits: noted when it happens, shown to whoever looks at the request. No personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from belofte.domain.request import Request
from belofte.procedures.parts import Parts
from belofte.store_port import Transaction

WAITING = "request.waiting"


@dataclass(frozen=True, slots=True)
class HeldUp:
    """What a request waits for: which system, since when, why, and what would help."""

    system: str
    since: datetime
    why: str
    remedy: str


def note_waiting(parts: Parts, tx: Transaction, request: str, system: str, why: str, remedy: str) -> None:
    """Remember why; the same reason twice is remembered once, with its first moment."""
    told = {"system": system, "why": why, "remedy": remedy}
    last = next((e for e in reversed(tx.events.about(request)) if e.kind == WAITING), None)
    if last is None or dict(last.data) != told:
        tx.events.add(WAITING, request, parts.now(), told)


def held_up(tx: Transaction, request: Request) -> HeldUp | None:
    """The newest reason, while the request waits for a system or for the office because of one."""
    if request.waiting_on is None:
        return None
    for event in reversed(tx.events.about(request.id)):
        if event.kind == WAITING and event.data["system"] == request.waiting_on:
            return HeldUp(request.waiting_on, event.at, str(event.data["why"]), str(event.data["remedy"]))
    return None
