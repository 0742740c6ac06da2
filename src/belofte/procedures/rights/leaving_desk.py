"""The desk around leaving: the offered copy, what comes first, and a named person's word on what was shown."""

from __future__ import annotations

from belofte.domain.clock import due_dates, local_date, promise_for
from belofte.domain.course import Course
from belofte.domain.customer_data import CUSTOMER_DATA_UNSEEN, HELD_FOR_CUSTOMER
from belofte.domain.errors import Refused, WrongUse
from belofte.domain.leaving import companion_of
from belofte.domain.reference import reference_from
from belofte.domain.request import Request, RequestState, Waiting, wait
from belofte.domain.rights.names import ACCESS, ERASURE, LEAVING
from belofte.procedures.cases import find_request
from belofte.procedures.desks import PLANNABLE, LinkPurpose, LinkState
from belofte.procedures.parts import CLAIMS, CONTACT, IDENTIFIERS, SUBMISSION, Current, Parts
from belofte.procedures.planning.drafting import draft_plans
from belofte.procedures.planning.pulling import CHOSEN, asked_between, plain
from belofte.procedures.rights.leaving_plan import ANSWERED, OPEN_MATTERS, ORGANISATION
from belofte.procedures.rights.standing import identifiers_of
from belofte.procedures.rights.stopping import BY_ADDRESS
from belofte.store_port import Secret, Transaction

OF_CUSTOMERS = (HELD_FOR_CUSTOMER, CUSTOMER_DATA_UNSEEN)
QUESTIONS = (OPEN_MATTERS, ORGANISATION, *OF_CUSTOMERS)


class LeavingDesk:
    """Leaving, the copy before it, and the choice between requests that pull against each other."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def erasure_of(self, reference: str) -> str | None:
        """The reference of the erasure that a notice of leaving is; None where only a service ends."""
        with self._parts.store.reading() as tx:
            notice = find_request(tx, reference)
            erasure = _erasure_of(tx, notice.id)
            return tx.requests.reference_of(erasure) if erasure else None

    def choices(self, token: str) -> tuple[str, ...]:
        """What the person behind this link can put first; () for a link of another kind."""
        with self._parts.store.reading() as tx:
            link = tx.links.find(token)
            if link is None or link.purpose != LinkPurpose.CHOOSE:
                return ()
            return asked_between(tx, tx.requests.get(link.case))

    def choose(self, token: str, first: str) -> LinkState:
        """The person chose. ``erasure`` first: the others no longer stand in its way; else it waits for them."""
        parts = self._parts
        if first not in self.choices(token):
            raise WrongUse("That cannot be chosen.", f"use one of: {', '.join(self.choices(token))}")
        with parts.store.transaction() as tx:
            link = tx.links.use(token, parts.now())
            if link is None:
                return LinkState.USED
            tx.events.add(CHOSEN, link.case, parts.now(), {"first": first})
        return LinkState.OPEN

    def want_copy(self, token: str) -> LinkState:
        """Somebody who leaves or objected wants the copy that was offered: an access request of its own, identified
        already, by the mail with this link if by nothing else."""
        parts = self._parts
        with parts.store.reading() as tx:
            link = tx.links.find(token)
            if link is None or link.purpose != LinkPurpose.COPY:
                return LinkState.UNKNOWN
            notice = tx.requests.get(link.case)
        access = self._access(notice)
        parts.store.open_cases([access.id])
        with parts.store.transaction() as tx:
            if tx.links.use(token, parts.now()) is None:
                return LinkState.USED
            tx.requests.add(access, reference_from(parts.entropy(5)))
            self._take_over(tx, notice, access)
            if erasure := _erasure_of(tx, notice.id):
                tx.events.add(CHOSEN, erasure, parts.now(), {"first": ACCESS})
        draft_plans(parts, [access])
        return LinkState.OPEN

    def answer(self, reference: str, question: str, by: str, reasons: str) -> None:
        """A named person answers what a plan of somebody who leaves asks first: open matters are dealt with, or this
        person may give notice for the organisation and only these data go. The plan is made again without it, that of
        the erasure beside the notice too: both ask the same."""
        if question not in QUESTIONS:
            raise WrongUse("There is no such question.", f"use one of: {', '.join(QUESTIONS)}")
        if not by.strip() or not reasons.strip():
            raise WrongUse("Who answers it, and why, must be on record.", '--by "P. de Boer" --reasons …')
        parts = self._parts
        with parts.store.transaction() as tx:
            request = find_request(tx, reference)
            if question not in OF_CUSTOMERS and request.right not in (LEAVING, ERASURE):
                raise Refused("Nothing of this request asks that.", "see belofte request show")
            tx.vault.put(request.id, f"answered: {question}", f"{by}: {reasons}".encode())
            tx.events.add(ANSWERED, request.id, parts.now(), {"question": question})
            asking = {request.id, request.course.caused_by or request.id, _erasure_of(tx, request.id) or request.id}
            asked = list(tx.requests.get_many(sorted(asking)).values())
        if again := [one for one in asked if one.state in PLANNABLE]:
            draft_plans(parts, again)

    def _access(self, notice: Request) -> Request:
        parts, now = self._parts, self._parts.now()
        today = local_date(now, parts.country.time_zone)
        dates = due_dates(today, promise_for(parts.policy.rights, ACCESS), parts.holidays)
        access = Request(
            id=parts.new_id("case"),
            right=ACCESS,
            channel=notice.channel,
            received_at=now,
            registered_at=now,
            language=notice.language,
            policy_version=parts.policy.version,
            state=RequestState.IDENTIFIED,
            identified_by="email" if notice.identified_by == BY_ADDRESS else notice.identified_by,
            promise_due=dates.promise_due,
            law_due=dates.law_due,
            due=dates.due,
            work_by=dates.work_by,
            course=Course(origin=notice.right, caused_by=notice.id),
        )
        return wait(access, Waiting.OFFICE)

    def _take_over(self, tx: Transaction, notice: Request, access: Request) -> None:
        held = tx.vault.newest_of([CONTACT, IDENTIFIERS, CLAIMS, SUBMISSION], [notice.id])
        tx.vault.put_many(
            [Secret(access.id, column, rows[notice.id]) for column, rows in held.items() if notice.id in rows]
        )
        tx.index.add(access.id, plain(identifiers_of(tx, notice.id)))
        event = {"right": ACCESS, "channel": notice.channel}
        tx.events.add("request.received", access.id, self._parts.now(), event)
        tx.events.add("request.identified", access.id, self._parts.now())


def _erasure_of(tx: Transaction, notice: str) -> str | None:
    """The erasure that came with this notice, where the policy makes one."""
    erasure = companion_of(notice)
    return erasure if any(event.kind == "request.received" for event in tx.events.about(erasure)) else None
