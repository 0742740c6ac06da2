"""Where every record of one system stands today, by the rule of its category: looked at, and nothing is changed.

A collection has days of its own, or hangs on rows of another system (a scan, a message with the invoice); then those
rows are asked, and what hangs on them is found by what both hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from belofte.domain.errors import BelofteError
from belofte.domain.hanging import Hanging, hanging_in
from belofte.domain.hold import hold_of
from belofte.domain.kept_words import kept_words
from belofte.domain.located import Found
from belofte.domain.observing import Question, Rows, WithoutStart, name_of
from belofte.domain.own_books import OWN
from belofte.domain.plan import Decision
from belofte.domain.policy import RetentionRule, Text
from belofte.domain.promise import Reach
from belofte.domain.retention import Due, Term, Unless, book_year_of, due_in, starts_of
from belofte.domain.said import said
from belofte.domain.sweeping import (
    Standing,
    SweepList,
    Swept,
    approved_in,
    asked_before,
    claim_on,
    days_late,
    decision_of,
    erased_by_people,
    obstacle,
    rule_hash,
    standing_of,
)
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.domain.worded import worded
from belofte.ports import DueAsk, SweptByTerm, SystemUnreachable, Telling
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.beside import left_to_hand, line_beside, lines_of_people
from belofte.procedures.retaining.by_days import Judge, one_by_one, stand_by_days
from belofte.procedures.retaining.claims import Claimed
from belofte.procedures.retaining.next_day import first_decided, next_day
from belofte.procedures.retaining.undated import decided_in
from belofte.sweep_port import KeepsSwept, SweptByDays, in_one_look

HOLDERS = 500
"""Rows of another system whose copies are looked for in one pass."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """One collection with the rule of its category, what makes a record of it due today, and what it hangs on."""

    system: SystemMap
    collection: Collection
    rule: RetentionRule
    due: Due
    hanging: Hanging | None = None
    telling: tuple[Telling, ...] = ()  # by what copies of its records are known elsewhere

    @property
    def ask(self) -> DueAsk:
        return DueAsk(self.collection.name, self.due.past, self.due.unless, self.telling)


def ruled(parts: Parts, system: SystemMap, collection: Collection, rule: RetentionRule) -> Ruled:
    """The collection as it is to be looked at today."""
    due = due_in(rule, parts.today(), book_year_of(parts.policy))
    return Ruled(system, collection, rule, due, hanging_in(system, collection, rule, parts.systems))


def look(parts: Parts, system: SystemMap, claimed: Claimed) -> SweepList:
    """What a sweep of this system would do today. Nothing is changed, nothing is kept."""
    shown = SweepList(parts.new_id("list"), system.name, parts.now(), parts.policy.version)
    connector = parts.connectors.get(system.name)
    if system.is_kept_by_people:
        return replace(shown, lines=tuple(lines_of_people(parts, system)))
    if not isinstance(connector, SweptByTerm):
        return replace(shown, problem=not_by_term())
    if system.name in claimed.blind:
        return replace(shown, problem=said(claimed.blind[system.name].why))
    try:
        with in_one_look(connector):
            sweepable = list(connector.write_order())
            beside = [name for name in system.collections if name not in sweepable]
            lines = [_line(parts, system, connector, name, claimed) for name in sweepable]
            lines += [line_beside(parts, system, connector, name) for name in beside]
    except SystemUnreachable as away:
        return replace(shown, problem=said(f"{away.why} → {away.remedy}"))
    except BelofteError as wrong:
        return replace(shown, problem=said(f"{wrong.message} → {wrong.remedy}"))
    with parts.store.reading() as tx:
        approved = approved_in(tx.sweeps.of_system(system.name))
    told = replace(shown, lines=tuple(line for line in lines if line))
    return asked_before(told, approved, parts.policy.rights.ask_above)


def standings(parts: Parts, connector: SweptByTerm, of: Ruled, claimed: Claimed) -> Iterator[tuple[Standing, Found]]:
    """Every record past its term, and where it stands; decided ones without a first day of their own among them."""
    today, book_year = parts.today(), book_year_of(parts.policy)
    system = of.system.name
    known: dict[tuple[object, ...], Standing] = {}  # by the days of its events: many records share theirs
    found_by_term = _hung(parts, connector, of) if of.hanging else connector.due(of.ask)
    for found in found_by_term:
        if claimed.untold and hold_of(claimed.untold, (system, found.collection, found.key)):
            continue  # neither listed nor counted: a count would tell
        claim = claim_on(claimed.places, (system, found.collection, found.key)) if claimed.places else None
        days = (*found.events.values(), claim)
        if (stands := known.get(days)) is None:
            stands = known[days] = standing_of(of.rule, found.events, today, book_year, claim)
        yield Standing.UNDECIDED if found.shared else stands, found
    if of.hanging is None:
        yield from decided_standings(parts, connector, of, claimed)


def decided_standings(
    parts: Parts, connector: SweptByTerm, of: Ruled, claimed: Claimed
) -> Iterator[tuple[Standing, Found]]:
    """Only those without a first day of their own about which a person decided."""
    system, book_year = of.system.name, book_year_of(parts.policy)
    for found, decision in decided_in(parts, connector, of.system, of.collection, of.rule):
        if claimed.untold and hold_of(claimed.untold, (system, found.collection, found.key)):
            continue
        claim = claim_on(claimed.places, (system, found.collection, found.key))
        stands = standing_of(of.rule, found.events, parts.today(), book_year, claim, decision)
        if stands is not Standing.NOT_DUE:
            yield stands, replace(found, via=DECIDED)


DECIDED = "decided"
"""How a record was found that has no first day of its own, and about which a person decided."""


def _hung(parts: Parts, connector: SweptByTerm, of: Ruled) -> Iterator[Found]:
    """What hangs on due rows of another system, with the days of those rows."""
    hanging = of.hanging
    rows = parts.connectors.get(hanging.on) if hanging else None
    if hanging is None or not isinstance(rows, SweptByTerm) or not isinstance(connector, KeepsSwept):
        return
    seen = iter(rows.due(_ask_of_rows(of, hanging)))
    back = {theirs: ours for ours, theirs in hanging.events.items()}
    while some := list(islice(seen, HOLDERS)):
        for number, found in connector.hanging_on(hanging.collection, [row.holds for row in some]):
            days = {back.get(event, event): day for event, day in some[number].events.items()}
            yield replace(found, request="", events=days)


def _ask_of_rows(of: Ruled, hanging: Hanging) -> DueAsk:
    """What is due of the copy, in the words of the row it hangs on. Tags are the row's own: the copy has what it
    has."""
    past = tuple(Term(hanging.events[term.event], term.last) for term in of.due.past)
    unless = tuple(
        Unless(hanging.events.get(one.event, one.event), tuple(_in_words(one.past, hanging))) for one in of.due.unless
    )
    return DueAsk(hanging.table, past, unless, tuple(Telling(b.column, b.kind, b.scope) for b in hanging.bonds))


def _in_words(past: Sequence[Term], hanging: Hanging) -> Iterator[Term]:
    yield from (Term(hanging.events.get(term.event, term.event), term.last) for term in past)


def _line(parts: Parts, system: SystemMap, connector: SweptByTerm, name: str, claimed: Claimed) -> Swept | None:
    """One collection's line; None for what is held for a customer, or holds nothing of anybody."""
    collection = system.collections[name]
    if collection.category is None or not collection.controller:
        return None
    rule, book_year = parts.policy.retention.get(collection.category), book_year_of(parts.policy)
    line = Swept(name, collection.category, decision_of(collection), law=rule.law if rule else None)
    if rule is None:
        return replace(line, problem=no_rule())
    line = replace(line, term=kept_words(rule))
    of = ruled(parts, system, collection, rule)
    if not of.due.past:
        return replace(line, next_seen=True)  # the rule makes nothing due
    if problem := obstacle(system, collection, rule) or _no_way(parts, of):
        return replace(line, problem=problem)
    line = replace(line, by_hand=erased_by_people(system, collection) or left_to_hand(connector, name))
    line = replace(line, rule=rule_hash(rule, collection, book_year))
    line = replace(line, one_by_one=one_by_one(parts, system, collection, of.ask))
    line, decided = _counted(parts, connector, of, line, claimed)
    if of.hanging is not None:
        return line
    all_decided = list(decided_in(parts, connector, system, collection, rule))
    line = replace(line, decided=len(all_decided), without_index=tuple(connector.without_index(of.ask)))
    next_on, seen = next_day(parts, connector, name, rule, system.name)
    by_decision = first_decided(rule, all_decided, parts.today(), book_year)
    line = replace(line, next_on=min(filter(None, (next_on, by_decision)), default=None), next_seen=seen)
    return _with_rest(parts, of, line, decided)


def _counted(parts: Parts, connector: SweptByTerm, of: Ruled, line: Swept, claimed: Claimed) -> tuple[Swept, int]:
    """The line with its counts and days too late; and how many of them a person decided about."""
    counts, decided = Counter[Standing](), 0
    due_days: dict[tuple[object, ...], Mapping[str, date | None]] = {}  # one record for each set of days
    found_ = standings(parts, connector, of, claimed)
    if line.one_by_one is None and isinstance(connector, SweptByDays):
        by_days = stand_by_days(connector, of.system.name, of.ask, claimed, judge_of(parts, of))
        counts += by_days.counts
        due_days = {tuple(days.values()): days for days in by_days.due.longest}
        found_ = decided_standings(parts, connector, of, claimed)
    for standing, found in found_:
        counts[standing] += 1
        decided += found.via == DECIDED
        if standing is Standing.DUE:
            due_days[tuple(found.events.values())] = found.events
    book_year = book_year_of(parts.policy)
    late = max((days_late(of.rule, events, parts.today(), book_year) for events in due_days.values()), default=0)
    return replace(line, counts=dict(counts), late=late), decided


def judge_of(parts: Parts, of: Ruled) -> Judge:
    """Where a record of this collection stands today."""
    today, book_year = parts.today(), book_year_of(parts.policy)
    return lambda days, claim: standing_of(of.rule, days, today, book_year, claim)


def _no_way(parts: Parts, of: Ruled) -> Text | None:
    """Days that lie in another system, and nothing that leads there."""
    elsewhere = [p for p in of.collection.clock.values() if p.partition(".")[0] in {*parts.systems} - {of.system.name}]
    if not elsewhere:
        return None
    rows = parts.connectors.get(of.hanging.on) if of.hanging else None
    if of.hanging is None or not isinstance(rows, SweptByTerm):
        return worded(
            "de dag staat in een ander systeem ({place}), en de kaart wijst de weg er niet heen: of: of found_by:",
            "the day stands in another system ({place}), and the map does not lead there: of: or found_by:",
            place=elsewhere[0],
        )
    if not isinstance(parts.connectors.get(of.system.name), KeepsSwept):
        return not_by_term()
    return None


def _with_rest(parts: Parts, of: Ruled, line: Swept, decided: int) -> Swept:
    """What stays because its day has not come, and what has no start. ``decided`` of those past their term have no
    first day of their own."""
    rule, name, system = of.rule, of.collection.name, of.system.name
    starts = starts_of(rule) if system != OWN else ()  # a row of our own books without a day is simply not over yet
    without = sum(_number(parts, system, WithoutStart(name, event)) or 0 for event in starts)
    is_log = of.collection.at.get("format") == ("lines",)  # what goes are days of a file, what is counted are lines
    rows = _number(parts, system, Rows(name)) if line.decision is Decision.DELETE and not is_log else None
    past = sum(line.counts.values())
    undecided = line.count(Standing.UNDECIDED) + max(without - line.decided, 0)
    counts = {**line.counts, **({Standing.UNDECIDED: undecided} if undecided else {})}
    stays = rows - past - without + decided if rows is not None else None
    return replace(line, counts=counts, stays=stays)


def _observed(parts: Parts, system: str, question: Question) -> object:
    """One answer; None where the system may not be asked, or could not say."""
    if Verb.OBSERVE not in parts.systems[system].allow:
        return None
    (seen,) = parts.connectors[system].observe([name_of(question)])
    return seen.value if seen.reach is Reach.SEEN else None


def _number(parts: Parts, system: str, question: Question) -> int | None:
    value = _observed(parts, system, question)
    return value if isinstance(value, int) else None


def not_by_term() -> Text:
    """A system whose connector lacks the way."""
    return worded(
        "dit systeem vindt nog niets op ouderdom: hier is niet gekeken",
        "this system does not find by age yet: nothing was looked at here",
    )


def no_rule() -> Text:
    """A category without a term."""
    return worded("het beleid zegt niet hoe lang dit bewaard wordt", "the policy does not say how long this is kept")
