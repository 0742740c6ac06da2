"""A disclosure to an authority: what was demanded, on which ground, who approved it, what was handed over, or why not.

Data goes to an authority only when a law forces it (Art. 6(1)(c) GDPR): the authority is one, the article is one it can
use, the order is on paper, its scope is named, and two persons approved. Whoever asks without that is refused, and the
refusal stands in the register too. An order can forbid to speak of it (Art. 23 GDPR): such an entry is seen by named
persons only, until the secrecy is lifted. Nothing here names the person: that lies in the vault.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from belofte.domain.account import Account, Act, same_name
from belofte.domain.as_json import jsonable
from belofte.domain.canonical import canonical_json
from belofte.domain.disclosure_scope import Scope, scope_of
from belofte.domain.errors import Refused, WrongUse, require_name
from belofte.domain.worded import worded

APPROVERS = 2
"""Two persons: one who can be pressed at a counter is not enough."""


class DisclosureState(StrEnum):
    """Where a disclosure stands."""

    RECEIVED = "received"  # to be approved
    APPROVED = "approved"  # by two; not handed over yet
    HANDED_OVER = "handed-over"
    REFUSED = "refused"
    ENDED = "ended"  # what was kept for it is gone


class DisclosureEvent(StrEnum):
    """What can happen to a disclosure; each becomes a leaf in the evidence log, a secret one's once it is lifted."""

    RECEIVED = "received"
    PLANNED = "planned"
    APPROVED = "approved"
    REFUSED = "refused"
    HANDED_OVER = "handed-over"
    LIFTED = "lifted"
    TOLD = "told"
    ENDED = "ended"


class RefusedBecause(StrEnum):
    """Why nothing is handed over."""

    NO_AUTHORITY = "no-authority"  # who asks is none
    NO_DOCUMENT = "no-document"  # nothing on paper: a telephone call is no order
    NO_GROUND = "no-ground"  # no article, or one this authority cannot use
    NO_SCOPE = "no-scope"  # nobody or nothing in particular is asked for
    TOO_WIDE = "too-wide"  # more than the article reaches
    BY_PERSON = "by-person"  # a named person refuses, with reasons


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's yes to one plan."""

    by: str
    on: date
    plan: str


@dataclass(frozen=True, slots=True)
class LetIn:
    """One more person who may know of a secret order: who told whom, and when."""

    name: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class HandedLine:
    """What was handed over of one collection: planned, written, and counted again in what was written."""

    system: str
    collection: str
    category: str
    planned: int
    written: int
    read_back: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One entry of the register. Days are the company's own. ``authority`` is a name of the data that ships, or the
    name somebody gave with ``authority_because``. ``digest`` is the SHA-256 of the order. ``secret`` names what forbids
    to speak of it, "" where nothing does; ``known_to`` are the accounts that may see a secret one, ``let_in`` those of
    them that were named later. ``leaf`` is the newest leaf over this entry."""

    id: str
    authority: str
    article: str
    ground: str
    channel: str
    received_on: date
    received_by: str
    scope: Scope
    authority_because: str = ""
    digest: str = ""
    secret: str = ""
    known_to: tuple[str, ...] = ()
    let_in: tuple[LetIn, ...] = ()
    plan: str = ""
    approvals: tuple[Approval, ...] = ()
    refused_because: RefusedBecause | None = None
    refused_by: str = ""
    refused_on: date | None = None
    reasons: str = ""
    handed_on: date | None = None
    handed_by: str = ""
    handed: tuple[HandedLine, ...] = ()
    contents: str = ""  # SHA-256 over what was written
    hold: str = ""
    review_on: date | None = None
    lifted_on: date | None = None
    lifted_by: str = ""
    told_on: date | None = None
    not_told_because: str = ""
    ended_on: date | None = None
    ended_by: str = ""
    leaf: int | None = None

    @property
    def state(self) -> DisclosureState:
        if self.refused_on is not None:
            return DisclosureState.REFUSED
        if self.ended_on is not None:
            return DisclosureState.ENDED
        if self.handed_on is not None:
            return DisclosureState.HANDED_OVER
        return DisclosureState.APPROVED if len(self.approvals) >= APPROVERS else DisclosureState.RECEIVED

    @property
    def is_secret(self) -> bool:
        """Whether nobody but those who are named may know of it now."""
        return bool(self.secret) and self.lifted_on is None

    @property
    def knows_too_few(self) -> bool:
        """Fewer people know of a secret one than must approve it."""
        return self.is_secret and len({same_name(name) for name in self.known_to}) < APPROVERS

    @property
    def is_over(self) -> bool:
        """Nothing is kept for it any more. A secret one that was refused is over when its secrecy is."""
        return self.ended_on is not None or (self.refused_on is not None and not self.is_secret)

    @property
    def data_list(self) -> tuple[str, ...]:
        """What was handed over, as the register lists it: ``crm.orders 3``."""
        return tuple(f"{line.system}.{line.collection} {line.written}" for line in self.handed)


def may_see(disclosure: Disclosure, account: Account | None) -> bool:
    """Whether this account may know that the disclosure exists. None: somebody without an account."""
    if not disclosure.is_secret:
        return True
    if account is None or not account.may(Act.DECIDE):
        return False
    return same_name(account.name) in {same_name(name) for name in disclosure.known_to}


def let_in(disclosure: Disclosure, account: Account | None, by: str, on: date) -> Disclosure:
    """One more named person may know of a secret order: without one nobody could give the second approval. It cannot be
    undone: who knows, knows. Raises ``Refused`` where everybody may know of it, or this person does already, and
    ``WrongUse`` where there is no such account, or one that could not see it all the same."""
    require_name(by, "lets somebody in")
    if not disclosure.is_secret:
        raise Refused(
            worded(
                "Deze vordering is niet geheim: wie mag akkoord geven, ziet haar al.",
                "This order is not secret: whoever may approve sees it already.",
            ),
            "belofte disclose approve",
        )
    if may_see(disclosure, account):
        raise Refused(worded("Die persoon weet er al van.", "That person knows of it already."), "see disclose show")
    name = account.name if account else ""
    known = (*disclosure.known_to, name)
    more = replace(disclosure, known_to=known, let_in=(*disclosure.let_in, LetIn(name, by.strip(), on)))
    if not may_see(more, account):
        raise WrongUse(
            worded(
                "Wie van een geheime vordering mag weten, heeft een account nodig dat mag beslissen.",
                "Who may know of a secret order needs an account that may decide.",
            ),
            "see belofte user list",
        )
    return more


def planned(disclosure: Disclosure, plan: str) -> Disclosure:
    """Another plan: who approved the one before it, has not approved this one."""
    _still_open(disclosure)
    return replace(disclosure, plan=plan, approvals=())


def approved(disclosure: Disclosure, plan: str, by: str, on: date) -> Disclosure:
    """One person's yes. Raises ``Refused`` for the same person twice, and for another plan than the newest."""
    require_name(by, "approves")
    _still_open(disclosure)
    if disclosure.state is DisclosureState.APPROVED:
        raise Refused(
            worded("Twee mensen gingen hier al mee akkoord.", "Two persons have approved this already."),
            "hand it over: belofte disclose hand-over",
        )
    if plan != disclosure.plan:
        raise Refused(
            worded(
                "Dit is niet het nieuwste plan; er is niets goedgekeurd.",
                "That is not the newest plan; nothing was approved.",
            ),
            "read it again: belofte disclose show",
        )
    if same_name(by) in {same_name(one.by) for one in disclosure.approvals}:
        raise Refused(
            worded("Het tweede akkoord moet van iemand anders komen.", "The second approval must be another person's."),
            _WHO_ELSE if disclosure.is_secret else "ask a colleague who may approve",
        )
    return replace(disclosure, approvals=(*disclosure.approvals, Approval(by.strip(), on, plan)))


_WHO_ELSE = worded(
    "Alleen wie ervan weet, kan akkoord geven: laat iemand toe (belofte disclose let-in).",
    "only who knows of it can approve: let somebody in (belofte disclose let-in)",
)


def refused(disclosure: Disclosure, because: RefusedBecause, by: str, on: date, reasons: str = "") -> Disclosure:
    """Nothing is handed over. A person's own refusal needs its reasons."""
    require_name(by, "refuses")
    _still_open(disclosure)
    if because is RefusedBecause.BY_PERSON and not reasons.strip():
        raise WrongUse(
            worded("Een weigering heeft redenen nodig.", "A refusal needs its reasons."), "for example --reasons …"
        )
    return replace(disclosure, refused_because=because, refused_by=by.strip(), refused_on=on, reasons=reasons.strip())


def handed_over(disclosure: Disclosure, by: str, on: date, lines: tuple[HandedLine, ...], contents: str) -> Disclosure:
    """What two persons approved was written and counted again. Raises ``Refused`` while they have not."""
    must_be_approved(disclosure)
    return replace(disclosure, handed_on=on, handed_by=by.strip(), handed=lines, contents=contents)


def must_be_approved(disclosure: Disclosure) -> None:
    """Raises ``Refused`` with what is missing before anything may be handed over."""
    _still_open(disclosure)
    if disclosure.state is not DisclosureState.APPROVED:
        missing = APPROVERS - len(disclosure.approvals)
        told = worded(
            "Eerst moeten twee verschillende mensen akkoord geven; nog {missing} te gaan.",
            "Two different persons must approve this first; {missing} still to go.",
            missing=missing,
        )
        raise Refused(told, "belofte disclose approve")


def lifted(disclosure: Disclosure, by: str, on: date) -> Disclosure:
    """The secrecy is over, and with it all that was kept for the order. Raises ``Refused`` where there is none."""
    require_name(by, "lifts the secrecy")
    if not disclosure.is_secret:
        raise Refused(
            worded(
                "Niets verbiedt om over deze verstrekking te spreken.", "Nothing forbids to speak of this disclosure."
            ),
            "end it with belofte disclose close",
        )
    ended = disclosure.ended_on or (None if disclosure.refused_on else on)
    return replace(disclosure, lifted_on=on, lifted_by=by.strip(), ended_on=ended, ended_by=by.strip() if ended else "")


def closed(disclosure: Disclosure, by: str, on: date) -> Disclosure:
    """Nothing is left to do. Raises ``Refused`` while it is secret, or neither handed over nor refused."""
    require_name(by, "closes this")
    if disclosure.is_secret:
        raise Refused(
            worded(
                "Een geheime vordering eindigt met haar geheimhouding.",
                "An order that may not be told of ends with its secrecy.",
            ),
            "belofte disclose lift",
        )
    if disclosure.is_over:
        raise Refused(
            worded(
                "Deze verstrekking is gesloten; ze blijft zo in de administratie staan.",
                "This disclosure is closed; it stays in the register as it is.",
            )
        )
    return replace(disclosure, ended_on=on, ended_by=by.strip())


def _still_open(disclosure: Disclosure) -> None:
    if disclosure.state in (DisclosureState.HANDED_OVER, DisclosureState.REFUSED, DisclosureState.ENDED):
        raise Refused(
            worded("Deze verstrekking is afgehandeld.", "This disclosure is dealt with; it stays as it is."),
            worded("een nieuwe vordering is een nieuwe verstrekking", "a new order is a new disclosure"),
        )


def disclosure_digest(disclosure: Disclosure) -> str:
    """SHA-256 over the canonical entry: what its leaf holds, so that a changed one is noticed. Where nobody was let in
    the entry reads as it did before anybody could be: leaves of earlier releases hold."""
    entry = jsonable(replace(disclosure, leaf=None))
    if not disclosure.let_in:
        del entry["let_in"]
    return sha256(canonical_json(entry).encode()).hexdigest()


def encode_disclosure(disclosure: Disclosure) -> str:
    """The entry as one canonical line."""
    return canonical_json(jsonable(disclosure))


def decode_disclosure(line: str | bytes) -> Disclosure:
    """The entry of such a line."""
    row: dict[str, Any] = json.loads(line)
    row["scope"] = scope_of(row["scope"])
    row["approvals"] = tuple(
        Approval(one["by"], date.fromisoformat(one["on"]), one["plan"]) for one in row["approvals"]
    )
    row["handed"] = tuple(HandedLine(**line) for line in row["handed"])
    row["known_to"] = tuple(row["known_to"])
    row["let_in"] = tuple(LetIn(one["name"], one["by"], date.fromisoformat(one["on"])) for one in row.get("let_in", ()))
    row["refused_because"] = RefusedBecause(row["refused_because"]) if row["refused_because"] else None
    for field in fields(Disclosure):
        if field.name.endswith("_on"):
            row[field.name] = _day(row[field.name])
    return Disclosure(**row)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
