"""A personal data breach, its clock, and what a named person decided about it (Art. 33 and 34 GDPR).

The clock runs in hours from the moment of awareness; weekends and holidays count (Regulation 1182/71, Art. 3(3)). The
record holds nothing of a person: what happened, in words, lies in the vault under the breach's own key.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from belofte.domain.canonical import canonical_json
from belofte.domain.errors import Refused, WrongUse, require_name


class BreachKind(StrEnum):
    """What went wrong."""

    WRONG_RECIPIENT = "wrong-recipient"  # a copy or letter reached somebody else
    LOST = "lost"  # a device, paper or carrier with data
    INTRUSION = "intrusion"  # somebody got in from outside
    MISUSE = "misuse"  # somebody of our own looked or took without need
    PUBLISHED = "published"  # data stood open
    UNAVAILABLE = "unavailable"  # data cannot be reached, or is gone
    ALTERED = "altered"
    OTHER = "other"


class OurRole(StrEnum):
    """In which role the breach is ours."""

    CONTROLLER = "controller"  # tell the authority, and the persons where the risk is high
    PROCESSOR = "processor"  # tell the customer without undue delay (Art. 33(2))


class BreachEvent(StrEnum):
    """What can happen to a breach; each becomes a leaf in the evidence log."""

    OPENED = "opened"
    DESCRIBED = "described"
    DECIDED = "decided"
    REPORTED = "reported"
    TOLD = "told"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class BreachHours:
    """The law's hours, from a data file with its source. ``report_within``: Art. 33(1); ``tell_customer_within``: what
    we take "without undue delay" of Art. 33(2) to mean; ``remind_after``: when somebody is asked again."""

    report_within: timedelta
    tell_customer_within: timedelta
    remind_after: tuple[timedelta, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach. Times are aware UTC. ``case`` is the request it came from, while that case is kept; ``persons`` None:
    not known yet. ``report`` and ``tell_persons`` None: not decided yet."""

    id: str
    kind: BreachKind
    role: OurRole
    aware_at: datetime
    opened_at: datetime
    opened_by: str
    tell_by: datetime  # to the authority, or as processor to the customer
    case: str | None = None
    persons: int | None = None
    categories: tuple[str, ...] = ()
    report: bool | None = None
    tell_persons: bool | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    reported_at: datetime | None = None
    reported_by: str | None = None
    told_at: datetime | None = None  # the persons, or as processor the customer: when the other side took the letter
    closed_at: datetime | None = None
    closed_by: str | None = None

    @property
    def is_told(self) -> bool:
        """Whether those who had to be told within the hours are told, or a named person decided that nobody is."""
        if self.role is OurRole.PROCESSOR:
            return self.told_at is not None
        return self.report is False or self.reported_at is not None

    def is_overdue(self, now: datetime) -> bool:
        """The hours are over and nobody was told yet."""
        return not self.is_told and now > self.tell_by

    @property
    def was_late(self) -> bool:
        """It was told, after the hours were over (Art. 33(1): then with the reasons for the delay)."""
        at = self.told_at if self.role is OurRole.PROCESSOR else self.reported_at
        return at is not None and at > self.tell_by


@dataclass(frozen=True, slots=True)
class BreachWords:
    """What a breach is about, in the words of the office; they lie in the vault (Art. 33(3), 33(5))."""

    happened: str = ""
    consequences: str = ""
    measures: str = ""
    advice: str = ""
    reasons: str = ""  # of the decision
    late_because: str = ""


def encode_words(words: BreachWords) -> bytes:
    """The words as they lie in the vault."""
    return json.dumps(asdict(words), ensure_ascii=False).encode()


def decode_words(data: bytes | None) -> BreachWords:
    """The words of a vault entry; empty ones where there is none."""
    return BreachWords(**json.loads(data)) if data else BreachWords()


def breach_digest(breach: Breach) -> str:
    """SHA-256 over the canonical record: what its leaf holds, so that a changed row is noticed. The link to the case is
    not part of it: that is cut when the case is closed."""
    return sha256(canonical_json(replace(breach, case=None)).encode()).hexdigest()


def opened(breach_id: str, kind: BreachKind, role: OurRole, aware_at: datetime, now: datetime, by: str,
           hours: BreachHours) -> Breach:  # fmt: skip
    """A breach somebody became aware of at ``aware_at``. Raises ``WrongUse`` for a moment that is still to come."""
    require_name(by)
    if aware_at > now:
        raise WrongUse(
            "Nobody can be aware of a breach in the future.", "check the date, time and time zone of --aware"
        )
    within = hours.tell_customer_within if role is OurRole.PROCESSOR else hours.report_within
    return Breach(breach_id, kind, role, aware_at, now, by, aware_at + within)


def decided(breach: Breach, report: bool, tell_persons: bool, now: datetime, by: str, reasons: str) -> Breach:
    """A named person's decision, with reasons (Art. 33(1), 34(1)). It can be taken again until it was acted on."""
    require_name(by)
    _open(breach)
    if not reasons.strip():
        raise WrongUse("A decision about a breach needs its reasons.", "for example --reasons …")
    if breach.role is OurRole.PROCESSOR:
        raise Refused(
            "Art. 33(2) GDPR: as processor we tell the customer, and the customer decides.", "belofte breach tell"
        )
    if tell_persons and not report:
        raise Refused(
            "Art. 33(1) and 34(1) GDPR: where the risk for persons is high, the authority is told too.",
            "decide with --report",
        )
    if breach.reported_at is not None and not report:
        raise Refused("It was reported to the authority already.", "send the authority a correction, and note it")
    return replace(breach, report=report, tell_persons=tell_persons, decided_at=now, decided_by=by)


def reported(breach: Breach, at: datetime, now: datetime, by: str, late_because: str) -> Breach:
    """The report went to the authority at ``at``. A late one needs the reasons for the delay (Art. 33(1))."""
    require_name(by)
    _open(breach)
    if not breach.report:
        raise Refused("Nobody decided yet that this breach is reported.", "belofte breach decide … --report")
    if not breach.aware_at <= at <= now:
        raise WrongUse("The report cannot have been sent then.", "check the date, time and time zone of --sent")
    if at > breach.tell_by and not late_because.strip():
        raise Refused(
            "Art. 33(1) GDPR: a report after the hours are over gives the reasons for the delay.",
            "give them with --late-because",
        )
    return replace(breach, reported_at=at, reported_by=by)


def closed(breach: Breach, now: datetime, by: str) -> Breach:
    """Nothing is left to do. Raises ``Refused`` with what is."""
    require_name(by)
    _open(breach)
    if breach.role is OurRole.CONTROLLER and breach.report is None:
        raise Refused("Nobody decided yet whether this breach is reported.", "belofte breach decide")
    if not breach.is_told:
        whom = "customer" if breach.role is OurRole.PROCESSOR else "authority"
        raise Refused(f"The {whom} was not told yet.", "belofte breach tell, or belofte breach report … --sent")
    if breach.tell_persons and breach.told_at is None:
        raise Refused("Art. 34 GDPR: the persons concerned were not told yet.", "belofte breach tell")
    return replace(breach, closed_at=now, closed_by=by)


def _open(breach: Breach) -> None:
    if breach.closed_at is not None:
        raise Refused(
            "This breach is closed; it stays in the register as it is.", "open a new one: belofte breach open"
        )
