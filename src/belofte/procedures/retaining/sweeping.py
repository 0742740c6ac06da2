"""The sweep of one system: looked at by rule, shown, and where nobody needs to be asked, done in batches.

A sweep may be killed anywhere and run again: what went is gone, what did not is due again, and a batch that was cut
short is looked at first. Memory holds one batch. Of the collections, whatever refers to others goes first; a row on
which copies in other systems hang stays until they have gone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace

from belofte.domain.hanging import hanging_on
from belofte.domain.located import Found, Key
from belofte.domain.plan import Decision, Outcome
from belofte.domain.said import said
from belofte.domain.sweeping import Standing, Swept, outdated, still_put_off
from belofte.domain.system_map import SystemMap, Verb
from belofte.domain.task import Task, TaskState
from belofte.ports import Order, OrderLine, SweptByTerm, SystemConnector, SystemUnreachable, Telling
from belofte.procedures.acting.sweeping import finish_cut_short
from belofte.procedures.parts import Parts
from belofte.procedures.retaining.beside import ask_by_hand
from belofte.procedures.retaining.by_days import LetGo
from belofte.procedures.retaining.by_keys import AT_ONCE, let_go_by_keys
from belofte.procedures.retaining.claims import Claimed, ClaimsNow
from belofte.procedures.retaining.looking import (
    DECIDED,
    Ruled,
    decided_standings,
    judge_of,
    look,
    ruled,
    standings,
)
from belofte.procedures.retaining.running import Came, Running, Say
from belofte.procedures.retaining.unaltered import see_kept
from belofte.sweep_port import KeepsSwept, LooksOnce, SweptByDays

RESTRICTED_DUE = "restricted-due"
"""Task: ask the person whose restricted records are past their term whether they may go."""
SWEEP_FAILED = "sweep-failed"
"""Task: a system refused to let something go."""
TERM_UNDECIDED = "term-undecided"
"""Task: records have no first day for their term; somebody decides what becomes of them."""


def sweep_system(parts: Parts, system: SystemMap, claiming: ClaimsNow, say: Say) -> Came:
    """Look, and do what may be done. A list that waits for a person is kept; it takes the place of an older one."""
    claimed = claiming.now()
    came = _looked(parts, system, claimed)
    shown = came.shown
    if shown.problem is not None:
        with parts.store.transaction() as tx:
            tx.sweeps.put_looked(shown)
        return came
    with parts.store.transaction() as tx:
        earlier = tx.sweeps.of_system(system.name)
        for changed in (outdated(one, shown) for one in earlier if one.approved_by):
            if changed is not None:
                tx.sweeps.put(changed)
        shown = came.shown = still_put_off(shown, earlier, parts.today())
        tx.sweeps.forget_waiting(system.name)
        tx.sweeps.put_looked(shown)
        if shown.why is not None:
            tx.sweeps.put(shown)
    for standing, kind in ((Standing.RESTRICTED, RESTRICTED_DUE), (Standing.UNDECIDED, TERM_UNDECIDED)):
        _ask_somebody(parts, system, kind, sum(line.count(standing) for line in shown.lines))
    ask_by_hand(parts, system, shown, claimed)
    connector = parts.connectors[system.name]
    if not isinstance(connector, SweptByTerm) or came.stopped is not None:
        return came
    is_compared = isinstance(connector, LooksOnce)
    try:
        with parts.store.reading() as tx:
            before_noted = tx.seals.lacks_last_days(system.name)
        if before_noted and not is_compared:  # else what goes now would be missed afterwards
            see_kept(parts, system, claimed)
        if shown.why is None:
            _carry_out(Running(parts, system, connector, claiming, came, say))
        if not is_compared:
            see_kept(parts, system, claiming.now())
    except SystemUnreachable as away:
        came.stopped = said(f"{away.why} → {away.remedy}")
    return came


def _looked(parts: Parts, system: SystemMap, claimed: Claimed) -> Came:
    """What is past its term; and where calls are counted, in the same look, whether what is kept is as it was: what
    goes afterwards is known by its key. Elsewhere that is seen when the sweep is done."""
    connector = parts.connectors.get(system.name)
    if not isinstance(connector, LooksOnce):
        return Came(look(parts, system, claimed))
    with connector.one_look():
        came = Came(look(parts, system, claimed))
        if came.shown.problem is None:
            try:
                see_kept(parts, system, claimed)
            except SystemUnreachable as away:
                came.stopped = said(f"{away.why} → {away.remedy}")
    return came


def _carry_out(sweep: Running) -> None:
    parts, came, name = sweep.parts, sweep.came, sweep.system.name

    def besides(collection: str) -> tuple[Key, ...]:
        return sweep.claimed().keys(name, collection)

    for _ in finish_cut_short(parts, sweep.connector, name, came.shown.id, besides):
        pass
    for line in came.shown.lines:
        if line.due and line.by_hand is None:
            _sweep_collection(sweep, line)
    _purge(parts, sweep.system, came)
    _end(parts, sweep.system, came)


def _sweep_collection(sweep: Running, line: Swept) -> None:
    collection = sweep.system.collections[line.collection]
    of = ruled(sweep.parts, sweep.system, collection, sweep.parts.policy.retention[line.category])
    copies = _Copies(sweep, of)
    of = replace(of, telling=copies.tellings)
    by_term: list[Found] = []
    decided: list[Key] = []
    by_days = line.one_by_one is None and _by_days(sweep, of, line.decision)
    standing_now = decided_standings if by_days else standings
    found_ = standing_now(sweep.parts, sweep.connector, of, sweep.claimed())
    for standing, found in found_:
        if standing is Standing.DUE and (found.via == DECIDED or of.hanging is not None):
            decided.append(found.key)  # the day is not in the record itself: nothing to compare at the act
        elif standing is Standing.DUE:
            by_term.append(found)
        if len(by_term) == AT_ONCE:
            let_go_by_keys(sweep, of, line.decision, copies.gone_of(by_term), of.ask)
            by_term = []
        if len(decided) == AT_ONCE:
            let_go_by_keys(sweep, of, line.decision, decided, None)
            decided = []
    let_go_by_keys(sweep, of, line.decision, copies.gone_of(by_term), of.ask)
    let_go_by_keys(sweep, of, line.decision, decided, None)


def _by_days(sweep: Running, of: Ruled, decision: Decision) -> bool:
    """Let whole days go at once. False: the database refused a batch as a whole, the rest goes record by record."""
    parts, system, name, came = sweep.parts, sweep.system.name, of.collection.name, sweep.came
    if not isinstance(sweep.connector, SweptByDays):
        return False
    judge = judge_of(parts, of)
    let_go = LetGo(parts, sweep.connector, system, came.shown.id, of.ask, decision, sweep.claiming, judge)
    for receipt in let_go.batches():
        if receipt is None:
            return False
        came.went[name] = came.went.get(name, 0) + sum(one.acted or 0 for one in receipt.lines)
        if receipt.problem is not None:
            came.refused[name] = receipt.problem
        came.claimed[name] = let_go.claimed
        sweep.say(system, name, came.went[name])
    came.claimed[name] = let_go.claimed
    return True


class _Copies:
    """Copies elsewhere of the rows of one collection. A row is not let go while one of them is there: afterwards
    nothing would lead to it."""

    def __init__(self, sweep: Running, of: Ruled) -> None:
        self._sweep = sweep
        hanging = hanging_on(sweep.parts.systems, sweep.parts.policy.retention, sweep.system.name, of.collection.name)
        self._hanging = [
            (one, connector)
            for one in hanging
            if isinstance(connector := sweep.parts.connectors.get(one.system), KeepsSwept)
            and isinstance(connector, SweptByTerm)
        ]
        self.tellings = tuple(
            dict.fromkeys(Telling(b.column, b.kind, b.scope) for one, _ in self._hanging for b in one.bonds)
        )

    def gone_of(self, found: list[Found]) -> list[Key]:
        """The rows of which no copy is left."""
        waiting: dict[str, set[int]] = defaultdict(set)  # by system; a row with two copies there waits once
        for one, connector in self._hanging if found else ():
            known = {(b.kind, b.scope) for b in one.bonds}
            holders = [[i for i in row.holds if (i.kind, i.scope) in known] for row in found]
            try:
                left = {number for number, copy in connector.hanging_on(one.collection, holders) if not copy.shared}
            except SystemUnreachable:
                left = set(range(len(found)))
            waiting[one.system] |= left
        where: dict[int, list[str]] = defaultdict(list)
        for system, rows in waiting.items():
            for number in rows:
                where[number].append(system)
        if where:
            spared = self._sweep.came.spared.setdefault(found[0].collection, Counter[tuple[str, ...]]())
            spared.update(tuple(sorted(systems)) for systems in where.values())
        stays = {found[number].key for number in where}
        return [row.key for row in found if row.key not in stays]


def _purge(parts: Parts, system: SystemMap, came: Came) -> None:
    """Once, after the last batch: make it physical, or learn the day on which the last copy is gone."""
    lines = [line for line in came.shown.lines if came.went.get(line.collection)]
    if not lines or Verb.PURGE not in system.allow:
        return
    connector: SystemConnector = parts.connectors[system.name]
    order = Order(came.shown.id, (), tuple(OrderLine(one.collection, one.decision, frozenset()) for one in lines))
    for result in connector.purge([order]):
        came.gone_by = max(filter(None, (came.gone_by, result.until)), default=None)
        if result.outcome is Outcome.FAILED and result.problem is not None:
            came.refused[result.problem.where] = result.problem


def _end(parts: Parts, system: SystemMap, came: Came) -> None:
    """The approvals of this system are used up as far as they let a large sweep through; refusals are a task. What the
    look said is kept as it is now."""
    with parts.store.transaction() as tx:
        for one in tx.sweeps.of_system(system.name):
            if one.approved_by and one.ended_at is None:
                tx.sweeps.put(replace(one, ended_at=parts.now()))
        if came.went:
            tx.sweeps.put(replace(came.shown, approved_by=None, ended_at=parts.now()))
        tx.sweeps.put_looked(replace(came.shown, lines=tuple(_after(line, came) for line in came.shown.lines)))
    _ask_somebody(parts, system, SWEEP_FAILED, len(came.refused))


def _after(line: Swept, came: Came) -> Swept:
    """A collection's line with what went taken out."""
    claimed = came.claimed.get(line.collection, Counter())
    due = max(line.due - came.went.get(line.collection, 0) - sum(claimed.values()), 0)
    counts = {**line.counts, Standing.DUE: due}
    for standing in filter(None, claimed):
        counts[standing] = line.count(standing) + claimed[standing]
    return replace(line, counts={s: n for s, n in counts.items() if n}, late=line.late if due else 0)


def _ask_somebody(parts: Parts, system: SystemMap, kind: str, count: int) -> None:
    """One task a system and kind, once: it stays until it was done."""
    if not count:
        return
    with parts.store.transaction() as tx:
        asked = any(one.kind == kind and one.system == system.name for one in tx.tasks.in_state(TaskState.OPEN))
        if not asked:
            tx.tasks.add([Task(parts.new_id("task"), kind, parts.now(), system=system.name, count=count)])
