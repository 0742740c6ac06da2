"""The register of handled requests: what stays when a case is closed (Art. 5(2)).

The row of an erasure holds nothing that leads back to a person: a random id of its own, months instead of days, counts.
Rows of other rights may also hold the days. Both clocks are judged in days where the company is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from belofte.domain.clock import local_date
from belofte.domain.course import Ended, Phase
from belofte.domain.part_done import as_done, as_ended
from belofte.domain.plan import Decision, Receipt, ReceiptLine
from belofte.domain.request import Request, RequestState
from belofte.domain.rights.marking import UNTOUCHED
from belofte.domain.rights.names import ERASURE, LEAVING, OBJECTION, QUESTION, WITHDRAWAL
from belofte.domain.system_map import Verb
from belofte.domain.timing import Timing, timing_of

OUTCOMES = frozenset(
    {
        "done",
        "answered",
        "partly",
        "refused",
        "rejected",
        "stopped",
        "nothing-found",
        "upheld",
        "withdrawn-everywhere",
        "nothing-used",
        "by-hand-open",
        *(ended.value for ended in Ended),
    },
)
ANONYMOUS = frozenset({ERASURE, LEAVING})
"""Rights whose rows may lead back to nobody: who wants to be forgotten, and who leaves, which counts as that."""
ACTED_ON = frozenset({Decision.DO, Decision.EXPORT, Decision.CLEAR, Decision.DELETE})
STOPPED_EVERYWHERE = {WITHDRAWAL: "withdrawn-everywhere", OBJECTION: "upheld"}
"""By right: the word for a use that stopped in every system that had it."""
_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True, order=True)
class RegisterRow:
    """One handled request. ``id`` is random and equal to no other id; months are ``2026-11``."""

    month_out: str  # the month in which the case was closed
    id: str
    month_in: str
    right: str
    outcome: str  # one of OUTCOMES
    promise_kept: bool | None  # None: no such promise
    law_kept: bool
    records: int  # acted on
    kept: int  # kept on a legal ground
    systems: int
    policy_version: int
    received_on: date | None = None  # never where the row must be anonymous
    answered_on: date | None = None  # never where the row must be anonymous

    def __post_init__(self) -> None:
        if self.right in ANONYMOUS and (self.received_on or self.answered_on):
            raise ValueError("the register row of an erasure has months only: leave both days out")
        if self.outcome not in OUTCOMES:
            raise ValueError(f"the register knows these outcomes and no free words: {', '.join(sorted(OUTCOMES))}")
        if not _MONTH.fullmatch(self.month_in) or not _MONTH.fullmatch(self.month_out):
            raise ValueError("a month of the register is written year-month, such as 2026-11")


def handled_row(
    row_id: str, request: Request, receipts: Sequence[Receipt], closed_on: date, zone: str, by_hand: int = 0
) -> RegisterRow:
    """What stays of a request whose case is closed on local day ``closed_on``; ``row_id`` is made for this row alone.

    The row belongs to the month of closing, so that a month that was sealed never grows. A request that was stopped by
    its person before an answer was due to nobody: no clock was broken by it. ``by_hand``: work in systems that a person
    was to do and that nobody did.
    """
    answered = local_date(request.answered_at, zone) if request.answered_at else None
    is_over = request.state in (RequestState.REFUSED, RequestState.STOPPED)
    told = as_ended(receipts) if is_over else as_done(receipts)
    data = [receipt for receipt in told if receipt.verb not in (Verb.TELL, Verb.PURGE)]
    lines = [line for receipt in data for line in receipt.lines]
    kept = sum(line.present or 0 for line in lines if line.decision is Decision.KEEP)
    withheld = sum(line.planned for line in lines if line.decision is Decision.WITHHOLD)
    acted = _acted(lines)
    days = request.right not in ANONYMOUS
    timing = timing_of(request, closed_on, zone)
    received = local_date(request.received_at, zone)
    return RegisterRow(
        id=row_id,
        month_in=f"{received:%Y-%m}",
        month_out=f"{closed_on:%Y-%m}",
        right=request.right,
        outcome=_stopped(request, lines, by_hand) or _outcome(request, acted, kept, withheld),
        promise_kept=timing.promise is Timing.KEPT if request.promise_due else None,
        law_kept=timing.law is Timing.KEPT,
        records=acted,
        kept=kept,
        systems=len({receipt.system for receipt in data}),
        policy_version=request.policy_version,
        received_on=received if days else None,
        answered_on=answered if days else None,
    )


def _acted(lines: Iterable[ReceiptLine]) -> int:
    """Records acted on. After a crash nobody knows how many; then it is those that were planned and are gone."""
    return sum(
        line.acted if line.acted is not None else max(0, line.planned - (line.remains or 0))
        for line in lines
        if line.decision in ACTED_ON
    )


def _stopped(request: Request, lines: Iterable[ReceiptLine], by_hand: int) -> str | None:
    """How a use ended that was objected to or had its consent withdrawn; None for every other end. What the purposes do
    not touch was never to be stopped, so it makes nothing partial."""
    over = request.course.ended is not None or request.state in (RequestState.REFUSED, RequestState.STOPPED)
    if request.right not in STOPPED_EVERYWHERE or over or request.course.phase is Phase.REJECTED:
        return None
    if by_hand:
        return "by-hand-open"
    if request.right == WITHDRAWAL and all(line.ground == UNTOUCHED for line in lines if line.planned):
        return "nothing-used"
    return STOPPED_EVERYWHERE[request.right]


def _outcome(request: Request, acted: int, kept: int, withheld: int) -> str:
    if request.course.ended is not None:
        return request.course.ended.value
    if request.state in (RequestState.REFUSED, RequestState.STOPPED):
        return request.state.value
    if request.course.phase is Phase.REJECTED:  # an objection that was weighed; its reasons were told first
        return "rejected"
    if request.right == QUESTION:
        return "answered"
    if not acted and not kept and not withheld:
        return "nothing-found"
    return "partly" if kept or withheld else "done"
