"""Watching: look, judge every clause, keep the verdicts, and raise an alarm where a kept promise broke.

1. every connected system is asked what the promises need (one pass each);
2. our own books are read;
3. every clause is judged (pure);
4. observations, verdicts and, for each verdict that changed, a leaf of evidence are kept in one commit;
5. what was kept and is broken now becomes a task for the office, with the time between which it broke.

Past breaks are never overwritten: they stand beside the present verdict.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

from belofte.checks import judge_all
from belofte.checks.shape import FRESH, length
from belofte.domain.canonical import canonical_json
from belofte.domain.country import Countries
from belofte.domain.policy import Text
from belofte.domain.promise import Verdict, VerdictState
from belofte.domain.task import Task
from belofte.procedures.parts import Parts
from belofte.procedures.watching.gathering import gather, observe
from belofte.store_port import LeafDraft, Transaction

GOOD = frozenset({VerdictState.KEPT, VerdictState.ATTESTED})


@dataclass(frozen=True, slots=True)
class Alarm:
    """A promise that was not broken and is now: it broke between ``not_broken_at`` and ``seen_at``."""

    clause: str
    not_broken_at: datetime
    seen_at: datetime
    reason: Text


@dataclass(frozen=True, slots=True)
class Break:
    """A time in the past in which a clause was broken."""

    since: datetime
    until: datetime
    reason: Text


@dataclass(frozen=True, slots=True)
class Watched:
    """The verdicts of now by clause id, the alarms, and the past breaks beside them."""

    at: datetime
    policy_version: int
    verdicts: tuple[Verdict, ...]
    alarms: tuple[Alarm, ...] = ()
    past_breaks: Mapping[str, tuple[Break, ...]] = field(default_factory=dict[str, tuple[Break, ...]])

    @property
    def counts(self) -> Mapping[str, int]:
        """How many clauses have which verdict, every verdict named."""
        return {state.value: sum(v.state is state for v in self.verdicts) for state in VerdictState}


def exit_status(verdicts: Sequence[Verdict]) -> int:
    """1 where something is not as promised, 3 where something could not be seen, else 0 (design §9)."""
    states = {verdict.state for verdict in verdicts}
    if states & {VerdictState.BROKEN, VerdictState.CONTRADICTED}:
        return 1
    return 3 if VerdictState.UNKNOWN in states else 0


def watch(parts: Parts, countries: Countries, folder: Path) -> Watched:
    """Look and judge now. ``folder`` is the policy folder, in which named documents lie."""
    now = parts.now()
    observations = observe(parts)
    records = gather(parts, countries, folder)
    verdicts = judge_all(parts.policy, countries, observations, records, now)
    with parts.store.transaction() as tx:
        before = {verdict.clause: verdict for verdict in tx.promises.present()}
        tx.promises.observe(observations)
        tx.promises.judge(_with_evidence(tx, parts, before, verdicts))
        alarms = _alarms(parts, before, verdicts)
        _raise(tx, parts, alarms)
    with parts.store.reading() as tx:
        present = {verdict.clause: verdict for verdict in tx.promises.present()}
        breaks = {verdict.clause: past_breaks(tx.promises.history(verdict.clause)) for verdict in verdicts}
    shown = tuple(present[verdict.clause] for verdict in verdicts)
    past = {clause: found for clause, found in breaks.items() if found}
    return Watched(now, parts.policy.version, shown, alarms, past)


def past_breaks(history: Sequence[Verdict]) -> tuple[Break, ...]:
    """The times in which a clause was broken, from its verdicts in order. One that lasts is no past break."""
    return tuple(
        Break(verdict.since, after.since, verdict.reason)
        for verdict, after in pairwise(history)
        if verdict.state is VerdictState.BROKEN
    )


def _with_evidence(
    tx: Transaction, parts: Parts, before: Mapping[str, Verdict], verdicts: Sequence[Verdict]
) -> list[Verdict]:
    """Each verdict that changed gets a leaf; one that says the same keeps the leaves it has."""
    changed = [v for v in verdicts if v.clause not in before or before[v.clause].state is not v.state]
    leaves = tx.evidence.append([_leaf(parts, verdict) for verdict in changed]) if changed else []
    numbers = {verdict.clause: (leaf,) for verdict, leaf in zip(changed, leaves, strict=True)}
    return [replace(v, evidence=numbers.get(v.clause) or before[v.clause].evidence) for v in verdicts]


def _leaf(parts: Parts, verdict: Verdict) -> LeafDraft:
    fields: dict[str, object] = {
        "clause": verdict.clause,
        "on": parts.today().isoformat(),
        "policy": parts.policy.version,
        "state": verdict.state.value,
        "digest": sha256(canonical_json(verdict).encode()).hexdigest(),
    }
    return LeafDraft("verdict", fields)


def _alarms(parts: Parts, before: Mapping[str, Verdict], verdicts: Sequence[Verdict]) -> tuple[Alarm, ...]:
    """Not broken at the last look, broken now. *Unknown* in between hides nothing."""
    return tuple(
        Alarm(verdict.clause, _last_look(parts, before[verdict.clause]), verdict.since, verdict.reason)
        for verdict in verdicts
        if verdict.state is VerdictState.BROKEN
        and verdict.clause in before
        and before[verdict.clause].state is not VerdictState.BROKEN
    )


def _last_look(parts: Parts, verdict: Verdict) -> datetime:
    """When the good verdict was last confirmed: its evidence was then as fresh as the clause asks."""
    clause = next((c for c in parts.policy.clauses.values() if c.id == verdict.clause), None)
    if verdict.state is not VerdictState.KEPT or verdict.stale_after is None or clause is None:
        return verdict.since
    return max(verdict.since, min(verdict.stale_after, parts.now()) - length(clause.fresh or FRESH))


def _raise(tx: Transaction, parts: Parts, alarms: Sequence[Alarm]) -> None:
    for alarm in alarms:
        tx.events.add("promise.broken", alarm.clause, alarm.seen_at, {"reason": alarm.reason.by_language})
    if alarms:
        tx.tasks.add([Task(parts.new_id("task"), "promise-broken", parts.now(), count=len(alarms))])
