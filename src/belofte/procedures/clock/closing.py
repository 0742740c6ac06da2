"""When a case closes, and what is left of it while something that was promised is still to be done.

An answer says that a person will tell the recipients, end a service, ask a processor. A case does not close over such
work: it waits for it. But its personal data may not stay for that alone. Once the case term is over the vault keeps who
the person is, how they are reached and what they asked, and nothing else (docs/adr/0009-work-outlives-the-term.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from belofte.domain.plan import Outcome, Receipt
from belofte.domain.register import handled_row
from belofte.domain.request import Request
from belofte.domain.rights.names import OBJECTION, WITHDRAWAL
from belofte.domain.task import Task, TaskState
from belofte.domain.wish import WISH
from belofte.procedures.acting.following import SERVICE_GOES_ON
from belofte.procedures.acting.outcomes import FINISH_BY_HAND, STILL_THERE, still_waiting
from belofte.procedures.answering.delivered import POST_LETTER
from belofte.procedures.parts import CONTACT, IDENTIFIERS, SUBMISSION, Parts
from belofte.procedures.planning.unconnected import ASK_PROCESSOR, HANDED_OVER, KEEPER_REFUSED
from belofte.procedures.rights.leaving import END_SERVICE
from belofte.procedures.rights.recipients import NOT_TOLD_BECAUSE, TELL_RECIPIENTS
from belofte.store_port import Transaction

PROMISED = frozenset({END_SERVICE, SERVICE_GOES_ON, TELL_RECIPIENTS, FINISH_BY_HAND, STILL_THERE, KEEPER_REFUSED})
"""Tasks for what an answer said a person would decide, end, tell or finish; their case waits for them."""
BY_HAND = frozenset({"ask_person", "stop-shared"})
"""Tasks in systems: what must stop there is part of the promise."""
REDUCED = "case.reduced"
"""Event: the case term is over, work is still open; only what it needs was kept."""
NEEDED = ("reference", CONTACT, IDENTIFIERS, SUBMISSION, WISH, NOT_TOLD_BECAUSE, "letter")
"""Vault columns that the open work needs: who, reached how, what was asked, and letters that did not go yet."""
AT_ONCE = 500
"""Cases looked at in one go."""


def close_due(parts: Parts) -> int:
    """Answered, nothing pending, links over, nothing owed and the term gone: the register row goes in, the case and its
    key go. Returns how many closed."""
    now, today = parts.now(), parts.today()
    with parts.store.reading() as tx:
        candidates = [r for r in tx.requests.to_close(now, AT_ONCE) if not tx.links.live(r.id, now)]
        books = {r.id: tx.receipts.of_request(r.id) for r in candidates}
        candidates = [r for r in candidates if not _is_pending(books[r.id], today)]
        owing = {r.id: _owed(tx, r) for r in candidates}
        undone = {r.id: _undone(tx, r) for r in candidates if not owing[r.id]}
    _reduce(parts, [r for r in candidates if owing[r.id]])
    zone = parts.country.time_zone
    over = [
        (r.id, handled_row(parts.new_id("reg"), r, books[r.id], today, zone, undone[r.id]))
        for r in candidates
        if r.id in undone
    ]
    if over:
        parts.store.close_cases(over)
    return len(over)


def _is_pending(receipts: Sequence[Receipt], today: date) -> bool:
    """Something goes later, or was to be gone and nobody could look yet: the look needs all that the case has."""
    later = any(r.outcome is Outcome.PENDING and (r.until is None or r.until >= today) for r in receipts)
    return later or bool(still_waiting(receipts))


def _owed(tx: Transaction, request: Request) -> list[Task]:
    """What was promised in the answer and a person has still to do."""
    open_ = [task for task in tx.tasks.of_request(request.id) if task.state is TaskState.OPEN]
    return [task for task in open_ if _is_promised(task, request)]


def _undone(tx: Transaction, request: Request) -> int:
    """Work by hand in systems that ended without being done."""
    return sum(t.kind in BY_HAND and t.state is not TaskState.DONE for t in tx.tasks.of_request(request.id))


def _is_promised(task: Task, request: Request) -> bool:
    if task.kind == ASK_PROCESSOR:  # where something changed, the notice of Art. 19 goes to the processor too
        return request.right in HANDED_OVER
    if task.kind in BY_HAND:
        return request.right in (OBJECTION, WITHDRAWAL)
    return task.kind in PROMISED


def _reduce(parts: Parts, requests: list[Request]) -> None:
    """Let go of everything that the open work does not need, once."""
    with parts.store.reading() as tx:
        wanted = [r for r in requests if _is_whole(tx, r.id)]
    if not wanted:
        return
    with parts.store.transaction() as tx:
        for request in wanted:
            tx.told.forget_letters(request.id, parts.now())
            tx.vault.keep_only(request.id, NEEDED)
            tx.events.add(REDUCED, request.id, parts.now())


def _is_whole(tx: Transaction, case: str) -> bool:
    """Nothing was let go yet, and no letter of it waits for the post."""
    posting = any(t.kind == POST_LETTER and t.state is TaskState.OPEN for t in tx.tasks.of_request(case))
    return not posting and all(event.kind != REDUCED for event in tx.events.about(case))
