"""The one place that acts. Plans come in; connectors do; what was done is read back, and every act leaves a receipt.

The order of one drive, each line durable before the next; the process may be killed between any two of them:

1. *intent*: due steps of one system and verb are claimed (``planned → intended``);
2. the *ledger* is sealed, for verbs that must survive a restored backup;
3. the connector *acts*, all requests in one pass;
4. it *looks* again, by the keys acted on and by the original identifiers;
5. *receipt*, evidence and the request's state in one commit.

After a kill between 3 and 5 the step runs again: the connector finds nothing left to do, the receipt says ``acted``
unknown, and ``remains`` decides (design §10, SQL).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from belofte.domain.plan import Failure, Outcome, Receipt
from belofte.domain.request import Request, Waiting, wait
from belofte.domain.rights.planning import LETTERS
from belofte.domain.system_map import Verb
from belofte.ports import Batch, Driven, Order, Result, SystemConnector, SystemUnreachable
from belofte.procedures.acting.breaking_off import left_to_a_person, planned_lines, seen_after
from belofte.procedures.acting.carrying_out import BrokenOff, act_and_look
from belofte.procedures.acting.exporting import export
from belofte.procedures.acting.keepers import ask_keepers, task_for
from belofte.procedures.acting.orders import orders_of
from belofte.procedures.acting.outcomes import follow_outcomes
from belofte.procedures.acting.receipting import receipt_of
from belofte.procedures.acting.sealing import seal
from belofte.procedures.acting.setbacks import Claimed, fail, later, not_begun
from belofte.procedures.acting.settling import may_follow, settle
from belofte.procedures.answering.telling import tell
from belofte.procedures.clock.tending import tend
from belofte.procedures.disclosing.by_hand import hand_to_who_knows
from belofte.procedures.parts import Current, Parts
from belofte.procedures.planning.at_once import due_by_hand
from belofte.procedures.retaining.untold import keep_untold, told_of
from belofte.procedures.rights.rectified_check import remember_new_values
from belofte.store_port import StepState, StoredPackage, StoredStep, Transaction


class Runner:
    """Carries plans out (:class:`belofte.ports.Work`). Safe to run again after a kill at any point."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def due(self, limit: int = 1000) -> Sequence[Batch]:
        """The batches that can start now."""
        with self._parts.store.reading() as tx:
            return tx.steps.due(self._parts.now())[:limit]

    def tend(self) -> Mapping[str, int]:
        """Letters, windows, cases: everything that is due by the clock."""
        return tend(self._parts)

    def drive(self, system: str, verb: Verb, limit: int = 1000) -> Driven:
        """Do at most ``limit`` due steps of one system and verb."""
        parts = self._parts
        batch = parts.new_id("batch")
        with parts.store.transaction() as tx:
            tx.steps.reclaim(system, verb)
            claimed = tx.steps.claim(batch, system, verb, parts.now(), limit)
            if not claimed:
                return Driven(system, verb)
            requests, begun = _begin(tx, claimed)
            maps = tx.plans.maps_of([stored.plan for stored in claimed])
        if system == LETTERS:
            return tell(parts, claimed, requests)
        if verb is Verb.ASK_PERSON:
            return _ask_person(parts, system, claimed)
        return self._act(system, verb, Claimed(claimed, requests, begun, maps))

    def _act(self, system: str, verb: Verb, claim: Claimed) -> Driven:
        parts = self._parts
        connector = parts.connectors[system]
        try:
            fitting, stale = _by_fit(connector, system, claim)
        except SystemUnreachable as cause:
            return not_begun(parts, system, verb, claim, cause)
        try:
            orders = keep_untold(parts, system, verb, orders_of(parts, claim.steps))
        except SystemUnreachable as cause:
            return later(parts, system, verb, claim, cause, {})
        try:
            wanted = [orders[stored.step.request] for stored in fitting]
            done_before = _look_at_stale(connector, verb, stale, orders)
            if verb is Verb.EXPORT:
                results, packages = export(parts, connector, system, wanted, claim.requests)
            else:
                sealed = seal(parts, system, verb, wanted, claim.requests)
                results, packages = act_and_look(connector, verb, wanted), []
                parts.store.ledger.finish(sealed)
        except BrokenOff as cut:
            partly = told_of(_broken_off(fitting, cut))
            if not cut.transient:
                partly |= seen_after(connector, fitting, orders, partly)
            return later(parts, system, verb, claim, cut, partly)
        except SystemUnreachable as cause:
            return later(parts, system, verb, claim, cause, {})
        results = told_of({**results, **done_before})
        results |= seen_after(connector, claim.steps, orders, results)
        return _receipt(parts, system, verb, claim, results, packages)


def _begin(tx: Transaction, claimed: Sequence[StoredStep]) -> tuple[dict[str, Request], frozenset[str]]:
    """The requests of the claimed steps; an approved one is now acting. Also which of them were only approved."""
    cases = [stored.step.request for stored in claimed]
    begun = tx.requests.begin(cases)
    return tx.requests.get_many(cases), begun


def _by_fit(connector: SystemConnector, system: str, claim: Claimed) -> tuple[list[StoredStep], list[StoredStep]]:
    """The steps whose plan was made on the map and schema of now, and those whose plan is stale."""
    fingerprint = connector.fingerprint()
    fitting: list[StoredStep] = []
    stale: list[StoredStep] = []
    for stored in claim.steps:
        (fitting if claim.maps[stored.plan].get(system) == fingerprint else stale).append(stored)
    return fitting, stale


def _broken_off(steps: Sequence[StoredStep], cut: BrokenOff) -> dict[str, Result]:
    """What is known of each step of an act that was cut off: it may have been done, in part or not at all."""
    unknown = {s.step.request: Result(s.step.request, Outcome.FAILED, planned_lines(s)) for s in steps}
    return {**unknown, **cut.acted}


def _look_at_stale(
    connector: SystemConnector, verb: Verb, stale: Sequence[StoredStep], orders: Mapping[str, Order]
) -> dict[str, Result]:
    """A stale step that was begun before a crash may have been done: a look decides. All others were not done."""
    begun = [orders[stored.step.request] for stored in stale if stored.attempts > 1 and verb is not Verb.EXPORT]
    looked = {result.request: result for result in connector.read_back(begun)} if begun else {}
    outdated = Result("", Outcome.FAILED, problem=Failure(False, "the map or schema changed", "read the new plan"))
    return {case: _stale(replace(outdated, request=case), looked.get(case)) for case in (s.step.request for s in stale)}


def _stale(outdated: Result, looked: Result | None) -> Result:
    if looked is None:
        return outdated
    if looked.outcome is not Outcome.FAILED:
        return looked
    return replace(outdated, lines=looked.lines, looked=looked.looked)


def _receipt(
    parts: Parts,
    system: str,
    verb: Verb,
    claim: Claimed,
    results: Mapping[str, Result],
    packages: Sequence[StoredPackage],
) -> Driven:
    """Receipts, evidence leaves, packages and states in one commit."""
    receipts: list[tuple[str, Receipt]] = []
    failed: list[StoredStep] = []
    for stored in claim.steps:
        result = left_to_a_person(stored, results[stored.step.request])
        if result.outcome is Outcome.FAILED:
            failed.append(stored)
        else:
            receipts.append((stored.step.request, receipt_of(parts, stored, result)))
    with parts.store.transaction() as tx:
        tx.vault.add_packages(packages)
        tx.receipts.add(receipts, parts.today())
        follow_outcomes(parts, tx, receipts)
        if verb is Verb.RECTIFY:
            remember_new_values(parts, tx, [stored for stored in claim.steps if stored not in failed])
        for stored in failed:
            fail(parts, tx, stored, results[stored.step.request])
        settle(parts, tx, [case for case, _ in receipts if may_follow(claim.requests[case])])
    return Driven(system, verb, receipted=len(receipts), failed=len(failed))


def _ask_person(parts: Parts, system: str, claimed: Sequence[StoredStep]) -> Driven:
    """A verb the company does not allow, or a system without an interface: a task, and the step waits for its end."""
    with parts.store.transaction() as tx:
        requests = dict(tx.requests.get_many([stored.step.request for stored in claimed]))
        open_for = {task.step for stored in claimed for task in tx.tasks.of_request(stored.step.request)}
        fresh = [(requests[stored.step.request], stored) for stored in claimed if stored.step.id not in open_for]
        tasks = [task_for(parts, request, stored, due_by_hand(parts, request)) for request, stored in fresh]
        tx.tasks.add(tasks)
        for (request, stored), task in zip(fresh, tasks, strict=True):
            requests[request.id] = hand_to_who_knows(parts, tx, requests[request.id], stored, task)
        ask_keepers(parts, tx, tasks, requests)
        tx.steps.mark([stored.step.id for stored in claimed], StepState.ACTED)
        tx.requests.save_many([wait(request, Waiting.OFFICE, system) for request in requests.values()])
    return Driven(system, Verb.ASK_PERSON, waiting=len(claimed))
