"""The office desk (:class:`belofte.procedures.desks.OfficeDesk`): queue, plan, decision. No personal data is shown."""

from __future__ import annotations

from collections.abc import Sequence

from belofte.domain.plan import Plan
from belofte.domain.request import Request, Waiting
from belofte.procedures import refusals
from belofte.procedures.acting.waiting import held_up
from belofte.procedures.answering.letters_of_case import letter_rows
from belofte.procedures.cases import find_request
from belofte.procedures.clock.clocks import clock_of
from belofte.procedures.desks import PLANNABLE, CaseView, QueueAsk, QueueRow
from belofte.procedures.identity.asking import asked_by
from belofte.procedures.identity.representing import searchable
from belofte.procedures.office.queue_desk import KEPT, QueueDesk, row_of
from belofte.procedures.parts import Current, Parts
from belofte.procedures.planning import approving
from belofte.procedures.planning.drafting import draft_plan, draft_plans
from belofte.procedures.planning.locate import Progress
from belofte.procedures.planning.texts import TextToRead, read_texts, were_read
from belofte.procedures.planning.two_people import first_approver
from belofte.procedures.planning.waits import waits_of


class Office:
    """The office desk over the procedures."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def queue(self) -> Sequence[QueueRow]:
        """The open requests, by the day staff must be ready."""
        return QueueDesk(self._current).rows(QueueAsk())

    def answered(self) -> Sequence[QueueRow]:
        """What was answered, stopped or refused, and whose case is still kept."""
        return QueueDesk(self._current).rows(QueueAsk(), KEPT)

    def show(self, reference: str) -> CaseView:
        """One request with its newest plan and receipts."""
        with self._parts.store.reading() as tx:
            request = find_request(tx, reference)
            newest = tx.plans.newest(request.id)
            waits = waits_of(self._parts, tx, newest) if newest and request.state in PLANNABLE else ()
            return CaseView(
                row=row_of(self._parts, request, tx.requests.reference_of(request.id)),
                plan=newest,
                approved=request.approved_plan is not None,
                receipts=tuple(tx.receipts.of_request(request.id)),
                act_after=request.act_after if request.waiting is Waiting.PAUSE else None,
                held_up=held_up(tx, request),
                texts_read=newest is not None and were_read(tx, newest),
                clock=clock_of(self._parts, request),
                about=asked_by(self._parts, tx, request),
                first_approver=first_approver(tx, request, newest),
                letters=letter_rows(tx, request),
                waits=waits,
            )

    def identify(self, reference: str, by: str, how: str, number: str = "") -> None:
        """A named person vouches for the identity; the systems are searched with what is known now."""
        request = approving.identify(self._parts, self._request(reference), by, how, number)
        if request.state in PLANNABLE:
            draft_plans(self._parts, [request])

    def read(self, reference: str, by: str) -> Sequence[TextToRead]:
        """The free text of the newest plan's copy, for a named person; that it was read is noted."""
        request = self._request(reference)
        with self._parts.store.reading() as tx:
            newest = tx.plans.newest(request.id)
        if newest is None:
            raise refusals.no_plan()
        return read_texts(self._parts, request, newest, by)

    def plan(self, reference: str, progress: Progress | None = None) -> Plan:
        """Look in every system (again) and draft the plan."""
        request = self._request(reference)
        if request.state not in PLANNABLE:
            raise refusals.not_plannable(request.state)
        if not searchable(request):
            raise refusals.mandate_first()
        return draft_plan(self._parts, request, progress)

    def approve(self, reference: str, plan: str, by: str, records: int | None = None) -> None:
        """Approve the newest plan by its name; another one is refused."""
        request = self._request(reference)
        with self._parts.store.reading() as tx:
            newest = tx.plans.newest(request.id)
        if newest is None:
            raise refusals.no_plan()
        if newest.id != plan:
            raise refusals.not_the_newest(newest.id)
        approving.approve(self._parts, request, newest, by, records)

    def stop(self, reference: str, by: str) -> None:
        """End the request before its first act."""
        approving.stop(self._parts, self._request(reference), by)

    def refuse(self, reference: str, by: str, ground: str, reasons: str = "") -> None:
        """Refuse with a ground and the facts; the person is told of the authority and the court."""
        approving.refuse(self._parts, self._request(reference), by, ground, reasons)

    def _request(self, reference: str) -> Request:
        with self._parts.store.reading() as tx:
            return find_request(tx, reference)
