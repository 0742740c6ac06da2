"""A rights request from the moment it reached the company until its case is closed, and the order of its states.

The record holds no personal data and not even the reference people see: that lies in the vault, and here only its keyed
hash is known to the store. Times are UTC; days are in the policy's time zone (Art. 12(3); Regulation 1182/71).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from belofte.domain.course import EMPTY, Course
from belofte.domain.rights.names import QUESTION


class RequestState(StrEnum):
    """Where a request stands. ``refused`` and ``stopped`` end without an act; both are told and then closed."""

    RECEIVED = "received"
    IDENTIFIED = "identified"
    LOCATED = "located"
    PLANNED = "planned"
    APPROVED = "approved"
    ACTING = "acting"
    ANSWERED = "answered"
    CLOSED = "closed"
    STOPPED = "stopped"
    REFUSED = "refused"


class Waiting(StrEnum):
    """What an open request waits for. It keeps its state; waiting by itself never stops the clock."""

    CONFIRMATION = "confirmation"  # the link to the known address was not used yet
    IDENTITY = "identity"  # further information asked on reasonable doubt (Art. 12(6))
    CLARITY = "clarity"  # which data, or which right
    SYSTEM = "system"  # could not look, or could not act; ``waiting_on`` names it
    OFFICE = "office"  # a person of the company must decide
    PAUSE = "pause"  # the policy's waiting time before an irreversible act
    CONTROLLER = "controller"  # we are only processor: passed on


NEXT: dict[RequestState, frozenset[RequestState]] = {
    RequestState.RECEIVED: frozenset({RequestState.IDENTIFIED, RequestState.REFUSED, RequestState.STOPPED}),
    RequestState.IDENTIFIED: frozenset({RequestState.LOCATED, RequestState.REFUSED, RequestState.STOPPED}),
    RequestState.LOCATED: frozenset({RequestState.PLANNED, RequestState.REFUSED, RequestState.STOPPED}),
    RequestState.PLANNED: frozenset(
        {
            RequestState.LOCATED,  # a system added meanwhile is searched too
            RequestState.PLANNED,  # made again: the map changed
            RequestState.APPROVED,
            RequestState.REFUSED,
            RequestState.STOPPED,
        }
    ),
    RequestState.APPROVED: frozenset({RequestState.PLANNED, RequestState.ACTING, RequestState.STOPPED}),
    RequestState.ACTING: frozenset({RequestState.APPROVED, RequestState.PLANNED, RequestState.ANSWERED}),
    RequestState.ANSWERED: frozenset(
        {
            RequestState.CLOSED,
            RequestState.ACTING,  # the answer came back: it was never given
        }
    ),
    RequestState.STOPPED: frozenset({RequestState.CLOSED}),
    RequestState.REFUSED: frozenset({RequestState.CLOSED}),
    RequestState.CLOSED: frozenset(),
}
"""The allowed moves. From ``acting`` back to ``approved`` goes what could not begin; to ``planned`` what is new at the
act. What was done stays done."""


WITHOUT_A_PLAN: dict[str, dict[RequestState, frozenset[RequestState]]] = {
    QUESTION: {
        state: frozenset({RequestState.ANSWERED})
        for state in (RequestState.RECEIVED, RequestState.IDENTIFIED, RequestState.PLANNED)
    }
}
"""By right: moves of what is answered without searching or doing anything in a system."""


class NotAllowed(Exception):
    """The request cannot go from where it stands to where it was sent. The message says why and what can be done."""


@dataclass(frozen=True, slots=True)
class Request:
    """One rights request. ``id`` is random and shown to nobody outside; people see the reference."""

    id: str
    right: str
    channel: str  # web | mail | post | phone | api
    received_at: datetime  # when it reached the company: the clock starts here
    registered_at: datetime  # when Belofte heard of it
    language: str
    policy_version: int  # version of the receipt: terms and texts of the whole case
    state: RequestState = RequestState.RECEIVED
    waiting: Waiting | None = None
    waiting_on: str | None = None  # name of a system; never a person
    identified_by: str | None = None  # the kind of contact that was proven (email), or office: a person vouches
    promise_due: date | None = None
    law_due: date | None = None
    due: date | None = None
    work_by: date | None = None
    law_ext_due: date | None = None  # holds only when the extension was told, with reasons, in time
    extension_told_at: datetime | None = None
    suspended_from: date | None = None  # a timely identity question was delivered; the law's clock stands still
    suspended_until: date | None = None  # it was answered
    approved_plan: str | None = None
    approved_by: str | None = None  # account name of staff
    approved_at: datetime | None = None
    act_after: datetime | None = None
    answered_at: datetime | None = None
    delivered_at: datetime | None = None
    close_after: datetime | None = None
    course: Course = EMPTY


def move(request: Request, to: RequestState) -> Request:
    """The request in its next state, no longer waiting. Raises :class:`NotAllowed` with a plain sentence."""
    allowed = NEXT[request.state] | WITHOUT_A_PLAN.get(request.right, {}).get(request.state, frozenset())
    if to not in allowed:
        raise NotAllowed(_refusal(request.state, to, allowed))
    return replace(request, state=to, waiting=None, waiting_on=None)


def wait(request: Request, reason: Waiting, on: str | None = None) -> Request:
    """The same request, waiting for something. Raises :class:`NotAllowed` when it is over."""
    if request.state in (RequestState.CLOSED, RequestState.STOPPED, RequestState.REFUSED):
        raise NotAllowed(f"The request is {request.state}; it waits for nothing any more.")
    return replace(request, waiting=reason, waiting_on=on)


def _refusal(at: RequestState, to: RequestState, allowed: frozenset[RequestState]) -> str:
    if at is RequestState.CLOSED:
        return "The request is closed; its case is gone. A new request must be made."
    if to is RequestState.STOPPED and at is RequestState.ACTING:
        return "The request can no longer be stopped: the first act has been done. See its receipts for what was done."
    ways = ", ".join(sorted(allowed))
    return f"The request is {at} and cannot become {to}. From here it can become: {ways}."
