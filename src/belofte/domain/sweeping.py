"""Retention as a rule: what of a system is due, what stays and why, and when nobody may go on without being asked.

Every record is in exactly one standing. What is due goes, except what a hold keeps, what an open request is about (it
waits for its answer) and what a person has restricted (it waits for the person's word, Art. 18(2) GDPR). A record
whose term has no start is nobody's to delete: it is reported for decision. A rule's first sweep of a system deletes
nothing; neither does a sweep larger than the policy lets through unasked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from belofte.domain.evidence import canonical_json
from belofte.domain.plan import Decision
from belofte.domain.policy import RetentionRule, Text
from belofte.domain.record_decision import RecordPlace
from belofte.domain.retention import BookYear, KeptReason, events_of, keep_until, tag_event
from belofte.domain.system_map import Collection, EraseClear, SystemMap, Verb
from belofte.domain.term_decision import TermDecision, kept_as_decided
from belofte.domain.worded import worded


class Standing(StrEnum):
    """Where one record stands on one day."""

    NOT_DUE = "not-due"
    DUE = "due"
    HELD = "held"
    REQUESTED = "in-an-open-request"
    RESTRICTED = "restricted-and-asked"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Claim:
    """Why a record that is past its term stays all the same: the hold or the request behind it."""

    standing: Standing
    by: str


Claims = Mapping[RecordPlace, Claim]
"""An empty key stands for a collection too large to list: all of it is claimed."""


class Why(StrEnum):
    """Why a sweep of a system waits for a named person."""

    NEW_RULE = "new-rule"
    LARGE = "large"


def standing_of(
    rule: RetentionRule,
    events: Mapping[str, date | None],
    today: date,
    book_year: BookYear,
    claim: Claim | None,
    decision: TermDecision | None = None,
) -> Standing:
    """The one standing of a record with these events."""
    kept = kept_as_decided(rule, events, book_year, decision)
    if kept.reason is KeptReason.NO_START:
        return Standing.UNDECIDED
    if kept.gone_by is None or today <= kept.gone_by:
        return Standing.NOT_DUE
    return claim.standing if claim else Standing.DUE


def claim_on(claims: Claims, place: RecordPlace) -> Claim | None:
    """What claims one record, if anything."""
    system, collection, _ = place
    return claims.get(place) or claims.get((system, collection, ()))


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep means for one collection. Counts are of records; ``rule`` is a hash of everything that decides what
    goes. ``stays`` None: nobody counted. ``late`` is days since the oldest due record should have been gone.
    ``problem``: why nothing was looked at here, in words."""

    collection: str
    category: str
    decision: Decision = Decision.DELETE
    rule: str = ""
    counts: Mapping[Standing, int] = field(default_factory=dict[Standing, int])
    stays: int | None = None
    law: str | None = None
    term: Text | None = None  # how long what stays does, in the words of the policy's own sentence
    next_on: date | None = None  # the first day after today on which a record is due that stays today
    next_seen: bool = False  # whether that could be looked at: without a day there is none then
    late: int = 0
    decided: int = 0  # of those without a start: a person said when they go
    ends_itself: bool = False  # no program erases here: the system does, on a term of its own
    without_index: tuple[str, ...] = ()
    one_by_one: Text | None = None  # why its records are gone through one by one; None: whole days go at once
    by_hand: Text | None = None  # what a person does here: no program erases these records
    problem: Text | None = None
    replaced: bool = False  # another rule took this one's place since: an approval of it holds no more

    def count(self, standing: Standing) -> int:
        """How many records stand so."""
        return self.counts.get(standing, 0)

    @property
    def due(self) -> int:
        return self.count(Standing.DUE)


@dataclass(frozen=True, slots=True)
class PutOff:
    """Who did not let a list through, and why. ``until``: asked again on this day; None: once the list has another rule
    or another reason to wait. What is past its term stays too long meanwhile, and every check says so."""

    by: str
    at: datetime
    why: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class SweepList:
    """What a sweep of one system would do, shown before it is done. ``why``: it waits for a named person. Approval
    names the list; it holds for these rules, and for no more records than were shown."""

    id: str
    system: str
    made_at: datetime
    policy_version: int
    lines: tuple[Swept, ...] = ()
    why: Why | None = None
    problem: Text | None = None  # nothing of the system was looked at, and why
    approved_by: str | None = None
    approved_at: datetime | None = None
    ended_at: datetime | None = None
    put_off: PutOff | None = None  # a named person does not let it through: nothing goes

    @property
    def due(self) -> int:
        """Records that would go. What only a person erases is none of these."""
        return sum(line.due for line in self.lines if line.by_hand is None)

    @property
    def by_hand(self) -> int:
        """Records past their term that only a person erases."""
        return sum(line.due for line in self.lines if line.by_hand is not None)

    @property
    def rules(self) -> dict[str, str]:
        """Collection -> hash of the rule, for the collections in which something is due."""
        return {one.collection: one.rule for one in self.lines if one.due and one.by_hand is None and not one.replaced}


def still_put_off(found: SweepList, earlier: Sequence[SweepList], today: date) -> SweepList:
    """A new list, put off as an earlier one of its system where it asks for nothing else than that one did."""
    for one in earlier:
        if one.put_off is None or one.approved_by or found.why is not one.why:
            continue
        is_over = one.put_off.until is not None and one.put_off.until <= today
        if not is_over and found.rules.items() <= one.rules.items():
            return replace(found, put_off=one.put_off)
    return found


@dataclass(frozen=True, slots=True)
class Approved:
    """What a named person let through in one system: rules by collection, and the most records of one sweep."""

    rules: frozenset[tuple[str, str]] = frozenset()
    records: int = 0


def asked_before(found: SweepList, approved: Approved, limit: int | None) -> SweepList:
    """The list, with the reason why it waits for a person, if it does."""
    if any(rule not in approved.rules for rule in found.rules.items()):
        return replace(found, why=Why.NEW_RULE)
    if limit is not None and found.due > max(limit, approved.records):
        return replace(found, why=Why.LARGE)
    return replace(found, why=None)


def outdated(given: SweepList, now: SweepList) -> SweepList | None:
    """An approved list of which ``now`` no longer has every rule: who goes back to it asks again, for what
    came under the other one meanwhile was shown to nobody. None: it still holds as it did."""
    rules = {line.collection: line.rule for line in now.lines if line.rule}
    lines = tuple(
        replace(one, replaced=one.replaced or rules.get(one.collection, one.rule) != one.rule) for one in given.lines
    )
    return None if lines == given.lines else replace(given, lines=lines)


def approved_in(lists: Sequence[SweepList]) -> Approved:
    """What the approved lists of one system let through. The number counts once: until its sweep has ended."""
    given = [one for one in lists if one.approved_by]
    rules = frozenset(rule for one in given for rule in one.rules.items())
    return Approved(rules, max((one.due for one in given if one.ended_at is None), default=0))


def rule_hash(rule: RetentionRule, collection: Collection, book_year: BookYear) -> str:
    """Changes with whatever decides which records of a collection go, and what is done with them."""
    decides = events_of(rule)
    whole = {
        "rule": _stated(rule),
        "clock": {event: place for event, place in collection.clock.items() if event in decides},
        "tagged": {tag: {c: list(v) for c, v in when.items()} for tag, when in collection.tagged.items()},
        "erase": asdict(collection.erase) if collection.erase else None,
        "book_year": [book_year.month, book_year.day, *(str(change) for change in book_year.changes)],
        "collection": collection.name,
    }
    return hashlib.sha256(canonical_json(whole).encode()).hexdigest()


def _stated(rule: RetentionRule) -> dict[str, object]:
    """What of a rule decides, its parts included."""
    return {
        "floor": str(rule.floor),
        "ceiling": str(rule.ceiling),
        "until": rule.until,
        "after": rule.after,
        "begins": rule.begins,
        "then": rule.then,
        "tagged": {tag: _stated(part) for tag, part in rule.tagged.items()},
        "by_purpose": {purpose: _stated(part) for purpose, part in rule.by_purpose.items()},
    }


def decision_of(collection: Collection) -> Decision:
    """What becomes of a record whose term is over. One kept on a ground is kept until then, and no longer."""
    return Decision.CLEAR if isinstance(collection.erase, EraseClear) else Decision.DELETE


def obstacle(system: SystemMap, collection: Collection, rule: RetentionRule) -> Text | None:
    """Why no program can sweep this collection; None where it can."""
    tags = [tag for tag in rule.tagged if tag not in collection.tagged]
    if tags:
        return worded(
            "niet bekend is wat hier het merk {tag} heeft: zet dat bij tagged: op de kaart",
            "it is not known what has the tag {tag} here: say it under tagged: in the map",
            tag=" + ".join(tags),
        )
    own = [event for event in events_of(rule) if event not in map(tag_event, rule.tagged)]
    missing = [event for event in own if event not in collection.clock]
    if missing and collection.without_clock is not None:
        return worded(
            "hier is geen dag om van te tellen: {why}",
            "there is no day to count from here: {why}",
            why=collection.without_clock,
        )
    if missing:
        return worded(
            "geen kolom voor {event}: zet die bij clock: op de kaart",
            "no column for {event}: name it under clock: in the map",
            event=" + ".join(missing),
        )
    if Verb.FIND not in system.allow:
        return worded("hier mag niet gezocht worden (allow: op de kaart)", "it may not be searched (allow: in the map)")
    if rule.then == "anonymise" and decision_of(collection) is Decision.DELETE:
        return worded(
            "het beleid zegt anonimiseren, de kaart laat de rij verdwijnen: kies",
            "the policy says anonymise, the map lets the row go: decide which",
        )
    return None


def erased_by_people(system: SystemMap, collection: Collection) -> Text | None:
    """Why only a person erases in this collection, by its map; None where a program may."""
    if system.does(Verb.ERASE, collection.name):
        return None
    return worded(
        "wissen mag hier alleen door een mens (allow: op de kaart)",
        "only a person may erase here (allow: in the map)",
    )


def days_late(rule: RetentionRule, events: Mapping[str, date | None], today: date, book_year: BookYear) -> int:
    """Days for which a due record has been there too long; 0 on the day on which it goes."""
    gone_by = keep_until(rule, events, book_year).gone_by
    return max((today - gone_by - timedelta(days=1)).days, 0) if gone_by else 0
