"""What a check is given and what it gives back.

A check is a pure function ``judge(parameters, observations, records, now) -> Verdict``. It never looks by itself: what
was seen in systems comes as observations, what our own books hold comes as records. *Kept* needs evidence that is
fresh; what nobody could look at is *unknown*, in words that say what is missing; nothing is kept because nobody
complained.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from belofte.domain.carried_out import CarriedOut
from belofte.domain.country import Countries
from belofte.domain.disclosure import Disclosure
from belofte.domain.late_reads import LogSeen
from belofte.domain.notice import Notice
from belofte.domain.notice.shown import PageMarks
from belofte.domain.policy import Clause, FactPath, OnBehalf, Period, Policy, Text, Unit
from belofte.domain.promise import Attestation, Instance, Observation, Reach, Verdict, VerdictState
from belofte.domain.register import RegisterRow
from belofte.domain.request import Request
from belofte.domain.retention import CALENDAR_YEAR, BookYear
from belofte.domain.said import said
from belofte.domain.staff import SystemAccess, WallSeen
from belofte.domain.sweeping import SweepList
from belofte.domain.system_map import SystemMap
from belofte.domain.unaltered import Unaltered
from belofte.domain.uses_seen import UsesSeen
from belofte.domain.worded import joined, worded

FRESH = Period(1, Unit.DAYS)
"""How old evidence may be where a clause says nothing (``fresh:``): checks run every day."""


@dataclass(frozen=True, slots=True)
class Parameters:
    """What is judged: one clause, and those of its facts this check is for. ``values`` are the clause's own."""

    clause: Clause
    facts: tuple[FactPath, ...]
    policy: Policy
    countries: Countries

    @property
    def values(self) -> Mapping[str, object]:
        return self.clause.parameters

    @property
    def fresh(self) -> timedelta:
        """How old evidence may be."""
        return length(self.clause.fresh or FRESH)


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the policy folder as it was found: its hash, or that it is not there."""

    path: str
    digest: str | None
    signed: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One published version: when it was published, from when it holds, when it ended, by what its pages are known."""

    number: int
    published_at: datetime
    in_force: date
    ended_at: datetime | None = None
    pages: Mapping[str, PageMarks] = field(default_factory=dict[str, PageMarks])  # by language


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One collection of one package: how many records were planned and how many written."""

    planned: int
    written: int | None


@dataclass(frozen=True, slots=True)
class Contents:
    """What a look into one case's package showed: counts only. ``wrong_processors``: named and holding nothing, or
    holding something and not named."""

    records: int
    readable: bool
    uncategorised: int = 0
    wrong_processors: int = 0


@dataclass(frozen=True, slots=True)
class ActLine:
    """One collection of one erasure read back: what remains, and whether what must stay is there."""

    system: str
    collection: str
    remains: int | None
    kept_missing: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """One request as a check sees it: its record, what its plan searched, what its receipts say. No personal data."""

    request: Request
    searched: frozenset[str] = frozenset()
    blind: frozenset[str] = frozenset()
    copies: tuple[CopyLine, ...] | None = None
    contents: Contents | None = None  # None: there is no package, or it was not looked into
    acts: tuple[ActLine, ...] | None = None
    carried: CarriedOut | None = None  # of a right whose course is judged, what became of it


@dataclass(frozen=True, slots=True)
class SharedMailbox:
    """One shared mailbox: when it was last looked through, what stood in the way since, and how many requests found
    there are past the day their work had to be done."""

    name: str
    looked_at: datetime
    problem: str = ""
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class EndedRecipient:
    """A recipient whose last day is over: whether it confirmed that all was returned or erased, and by when it was to
    (None: nobody asked it yet)."""

    name: str
    confirmed: bool
    by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Returned:
    """The newest look into one system for what was erased there and is there again: ``again`` surely, ``asked`` where
    nobody can tell. ``problem``: nobody could look."""

    system: str
    looked_at: datetime
    again: int = 0
    asked: int = 0
    problem: bool = False


@dataclass(frozen=True, slots=True)
class HeldRecords:
    """One open hold: how many of its records are there, how many no longer are, and where nobody could look."""

    hold: str
    kept: int
    missing: int = 0
    blind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Records:
    """Our own books at one moment, without a name in them. ``closed`` counts closed cases apart from the register."""

    today: date
    cases: tuple[Case, ...] = ()
    register: tuple[RegisterRow, ...] = ()
    closed: int | None = None
    register_changed: tuple[str, ...] = ()  # sealed months whose rows are not what their leaf holds
    versions: tuple[Version, ...] = ()
    notices: Mapping[str, Notice] = field(default_factory=dict[str, Notice])
    documents: Mapping[str, Document] = field(default_factory=dict[str, Document])
    attestations: Mapping[str, Attestation] = field(default_factory=dict[str, Attestation])
    systems: Mapping[str, SystemMap] = field(default_factory=dict[str, SystemMap])
    book_year: BookYear = CALENDAR_YEAR
    time_zone: str = "UTC"
    ended: tuple[EndedRecipient, ...] = ()
    uses: UsesSeen = field(default_factory=UsesSeen)
    on_behalf: Mapping[str, OnBehalf] = field(default_factory=dict[str, OnBehalf])
    disclosures: tuple[Disclosure, ...] = ()  # those that may be told of
    disclosures_changed: frozenset[str] = frozenset()  # entries that are not what their leaf holds
    held: tuple[HeldRecords, ...] = ()
    mailboxes: tuple[SharedMailbox, ...] = ()  # those that are looked through for missed requests
    remembered: frozenset[str] = frozenset()  # systems in which something was erased that a backup may still hold
    returned: tuple[Returned, ...] = ()
    looked: Mapping[str, SweepList] = field(default_factory=dict[str, SweepList])  # system -> its newest look
    kept: tuple[Unaltered, ...] = ()  # what a statute wants kept, by its seals
    unsealed: frozenset[str] = frozenset()  # system.collection of what a statute wants kept and nobody compares
    members: int = 0  # on the list of staff
    access: tuple[SystemAccess, ...] = ()
    walls: tuple[WallSeen, ...] = ()
    logs: tuple[LogSeen, ...] = ()


class Check(Protocol):
    """One kind of promise."""

    def __call__(
        self, parameters: Parameters, observations: Sequence[Observation], records: Records, now: datetime
    ) -> Verdict: ...


def length(period: Period) -> timedelta:
    """A period as a length of time, for freshness only: a month counts as thirty days and a year as 365."""
    days = {Unit.HOURS: 1 / 24, Unit.DAYS: 1, Unit.WEEKS: 7, Unit.MONTHS: 30, Unit.YEARS: 365}[period.unit]
    return timedelta(days=days * period.count)


def kept(p: Parameters, now: datetime, reason: Text, stale_after: datetime | None = None) -> Verdict:
    """True now, with evidence that is fresh until ``stale_after`` (default: the clause's own freshness)."""
    return Verdict(p.clause.id, VerdictState.KEPT, now, reason, stale_after=stale_after or now + p.fresh)


def broken(p: Parameters, now: datetime, reason: Text, instances: Iterable[Instance] = ()) -> Verdict:
    """Not true now: at these places, so often."""
    return Verdict(p.clause.id, VerdictState.BROKEN, now, reason, instances=tuple(instances))


def unknown(p: Parameters, now: datetime, reason: Text) -> Verdict:
    """Could not look, or there is nothing to look at: in words that say what is missing."""
    return Verdict(p.clause.id, VerdictState.UNKNOWN, now, reason)


def attested(p: Parameters, now: datetime, reason: Text, until: datetime) -> Verdict:
    """A person vouches for it until a day."""
    return Verdict(p.clause.id, VerdictState.ATTESTED, now, reason, stale_after=until)


def word_for(parameters: Parameters, records: Records) -> Attestation | None:
    """A person's word for this clause, while it lasts."""
    word = records.attestations.get(parameters.clause.id)
    return word if word and word.until >= records.today else None


def by_word(parameters: Parameters, now: datetime, word: Attestation) -> Verdict:
    """Attested: on a person's word alone, until it ends."""
    end = datetime.combine(word.until, time.max, UTC)
    told = worded("{by} staat er sinds {day} voor in", "{by} vouched for it on {day}", by=word.by, day=word.at.date())
    return attested(parameters, now, told, end)


_ORDER = (VerdictState.BROKEN, VerdictState.UNKNOWN, VerdictState.ATTESTED, VerdictState.KEPT)


def worst(verdicts: Sequence[Verdict]) -> Verdict:
    """One verdict of several about one clause: broken before unknown before attested before kept.

    Reasons of the same state stand together; the evidence is as fresh as its oldest part.
    """
    state = min((v.state for v in verdicts), key=_ORDER.index)
    same = [v for v in verdicts if v.state is state]
    ends = [v.stale_after for v in same if v.stale_after]
    reason = joined(v.reason for v in same)
    instances = tuple(i for v in same for i in v.instances)
    return replace(same[0], reason=reason, instances=instances, stale_after=min(ends, default=None))


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest answer to one question, judged for freshness: a value, or why there is none."""

    value: str | int | bool | None
    why_not: Text | None = None
    seen_at: datetime | None = None


def newest(observations: Iterable[Observation], system: str, name: str, now: datetime, fresh: timedelta) -> Seen:
    """The newest observation of ``name`` in ``system``. Too old, absent or unreachable is said, never guessed over."""
    matching = [o for o in observations if o.system == system and o.name == name]
    if not matching:
        return Seen(None, nobody_looked(system))
    last = max(matching, key=lambda o: o.seen_at)
    if last.reach is not Reach.SEEN:
        return Seen(None, could_not(system, last), last.seen_at)
    if now - last.seen_at > fresh:
        return Seen(None, too_long_ago(system, last), last.seen_at)
    return Seen(last.value, None, last.seen_at)


def nobody_looked(where: str) -> Text:
    """No observation of it."""
    return worded("in {where} heeft nog niemand gekeken", "nobody has looked in {where} yet", where=where)


def could_not(where: str, last: Observation) -> Text:
    """The newest look failed."""
    return worded(
        "in {where} kon op {at} UTC niet gekeken worden{why}",
        "{where} could not be looked at on {at} UTC{why}",
        where=where,
        at=f"{last.seen_at:%Y-%m-%d %H:%M}",
        why=worded(": {why}", ": {why}", why=said(last.why)) if last.why else "",
    )


def too_long_ago(where: str, last: Observation) -> Text:
    """The newest look is no longer evidence."""
    return worded(
        "in {where} is voor het laatst gekeken op {at} UTC, te lang geleden",
        "{where} was last looked at on {at} UTC, too long ago",
        where=where,
        at=f"{last.seen_at:%Y-%m-%d %H:%M}",
    )


def not_connected(names: str) -> Text:
    """No system stands for these recipients."""
    return worded("bij {names} heeft nog geen koppeling gekeken", "no connector has looked at {names} yet", names=names)
