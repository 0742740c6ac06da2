"""The queue as the office reads it: a page at a time, by the day the work must be done, narrowed by a question.

No personal data: who asked stands in the case only.
"""

from __future__ import annotations

from collections.abc import Sequence

from belofte.domain.clock import local_date
from belofte.domain.reference import NotAReference, normalise_reference
from belofte.domain.request import Request, RequestState
from belofte.domain.timing import timing_of
from belofte.procedures.desks import QueueAsk, QueuePage, QueueRow
from belofte.procedures.parts import Current, Parts
from belofte.store_port import Transaction, Unknown, Wanted

PAGE = 50
"""Requests on one page."""
OVER = (RequestState.ANSWERED, RequestState.REFUSED, RequestState.STOPPED, RequestState.CLOSED)
OPEN = tuple(state for state in RequestState if state not in OVER)
KEPT = tuple(state for state in OVER if state is not RequestState.CLOSED)
"""What is over and whose case is still kept."""


class QueueDesk:
    """The queue over the store: ``belofte.desk(QueueDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def page(self, ask: QueueAsk) -> QueuePage:
        """The page that was asked for; one past the end is the last one. A reference finds its request in any state."""
        with self._parts.store.reading() as tx:
            owners = tuple(tx.queue.owners())
            if ask.reference:
                found = _by_reference(tx, ask.reference)
                return QueuePage(tuple(rows_of(self._parts, tx, found)), len(found), 1, 1, owners)
            wanted = self._wanted(ask, OPEN)
            total = tx.queue.count(wanted)
            pages = max(1, -(-total // PAGE))
            page = min(max(1, ask.page), pages)
            requests = tx.queue.page(wanted, PAGE, (page - 1) * PAGE)
            return QueuePage(tuple(rows_of(self._parts, tx, requests)), total, page, pages, owners)

    def rows(self, ask: QueueAsk, among: tuple[RequestState, ...] = OPEN) -> Sequence[QueueRow]:
        """All that fit, without pages; ``among``: the states that are looked through where the question names none."""
        with self._parts.store.reading() as tx:
            if ask.reference:
                return rows_of(self._parts, tx, _by_reference(tx, ask.reference))
            wanted = self._wanted(ask, among)
            return rows_of(self._parts, tx, tx.queue.page(wanted, tx.queue.count(wanted)))

    def _wanted(self, ask: QueueAsk, among: tuple[RequestState, ...]) -> Wanted:
        today = self._parts.today()
        answered_before = [day for day in (ask.due_before, today if ask.late == "answer" else None) if day]
        return Wanted(
            states=(ask.state,) if ask.state else among,
            right=ask.right,
            waiting=ask.waiting,
            owner=ask.owner,
            worked_before=today if ask.late == "work" else None,
            answered_before=min(answered_before, default=None),
        )


def _by_reference(tx: Transaction, reference: str) -> list[Request]:
    try:
        return [tx.requests.by_reference(normalise_reference(reference))]
    except (NotAReference, Unknown):
        return []


def rows_of(parts: Parts, tx: Transaction, requests: Sequence[Request]) -> list[QueueRow]:
    """Many requests as rows, their references read together."""
    references = tx.queue.references([request.id for request in requests])
    return [row_of(parts, request, references[request.id]) for request in requests]


def row_of(parts: Parts, request: Request, reference: str) -> QueueRow:
    """One request as a row of the queue."""
    zone = parts.country.time_zone
    answered = request.answered_at and (request.course.sending_began_at or request.answered_at)
    timing = timing_of(request, parts.today(), zone)
    extended = request.extension_told_at is not None and not timing.extension_void
    return QueueRow(
        reference=reference,
        right=request.right,
        state=request.state,
        waiting=request.waiting,
        waiting_on=request.waiting_on,
        received_at=request.received_at,
        due=request.due,
        work_by=request.work_by,
        promise_due=request.promise_due,
        law_due=request.law_due,
        law_ext_due=request.law_ext_due if extended else None,
        phase=request.course.phase,
        owner=request.course.owner,
        answered_on=local_date(answered, zone) if answered else None,
        promise=timing.promise,
        law=timing.law,
    )
