"""What every right's plan shares: records become lines, lines become steps, the answer comes last.

A line is one collection's records with one decision, ground and end. What stands in one record for two people is
``ask``: never sent, changed or erased for the one who asked. A verb the company does not allow becomes a person's task.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from belofte.domain.hold import NOTHING_HELD, Held, Postponed, hold_of
from belofte.domain.located import Found, Key, Located
from belofte.domain.plan import ERASING, TO_READ, Decision, Line, Plan, Step
from belofte.domain.record_decision import RecordDecision
from belofte.domain.system_map import SystemMap, Verb

NewId = Callable[[], str]
"""Random hex, never the same twice."""
LETTERS = "letters"
"""The system name of the steps that tell the person: the company's mail route."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is decided for one record: the decision, the ground it rests on and the day it ends."""

    decision: Decision
    ground: str | None = None
    until: date | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Drafted:
    """A plan and the record keys of its lines. The keys go to the vault; the plan itself names nobody.

    ``values`` are the new values of an item's records (item -> column -> value); ``apart`` is what else must be kept of
    the case (vault column -> content)."""

    plan: Plan
    items: Mapping[str, tuple[Key, ...]]
    values: Mapping[str, Mapping[str, object]] = field(default_factory=dict[str, "Mapping[str, object]"])
    apart: Mapping[str, bytes] = field(default_factory=dict[str, bytes])


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What a plan is made from, besides the records: the request and the versions it is bound to."""

    request: str
    right: str
    policy_version: int
    made_at: datetime
    decisions: tuple[RecordDecision, ...] = ()  # of named persons, about single records
    held: Held = field(default_factory=lambda: NOTHING_HELD)  # what a hold keeps, for a plan that erases
    untold: Held = field(default_factory=lambda: NOTHING_HELD)  # what nobody may know to be held: no line tells of it


Judge = Callable[[SystemMap, Found], Judged]


def shared_or(judge: Judge) -> Judge:
    """``judge``, except that a record two people share is always asked (identity, design §10)."""

    def judged(system: SystemMap, record: Found) -> Judged:
        return Judged(Decision.ASK, "shared") if record.shared else judge(system, record)

    return judged


def decided_or(judge: Judge, decisions: Iterable[RecordDecision]) -> Judge:
    """``judge``, except for the records somebody decided about; a shared one stays what ``judge`` says."""
    by_place = {one.place: Judged(one.decision, one.ground, one.until) for one in decisions}
    if not by_place:
        return judge

    def judged(system: SystemMap, record: Found) -> Judged:
        decided = by_place.get((system.name, record.collection, record.key))
        return decided if decided is not None and not record.shared else judge(system, record)

    return judged


HOLD = "hold"
"""How the note of a line begins whose records a hold keeps; then the hold, what was postponed, when to look again."""


def held_or(judge: Judge, held: Held) -> Judge:
    """``judge``, except that what would go and is held stays on the hold's ground. It blocks nothing else: what a law
    keeps stays for that law, and what two people share is asked about."""
    if not held:
        return judge

    def judged(system: SystemMap, record: Found) -> Judged:
        decided = judge(system, record)
        hold = hold_of(held, (system.name, record.collection, record.key))
        if hold is None or decided.decision not in ERASING:
            return decided
        note = f"{HOLD} {hold.id} {decided.decision} review {hold.review_on}"
        return Judged(Decision.KEEP, hold.ground, note=note)

    return judged


def lines_of(
    system: SystemMap, records: Iterable[Found], judge: Judge, new_id: NewId
) -> tuple[tuple[Line, ...], dict[str, tuple[Key, ...]]]:
    """Group records by collection and judgement, in the order of the map. Candidates are no records: they are asked
    about, not acted on."""
    groups: dict[tuple[str, Judged], list[Found]] = defaultdict(list)
    for record in records:
        if not record.candidate:
            groups[record.collection, judge(system, record)].append(record)
    order = {name: place for place, name in enumerate(system.collections)}
    lines: list[Line] = []
    items: dict[str, tuple[Key, ...]] = {}
    for (collection, judged), members in sorted(groups.items(), key=lambda g: (order.get(g[0][0], -1), str(g[0][1]))):
        listed = tuple(member.key for member in members if member.key)
        item = f"i-{new_id()}" if listed else None
        if item:
            items[item] = listed
        to_read = sum(member.has_text for member in members) if judged.decision is Decision.EXPORT else 0
        lines.append(
            Line(
                system=system.name,
                collection=collection,
                decision=judged.decision,
                count=sum(member.count for member in members),
                ground=judged.ground,
                until=judged.until,
                items=item,
                note=f"{TO_READ}: {to_read}" if to_read else judged.note,
            )
        )
    return tuple(lines), items


STAYS_UNTOLD = "stays untold"
"""Vault column: what a plan leaves for orders nobody may speak of, by hold. It goes when the order's secrecy ends, also
where nothing else of the person lies in that system, so that no step of the plan leads there."""


def stays_untold(plan: str, left: Mapping[str, Sequence[Postponed]]) -> bytes:
    """What a plan leaves for such orders, as it lies in the vault."""
    rows = {hold: [[x.system, x.collection, list(x.key), x.decision] for x in of] for hold, of in left.items()}
    return json.dumps({"plan": plan, "holds": rows}).encode()


def left_untold(data: bytes, plan: str) -> dict[str, list[Postponed]] | None:
    """By hold, what this plan leaves; None where the entry is another plan's."""
    entry = json.loads(data)
    if entry["plan"] != plan:
        return None
    return {
        hold: [Postponed(system, collection, tuple(key), decision) for system, collection, key, decision in of]
        for hold, of in entry["holds"].items()
    }


def _without_untold(
    system: SystemMap, records: Iterable[Found], judge: Judge, untold: Held, left: dict[str, list[Postponed]]
) -> list[Found]:
    """What would go and is held by an order nobody may speak of is left out, and noted in ``left``; what stays anyhow
    is a line like any."""
    if not untold:
        return list(records)
    told: list[Found] = []
    for record in records:
        hold = hold_of(untold, (system.name, record.collection, record.key))
        decided = judge(system, record).decision
        if hold is None or decided not in ERASING:
            told.append(record)
        elif not record.candidate:
            left[hold.id].append(Postponed(system.name, record.collection, record.key, decided.value))
    return told


def drafted(
    head: PlanHead,
    located: Located,
    systems: Mapping[str, SystemMap],
    verbs: Sequence[Verb],
    judge: Judge,
    new_id: NewId,
) -> Drafted:
    """One step a system for each of ``verbs`` in that order, then one that tells the person.

    The telling waits for the last verb of every system: a ``purge`` has its receipt by then, also when what it promises
    is still pending, so that the answer can name the day on which the last copy is gone.
    """
    steps: list[Step] = []
    items: dict[str, tuple[Key, ...]] = {}
    wait_for: list[str] = []
    untold: dict[str, list[Postponed]] = defaultdict(list)
    for name, records in located.found.items():
        system = systems[name]
        judged = held_or(decided_or(shared_or(judge), head.decisions), head.held)
        told = _without_untold(system, records, judged, head.untold, untold)
        lines, keys = lines_of(system, told, judged, new_id)
        if not lines:
            continue
        items |= keys
        made, by_hand = _steps_of(head.request, system, verbs, lines, new_id)
        wait_for += [step.id for step in (*made[-1:], *by_hand)]
        steps += [*made, *by_hand]
    steps.append(Step(f"s-{new_id()}", head.request, LETTERS, Verb.TELL, (), tuple(wait_for)))
    plan = Plan(
        id=f"p-{new_id()}",
        request=head.request,
        right=head.right,
        policy_version=head.policy_version,
        maps=located.maps,
        made_at=head.made_at,
        steps=tuple(steps),
        questions=questions_of(located),
        blind=located.blind,
    )
    return Drafted(plan, items, apart={STAYS_UNTOLD: stays_untold(plan.id, untold)} if untold else {})


def _steps_of(
    request: str, system: SystemMap, verbs: Sequence[Verb], lines: tuple[Line, ...], new_id: NewId
) -> tuple[list[Step], list[Step]]:
    """The system's steps in order, and the task for a person where it does not do the first verb with the records."""
    made: list[Step] = []
    for verb in verbs:
        doing = tuple(line for line in lines if _is_done(system, verbs, verb, line))
        if doing:
            after = (made[-1].id,) if made else ()
            made.append(Step(f"s-{new_id()}", request, system.name, verb, doing, after))
    by_hand = (line for line in lines if not system.does(verbs[0], line.collection))
    left = tuple(line for line in by_hand if not _stays(system, verbs, line))
    return made, [Step(f"s-{new_id()}", request, system.name, Verb.ASK_PERSON, left)] if left else []


def _is_done(system: SystemMap, verbs: Sequence[Verb], verb: Verb, line: Line) -> bool:
    """What a person does by hand needs no second verb either; for what is kept nothing has to be done by anybody, and
    the connector looks whether it is there still."""
    if _stays(system, verbs, line):
        return verb in system.allow
    return system.does(verbs[0], line.collection) and system.does(verb, line.collection)


def _stays(system: SystemMap, verbs: Sequence[Verb], line: Line) -> bool:
    return line.decision is Decision.KEEP and verbs[0] in system.allow


SHARED = "shared-with-another-person"
"""Question: records hang on a value that two people share."""


def questions_of(located: Located) -> tuple[str, ...]:
    """What a person must look at before approving; names of questions, no personal data."""
    shared = sum(record.shared for records in located.found.values() for record in records)
    candidates = sum(record.candidate for records in located.found.values() for record in records)
    asked: list[str] = []
    if shared:
        asked.append(f"{SHARED}: {shared}")
    if candidates:
        asked.append(f"perhaps-also: {candidates}")
    if located.unsettled:
        asked.append("new identifiers were still appearing after the last round")
    return tuple(asked)
