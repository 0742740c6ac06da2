"""The clock of a case: how both clocks stand, with every date and its reason; counted anew; and made longer.

Art. 12(3) GDPR: two further months only for the complexity and the number of the requests, told with the reasons
within the first month. Told means delivered (:mod:`belofte.procedures.answering.delivered`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from belofte.domain.answer import LetterKind
from belofte.domain.clock import Reason, dates_again, local_date
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.request import Request, RequestState, Waiting
from belofte.domain.timing import (
    UNDISPUTED_GROUNDS,
    Timing,
    is_an_outage,
    law_end_of,
    runs_from,
    suspended_days,
    timing_of,
)
from belofte.procedures import refusals
from belofte.procedures.answering.letters import queue_letter
from belofte.procedures.cases import must_still_stand
from belofte.procedures.clock.recounting import recount
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.parts import Parts

OVER = (RequestState.ANSWERED, RequestState.CLOSED, RequestState.STOPPED, RequestState.REFUSED)
EXTENSION_REASONS = "extension reasons"
"""Vault column: why it takes longer, in the words of who decided."""


@dataclass(frozen=True, slots=True)
class ClockView:
    """Both clocks of one request as the office sees them. Days are local."""

    received_on: date
    registered_on: date
    promise_due: date | None
    law_due: date | None
    law_due_without_waiting: date | None  # the law's day if nobody had been asked who they are
    law_ext_due: date | None
    law_end: date | None  # the law's day that counts now
    due: date | None
    work_by: date | None
    promise: Timing
    law: Timing
    suspended_from: date | None = None
    suspended_until: date | None = None
    suspended_days: int = 0
    late_asked: bool = False
    extension: str | None = None  # asked | in-force | void
    extension_ground: str | None = None
    extension_doubtful: bool = False  # from the moment the letter is written, on a ground Art. 12(3) does not name
    accepted_later: bool = False
    sending_began_at: datetime | None = None
    accepted_at: datetime | None = None
    calendar: str = ""
    reasons: tuple[Reason, ...] = ()

    @property
    def delay_days(self) -> int:
        """Days between receipt and registration: they are the company's, and the clock ran."""
        return (self.registered_on - self.received_on).days


def clock_of(parts: Parts, request: Request) -> ClockView:
    """How the clocks of a request stand today."""
    zone, today = parts.country.time_zone, parts.today()
    received = local_date(request.received_at, zone)
    timing = timing_of(request, today, zone)
    days = suspended_days(request, today)
    start = runs_from(request, zone)
    now = dates_again(start, request.promise_due, parts.holidays, suspended_days=days)
    plain = dates_again(start, request.promise_due, parts.holidays)
    extension = "asked" if request.course.extension_asked_at else None
    if request.extension_told_at:
        extension = "void" if timing.extension_void else "in-force"
    return ClockView(
        received_on=received,
        registered_on=local_date(request.registered_at, zone),
        promise_due=request.promise_due,
        law_due=request.law_due,
        law_due_without_waiting=plain.law_due,
        law_ext_due=request.law_ext_due,
        law_end=law_end_of(request, zone),
        due=request.due,
        work_by=request.work_by,
        promise=timing.promise,
        law=timing.law,
        suspended_from=request.suspended_from,
        suspended_until=request.suspended_until,
        suspended_days=days,
        late_asked=request.course.late_asked,
        extension=extension,
        extension_ground=request.course.extension_ground,
        extension_doubtful=extension is not None and request.course.extension_ground not in UNDISPUTED_GROUNDS,
        accepted_later=timing.accepted_later,
        sending_began_at=request.course.sending_began_at,
        accepted_at=request.answered_at,
        calendar=parts.holidays.version,
        reasons=now.reasons,
    )


def identity_is_open(request: Request) -> bool:
    """Was it asked who this is, and not answered yet?"""
    return request.course.identity_asked_at is not None and request.course.identity_answered_at is None


def identity_settled(parts: Parts, request: Request, at: datetime | None = None) -> Request:
    """The question who somebody is was answered, or will not be: the law's clock runs again from that day (``at``: when
    the answer reached us, now where nothing else is known)."""
    if not identity_is_open(request):
        return request
    at = at or parts.now()
    settled = replace(request, course=replace(request.course, identity_answered_at=at))
    if settled.suspended_from is None:
        return settled
    until = max(settled.suspended_from, local_date(at, parts.country.time_zone))
    return recount(parts, replace(settled, suspended_until=until))


def extend(parts: Parts, request: Request, by: str, ground: str, reasons: str) -> Request:
    """Write the letter of an extension. It counts once it was delivered, in time; a ground that Art. 12(3) does not
    name is the decision of who is named, and is shown as doubtful.

    Raises ``WrongUse`` where something is missing, ``Refused`` where the law has no room for it.
    """
    require_name(by)
    if not ground.strip() or not reasons.strip():
        raise WrongUse(
            "Art. 12(3) GDPR: an extension is told with its reasons.",
            "give --ground complexity or --ground number, and --reasons with a file or the words themselves",
        )
    _may_extend(parts, request, ground)
    course = replace(request.course, extension_asked_at=parts.now(), extension_ground=ground, extension_decided_by=by)
    asked = replace(request, course=course)
    facts = replace(
        parts.letter_facts(request.language),
        right=request.right,
        received_on=local_date(request.received_at, parts.country.time_zone),
        due=request.due,
        new_due=request.law_ext_due,
        reasons=reasons.strip().rstrip("."),
    )
    with parts.store.transaction() as tx:
        must_still_stand(tx, [request])
        tx.requests.save(asked)
        tx.vault.put(request.id, EXTENSION_REASONS, f"{by}: {ground}: {reasons}".encode())
        facts = replace(facts, reference=tx.requests.reference_of(request.id))
        to = address_of(tx, request.id)
        queue_letter(parts, tx, request.id, LetterKind.EXTENSION, to, facts)
        doubtful = ground not in UNDISPUTED_GROUNDS
        tx.events.add("request.extension-asked", request.id, parts.now(), {"ground": ground[:40], "doubtful": doubtful})
    return asked


def _may_extend(parts: Parts, request: Request, ground: str) -> None:
    if request.state in OVER:
        raise Refused(f"The request is {request.state}: there is nothing left to extend.", "see belofte request show")
    if request.course.extension_asked_at is not None:
        raise Refused(
            "Art. 12(3) GDPR: a term is extended once, by two further months; this one was already.",
            "answer, or refuse with a ground",
        )
    if request.waiting is Waiting.SYSTEM and ground not in UNDISPUTED_GROUNDS:
        raise refusals.no_ground_in_an_outage(request.waiting_on or "")
    if is_an_outage(ground):
        raise refusals.no_ground_in_an_outage(None)
    if request.law_due is not None and parts.today() > request.law_due:
        raise Refused(
            f"Art. 12(3) GDPR: an extension is told within the first month, and that ended on {request.law_due}; told "
            "now it would be void.",
            "answer as soon as you can; both clocks are broken and stay shown as broken",
        )


CALENDAR = "calendar"
"""What the events about the days off are about."""


def follow_calendar(parts: Parts) -> int:
    """After a change of the days off (a decreed day was entered, another release of the calendar) the dates of open
    requests are counted anew; returns how many moved. What was promised stays."""
    version = parts.holidays.version
    with parts.store.reading() as tx:
        known = tx.events.about(CALENDAR)
    if known and known[-1].data.get("version") == version:
        return 0
    with parts.store.transaction() as tx:
        requests = tx.requests.in_states([state for state in RequestState if state not in OVER], None)
        counted = [(request, recount(parts, request)) for request in requests if known]
        moved = [after for before, after in counted if after != before]
        tx.requests.save_many(moved)
        tx.events.add(CALENDAR, CALENDAR, parts.now(), {"version": version, "moved": len(moved)})
    return len(moved)
