"""What the two fronts can do, and what they may show: the public desk for the person, the office desk for staff.

The web front and the command line are thin over these. A public view never tells whether an address is known: the same
page, the same words. Views hold names of things and counts; a person's own data leaves only as the package.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from belofte.domain.course import Phase
from belofte.domain.foretold import Foretold
from belofte.domain.plan import Plan, Receipt
from belofte.domain.request import RequestState, Waiting
from belofte.domain.system_map import Verb
from belofte.domain.timing import Timing
from belofte.domain.wish import EMPTY, Wish
from belofte.procedures.acting.waiting import HeldUp
from belofte.procedures.clock.clocks import ClockView
from belofte.procedures.planning.texts import TextToRead

PLANNABLE = (RequestState.IDENTIFIED, RequestState.PLANNED)
"""States in which the systems can be searched (again) for a plan."""


class LinkPurpose(StrEnum):
    CONFIRM = "confirm"
    KNOWN = "confirm-known"  # sent to an address we knew, after somebody else named the customer; shown as CONFIRM
    DOWNLOAD = "download"
    STATUS = "status"
    LIFT = "lift"  # the person lifts a restriction (Art. 18)
    HAND_OVER_CONFIRM = "hand-over-confirm"  # the person confirms the party that gets the copy (Art. 20(2))
    HAND_OVER = "hand-over"  # that party fetches the copy: works once
    ADDRESS_CHANGE = "address-change"  # sent to the old address: confirm the new one
    COPY = "copy"  # somebody who leaves wants the copy that is offered first
    IDENTIFY = "identify"  # the person says more about who they are (Art. 12(6))
    CHOOSE = "choose"  # requests pull against each other: the person says what comes first


class LinkState(StrEnum):
    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Submission:
    """What somebody sends in. ``right`` is one of :data:`belofte.domain.rights.names.RIGHTS`; ``wish`` what is asked
    beside it; ``network`` is the caller's address, used only to limit floods and never stored in the open;
    ``asserted_by`` names the token of a portal that vouches for who asks."""

    right: str
    address: str
    language: str
    name: str = ""
    number: str = ""
    text: str = ""
    channel: str = "web"
    received_at: datetime | None = None
    network: str = ""
    wish: Wish = EMPTY
    asserted_by: str = ""


@dataclass(frozen=True, slots=True)
class LinkView:
    """What a GET on a link may show: a page with one button. Looking never acts and never uses the link up."""

    purpose: LinkPurpose
    state: LinkState
    language: str
    right: str = ""
    until: datetime | None = None
    choices: tuple[str, ...] = ()  # names of what can be chosen; () for a page with one button
    about: str = ""  # what the page must name: the party, or the new address; shown to who holds the link only


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One plain step of this right, by its name: received, confirmed, halted, weighed, erased, answered and so on."""

    name: str
    done: bool
    on: date | None = None
    by: date | None = None


@dataclass(frozen=True, slots=True)
class StatusView:
    """A request as its own person sees it."""

    reference: str
    right: str
    language: str
    state: RequestState
    waiting: Waiting | None
    due: date | None
    steps: tuple[StatusStep, ...]
    kept_until: tuple[tuple[str, str, date | None], ...] = ()  # category label, ground, until
    act_after: datetime | None = None
    phase: Phase | None = None
    purposes: tuple[str, ...] = ()  # plain names, in the request's language
    ended: str | None = None  # withdrawn, unidentified or joined
    may_withdraw: bool = False  # nothing was done yet that could not be taken back
    looks: tuple[tuple[date, str], ...] = ()  # when one of us looked at what is theirs for this request, and why


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One open request in the office's queue, by ``work_by``."""

    reference: str
    right: str
    state: RequestState
    waiting: Waiting | None
    waiting_on: str | None
    received_at: datetime
    due: date | None
    work_by: date | None
    promise_due: date | None = None
    law_due: date | None = None
    law_ext_due: date | None = None  # only once the extension was told, with its reasons, in time
    phase: Phase | None = None
    owner: str | None = None
    answered_on: date | None = None  # the day on which the sending began that was accepted
    promise: Timing = Timing.RUNNING
    law: Timing = Timing.RUNNING


@dataclass(frozen=True, slots=True)
class QueueAsk:
    """What the office wants to see of the queue; all that is set must hold. ``late``: ``work`` for what should have
    been done, ``answer`` for what should have been answered. ``state`` None: every open one. ``due_before``:
    what must be answered before that day."""

    state: RequestState | None = None
    right: str | None = None
    waiting: Waiting | None = None
    owner: str | None = None
    late: str | None = None
    reference: str = ""
    page: int = 1
    due_before: date | None = None


@dataclass(frozen=True, slots=True)
class QueuePage:
    """One page of the queue. ``total`` counts all that fit the question; ``pages`` is at least 1."""

    rows: tuple[QueueRow, ...]
    total: int
    page: int
    pages: int
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedBy:
    """Who asks and how far that is settled, without a word about them: what was done, and which cases belong to it."""

    identified_by: str | None
    represents: str | None = None
    mandate_checked_by: str | None = None
    identity_asked_on: date | None = None
    identity_answered_on: date | None = None
    reminded_on: date | None = None
    proofs_kept: int = 0  # proof that lies in the vault until it was checked
    repeats: tuple[str, ...] = ()  # references of open requests for the same right from the same address
    joined_to: str | None = None
    ended: str | None = None
    to_post: int = 0  # letters that wait to be printed and posted
    asserted_by: str | None = None  # name of the token of a portal that vouched for who asks


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter: why it was written and where it stands, not what it says."""

    id: str
    kind: str
    state: str  # ready, print, sent, failed
    due_at: datetime
    sent_at: datetime | None
    attempts: int


@dataclass(frozen=True, slots=True)
class Wait:
    """What one step of a plan takes of what its system's vendor allows, together with the same step of ``others``:
    requests that were approved before and have not begun."""

    system: str
    verb: Verb
    foretold: Foretold
    others: int = 0

    def __str__(self) -> str:
        beside = f", with {self.others} before it" if self.others else ""
        return f"{self.foretold}{beside}"


@dataclass(frozen=True, slots=True)
class CaseView:
    """One request as the office sees it: the plan in full, the receipts, what was asked. No personal data."""

    row: QueueRow
    plan: Plan | None
    approved: bool
    receipts: tuple[Receipt, ...] = ()
    act_after: datetime | None = None
    held_up: HeldUp | None = None
    texts_read: bool = False  # somebody was handed the free text of this plan
    clock: ClockView | None = None
    about: AskedBy | None = None
    first_approver: str | None = None  # who approved the plan first, while a second person is waited for
    letters: tuple[LetterRow, ...] = ()  # every letter, the answer too
    waits: tuple[Wait, ...] = ()  # what the vendors' limits will cost the plan


class PublicDesk(Protocol):
    def submit(self, submission: Submission) -> str:
        """Register a request; returns its reference. A flood from one address or network is refused with
        :class:`belofte.domain.errors.Refused`; an impossible address with ``WrongUse``."""
        ...

    def link(self, token: str) -> LinkView:
        """What a link is for. Changes nothing (mail scanners open links)."""
        ...

    def confirm(self, token: str) -> LinkState:
        """The person pressed the button: the address is proven. ``OPEN`` = accepted now."""
        ...

    def download(self, token: str) -> Iterator[bytes] | None:
        """The package as a zip, in parts; None when the link is not open. Pressing the button is delivery."""
        ...

    def status(self, reference: str, address: str) -> StatusView | None:
        """The status for who knows both reference and address; None for every other case alike."""
        ...

    def send_status_link(self, reference: str, address: str) -> None:
        """A lost link: sends a new one to the address if the two belong together; says nothing either way."""
        ...

    def status_by(self, token: str) -> StatusView | None: ...
    def withdraw(self, reference: str, address: str) -> StatusView | None:
        """The person takes the request back; None for a pair that does not belong together. Raises ``Refused`` where
        something was done already."""
        ...

    def withdraw_by(self, token: str) -> StatusView | None:
        """The same, for who came by a link to the status."""
        ...

    def status_of(self, reference: str) -> StatusView:
        """The status for a program that was let in by its own token. Raises ``WrongUse`` for an unknown reference."""
        ...


class OfficeDesk(Protocol):
    def queue(self) -> Sequence[QueueRow]: ...

    def show(self, reference: str) -> CaseView:
        """Raises ``WrongUse`` when there is no such open request."""
        ...

    def identify(self, reference: str, by: str, how: str, number: str = "") -> None:
        """A named person vouches for the identity (``how``: least intrusive means, no copy of a document). ``number``
        is a customer number the person gave, which tells people on one address apart."""
        ...

    def read(self, reference: str, by: str) -> Sequence[TextToRead]:
        """The free text that would leave with the copy, for a named person. A plan with such text is approved only
        after it was read."""
        ...

    def plan(self, reference: str, progress: Callable[[str, int | None], None] | None = None) -> Plan:
        """Look in every system (again) and draft the plan. Nothing is done yet. ``progress`` is told each system that
        was searched, with the records found in it; None: it could not be looked at."""
        ...

    def approve(self, reference: str, plan: str, by: str, records: int | None = None) -> None:
        """Approval names a plan; another than the newest is refused. ``records`` repeats the number of records where
        the plan has more than the policy lets through unasked."""
        ...

    def stop(self, reference: str, by: str) -> None:
        """Ends the request before its first act. Afterwards refused, with what was done."""
        ...

    def refuse(self, reference: str, by: str, ground: str, reasons: str = "") -> None:
        """``reasons`` are the facts; a request cannot be refused as unfounded or excessive without (Art. 12(5))."""
        ...
