"""The sweep of one system: looked at by rule, shown, and where nobody needs to be asked, done in batches.

A sweep may be killed anywhere and run again: what went is gone, what did not is due again, and a batch that was cut
short is looked at first. Memory holds one batch. Of the collections, whatever
refers to others goes first.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from belofte.domain.errors import BelofteError
from belofte.domain.hold import hold_of
from belofte.domain.located import Found, Key
from belofte.domain.observing import Oldest, Question, Rows, WithoutStart, name_of
from belofte.domain.plan import Decision, Failure, Outcome, Receipt
from belofte.domain.policy import RetentionRule, Text
from belofte.domain.promise import Reach
from belofte.domain.retention import ONE_DAY, book_year_of, event_of, keep_until, terms_of
from belofte.domain.sweeping import (
    Standing,
    SweepList,
    Swept,
    approved_in,
    asked_before,
    claim_on,
    days_late,
    decision_of,
    obstacle,
    rule_hash,
    standing_of,
)
from belofte.domain.system_map import Collection, SystemMap, Verb
from belofte.domain.task import Task, TaskState
from belofte.domain.worded import worded
from belofte.ports import DueAsk, Order, OrderLine, SweepOrder, SweptByTerm, SystemConnector, SystemUnreachable
from belofte.procedures.acting.sweeping import SWEPT, finish_cut_short, sweep_batch
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.claims import Claimed

AT_ONCE = 1000
"""Records of one batch: one transaction, one receipt."""
RESTRICTED_DUE = "restricted-due"
"""Task: ask the person whose restricted records are past their term whether they may go."""
SWEEP_FAILED = "sweep-failed"
"""Task: a system refused to let something go."""
Say = Callable[[str, str, int], None]
"""Told after each batch: system, collection, how many went so far."""


@dataclass(slots=True)
class Came:
    """What one system's sweep came to. ``waits``: a named person is asked first, nothing was done."""

    shown: SweepList
    went: dict[str, int] = field(default_factory=dict[str, int])
    refused: dict[str, Failure] = field(default_factory=dict[str, Failure])
    gone_by: date | None = None  # the day on which the last copy is gone; None with ``went``: at once
    stopped: Text | None = None  # the system went away in the middle

    @property
    def waits(self) -> bool:
        return self.shown.why is not None


@dataclass(frozen=True, slots=True)
class _Ruled:
    """One collection with the rule of its category."""

    collection: Collection
    rule: RetentionRule
    ask: DueAsk


def look(parts: Parts, system: SystemMap, claimed: Claimed) -> SweepList:
    """What a sweep of this system would do today. Nothing is changed, nothing is kept."""
    shown = SweepList(parts.new_id("list"), system.name, parts.now(), parts.policy.version)
    connector = parts.connectors.get(system.name)
    if not isinstance(connector, SweptByTerm):
        return replace(shown, problem=_not_by_term())
    if system.name in claimed.blind:
        return replace(shown, problem=_both(claimed.blind[system.name].why))
    try:
        lines = [line for name in connector.write_order() if (line := _line(parts, system, connector, name, claimed))]
    except SystemUnreachable as away:
        return replace(shown, problem=_both(f"{away.why} → {away.remedy}"))
    except BelofteError as wrong:
        return replace(shown, problem=_both(f"{wrong.message} → {wrong.remedy}"))
    with parts.store.reading() as tx:
        approved = approved_in(tx.sweeps.of_system(system.name))
    return asked_before(replace(shown, lines=tuple(lines)), approved, parts.policy.rights.ask_above)


def sweep_system(parts: Parts, system: SystemMap, claimed: Claimed, say: Say) -> Came:
    """Look, and do what may be done. A list that waits for a person is kept; it takes the place of an older one."""
    shown = look(parts, system, claimed)
    came = Came(shown)
    if shown.problem is not None:
        return came
    with parts.store.transaction() as tx:
        tx.sweeps.forget_waiting(system.name)
        if shown.why is not None:
            tx.sweeps.put(shown)
    _ask_restricted(parts, system, shown)
    connector = parts.connectors[system.name]
    if shown.why is not None or not isinstance(connector, SweptByTerm):
        return came
    try:
        for _ in finish_cut_short(parts, connector, system.name, shown.id):
            pass
        for line in shown.lines:
            if line.due:
                _sweep_collection(parts, system, connector, came, line, claimed, say)
        _purge(parts, system, came)
    except SystemUnreachable as away:
        came.stopped = _both(f"{away.why} → {away.remedy}")
        return came
    _end(parts, system, came)
    return came


def _line(parts: Parts, system: SystemMap, connector: SweptByTerm, name: str, claimed: Claimed) -> Swept | None:
    """One collection's line; None for what is held for a customer, or holds nothing of anybody."""
    collection = system.collections[name]
    if collection.category is None or not collection.controller:
        return None
    rule, book_year = parts.policy.retention.get(collection.category), book_year_of(parts.policy)
    line = Swept(name, collection.category, decision_of(collection), law=rule.law if rule else None)
    if rule is None:
        return replace(line, problem=_no_rule())
    past = terms_of(rule, parts.today(), book_year)
    if not past:
        return line  # the rule makes nothing due
    if problem := obstacle(system, collection, rule):
        return replace(line, problem=problem)
    ruled = _Ruled(collection, rule, DueAsk(name, past))
    counts, late = Counter[Standing](), 0
    for standing, found in _standings(parts, system.name, connector, ruled, claimed):
        counts[standing] += 1
        if standing is Standing.DUE:
            late = max(late, days_late(rule, found.events, parts.today(), book_year))
    line = replace(line, counts=dict(counts), late=late, rule=rule_hash(rule, collection, book_year))
    return _with_rest(parts, system.name, ruled, replace(line, without_index=tuple(connector.without_index(ruled.ask))))


def _standings(
    parts: Parts, system: str, connector: SweptByTerm, ruled: _Ruled, claimed: Claimed
) -> Iterator[tuple[Standing, Found]]:
    """Every record past its term, and where it stands."""
    today, book_year = parts.today(), book_year_of(parts.policy)
    for found in connector.due(ruled.ask):
        if claimed.untold and hold_of(claimed.untold, (system, found.collection, found.key)):
            continue  # neither listed nor counted: a count would tell
        claim = claim_on(claimed.places, (system, found.collection, found.key))
        yield standing_of(ruled.rule, found.events, today, book_year, claim), found


def _with_rest(parts: Parts, system: str, ruled: _Ruled, line: Swept) -> Swept:
    """What stays because its day has not come, what has no start, and the next day on which something is due."""
    rule, name = ruled.rule, ruled.collection.name
    begins = rule.after if rule.ceiling is not None or rule.floor is not None else None
    without = _number(parts, system, WithoutStart(name, begins)) if begins else 0
    rows = _number(parts, system, Rows(name)) if line.decision is Decision.DELETE else None
    past = sum(line.counts.values())
    counts = {**line.counts, **({Standing.UNDECIDED: without} if without else {})}
    stays = rows - past - (without or 0) if rows is not None else None
    event = event_of(rule)
    oldest = _observed(parts, system, Oldest(name, event)) if event and not past else None
    next_on = _next_on(parts, rule, event, oldest) if event and isinstance(oldest, str) else None
    return replace(line, counts=counts, stays=stays, next_on=next_on)


def _next_on(parts: Parts, rule: RetentionRule, event: str, oldest: str) -> date | None:
    """The day on which the oldest goes; None where that is a shell of what went before."""
    gone_by = keep_until(rule, {event: date.fromisoformat(oldest)}, book_year_of(parts.policy)).gone_by
    return gone_by + ONE_DAY if gone_by and gone_by >= parts.today() else None


def _observed(parts: Parts, system: str, question: Question) -> object:
    """One answer; None where the system may not be asked, or could not say."""
    if Verb.OBSERVE not in parts.systems[system].allow:
        return None
    (seen,) = parts.connectors[system].observe([name_of(question)])
    return seen.value if seen.reach is Reach.SEEN else None


def _number(parts: Parts, system: str, question: Question) -> int | None:
    value = _observed(parts, system, question)
    return value if isinstance(value, int) else None


def _sweep_collection(
    parts: Parts, system: SystemMap, connector: SweptByTerm, came: Came, line: Swept, claimed: Claimed, say: Say
) -> None:
    collection = system.collections[line.collection]
    rule = parts.policy.retention[line.category]
    past = terms_of(rule, parts.today(), book_year_of(parts.policy))
    ruled = _Ruled(collection, rule, DueAsk(line.collection, past))
    batch: list[Key] = []
    for standing, found in _standings(parts, system.name, connector, ruled, claimed):
        if standing is Standing.DUE:
            batch.append(found.key)
        if len(batch) == AT_ONCE:
            _do(parts, system.name, connector, came, ruled.ask, line.decision, batch)
            say(system.name, line.collection, came.went[line.collection])
            batch = []
    if batch:
        _do(parts, system.name, connector, came, ruled.ask, line.decision, batch)
        say(system.name, line.collection, came.went[line.collection])


def _do(
    parts: Parts,
    system: str,
    connector: SweptByTerm,
    came: Came,
    ask: DueAsk,
    decision: Decision,
    keys: list[Key],
) -> None:
    order = SweepOrder(parts.new_id(SWEPT.rstrip("-")), ask.collection, decision, tuple(keys), ask.past)
    receipt: Receipt = sweep_batch(parts, connector, system, came.shown.id, order)
    came.went[ask.collection] = came.went.get(ask.collection, 0) + sum(one.acted or 0 for one in receipt.lines)
    if receipt.problem is not None:
        came.refused[ask.collection] = receipt.problem


def _purge(parts: Parts, system: SystemMap, came: Came) -> None:
    """Once, after the last batch: make it physical, or learn the day on which the last copy is gone."""
    lines = [line for line in came.shown.lines if came.went.get(line.collection)]
    if not lines or Verb.PURGE not in system.allow:
        return
    connector: SystemConnector = parts.connectors[system.name]
    order = Order(came.shown.id, (), tuple(OrderLine(one.collection, one.decision, frozenset()) for one in lines))
    for result in connector.purge([order]):
        came.gone_by = result.until
        if result.outcome is Outcome.FAILED and result.problem is not None:
            came.refused[result.problem.where] = result.problem


def _end(parts: Parts, system: SystemMap, came: Came) -> None:
    """The approvals of this system are used up as far as they let a large sweep through; refusals are a task."""
    with parts.store.transaction() as tx:
        for one in tx.sweeps.of_system(system.name):
            if one.approved_by and one.ended_at is None:
                tx.sweeps.put(replace(one, ended_at=parts.now()))
        if came.went:
            tx.sweeps.put(replace(came.shown, approved_by=None, ended_at=parts.now()))
        if came.refused and not _asked(tx.tasks.in_state(TaskState.OPEN), SWEEP_FAILED, None, system.name):
            count = len(came.refused)
            tx.tasks.add([Task(parts.new_id("task"), SWEEP_FAILED, parts.now(), system=system.name, count=count)])


def _asked(tasks: list[Task], kind: str, request: str | None, system: str) -> bool:
    return any((one.kind, one.request, one.system) == (kind, request, system) for one in tasks)


def _ask_restricted(parts: Parts, system: SystemMap, shown: SweepList) -> None:
    """Restricted and past its term: somebody asks the person, once. The task stays until it was done."""
    count = sum(line.count(Standing.RESTRICTED) for line in shown.lines)
    if not count:
        return
    with parts.store.transaction() as tx:
        if not _asked(tx.tasks.in_state(TaskState.OPEN), RESTRICTED_DUE, None, system.name):
            tx.tasks.add([Task(parts.new_id("task"), RESTRICTED_DUE, parts.now(), system=system.name, count=count)])


def _not_by_term() -> Text:
    return worded(
        "dit systeem vindt nog niets op ouderdom: hier is niet gekeken",
        "this system does not find by age yet: nothing was looked at here",
    )


def _no_rule() -> Text:
    return worded("het beleid zegt niet hoe lang dit bewaard wordt", "the policy does not say how long this is kept")


def _both(words: str) -> Text:
    return Text({"nl": words, "en": words})
