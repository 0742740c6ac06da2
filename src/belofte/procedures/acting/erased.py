"""After an erasure: nobody uses what a restored copy may bring back, and consents end. When the last copy is gone,
nothing here leads to the person any more.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from belofte.domain.clock import after
from belofte.domain.policy import Period, Unit
from belofte.domain.request import Request
from belofte.domain.subject_state import ERASED, Cause, all_consents, consented
from belofte.procedures.parts import Parts
from belofte.procedures.rights.standing import SUBJECT, identifiers_of, set_bits
from belofte.store_port import DueDate, Transaction

FORGET = "forget-state"
"""Due date: the last copy of what was erased has gone; the subject's number goes too."""
ERASED_AT = "erasure.remembered"
AT_ONCE = 500


def remember_erased(parts: Parts, tx: Transaction, request: Request) -> None:
    """Once, when the erasure was answered."""
    if any(event.kind == ERASED_AT for event in tx.events.about(request.id)):
        return
    tx.events.add(ERASED_AT, request.id, parts.now())
    off = all_consents(tx.states.bits())
    cause = Cause(request.right, SUBJECT, request.id)
    state = set_bits(parts, tx, identifiers_of(tx, request.id), cause, ERASED, off)
    if state is not None:
        tx.consents.withdraw(state.subject, consented(parts.policy), parts.now(), SUBJECT)
        tx.dates.put([DueDate(FORGET, str(state.subject), when_copies_are_gone(parts))])


def forget_due(parts: Parts) -> int:
    """Let go of those whose last copy has gone; returns how many."""
    with parts.store.transaction() as tx:
        over = tx.dates.take(FORGET, parts.now(), AT_ONCE)
        for item in over:
            tx.states.forget(int(item.about), parts.today())
    return len(over)


def when_copies_are_gone(parts: Parts) -> datetime:
    """The day after the longest-lived backup of any system."""
    today = parts.today()
    ends = [after(today, system.backups) for system in parts.systems.values() if system.backups]
    last = after(max(ends, default=today), Period(1, Unit.DAYS))
    return datetime.combine(last, time(), ZoneInfo(parts.country.time_zone)).astimezone(UTC)
