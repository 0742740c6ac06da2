"""After a correction was written: what finds the person now counts for the case, and the next day somebody looks again.

A sync, an import or a colleague may bring the old value back. Then the promise is broken and a person is asked: nothing
is changed a second time without a plan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta

from belofte.domain.identity import Identifier
from belofte.domain.plan import Decision, Outcome
from belofte.domain.rights.corrections import columns_of
from belofte.domain.system_map import Verb
from belofte.domain.task import Task
from belofte.domain.wish import Wish
from belofte.ports import SystemUnreachable
from belofte.procedures.acting.orders import orders_of
from belofte.procedures.identity.reaching import wish_of
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers, encode_identifiers
from belofte.procedures.rights.rectifying import finder_of
from belofte.store_port import DueDate, Secret, StepState, StoredStep, Transaction, Unknown

RECTIFIED_CHECK = "rectified-check"
"""Due date: look the next day whether an old value came back."""
CHECK_AFTER = timedelta(days=1)
CHECK_AGAIN = timedelta(hours=1)
CAME_BACK = "old-value-came-back"
"""Task and event: what was put right yesterday is wrong again."""
STAYED = "correction.stayed"
"""Event: looked at the next day, everything still stands as it was put right."""


def remember_new_values(parts: Parts, tx: Transaction, written: Sequence[StoredStep]) -> None:
    """After the write: what finds the person now counts for the case too, and tomorrow somebody looks again."""
    cases = list(dict.fromkeys(stored.step.request for stored in written))
    known = tx.vault.newest(IDENTIFIERS, cases)
    secrets: list[Secret] = []
    for case in cases:
        new = _new_identifiers(parts, wish_of(tx, case), [s for s in written if s.step.request == case])
        if new:
            tx.index.add(case, new)
            secrets.append(Secret(case, IDENTIFIERS, encode_identifiers([*decode_identifiers(known[case]), *new])))
    tx.vault.put_many(secrets)
    tx.dates.put([DueDate(RECTIFIED_CHECK, case, parts.now() + CHECK_AFTER) for case in cases])


def _new_identifiers(parts: Parts, wish: Wish, written: Iterable[StoredStep]) -> list[Identifier]:
    found: dict[Identifier, None] = {}
    for stored in written:
        system = parts.systems[stored.step.system]
        for line in stored.step.lines:
            collection = system.collections[line.collection]
            for correction in wish.corrections:
                identifier = finder_of(correction)
                if identifier is None or line.decision is not Decision.DO:
                    continue
                for column in columns_of(correction, system.name, collection):
                    found[replace(identifier, scope=system.scope_of(collection.name, column, correction.kind))] = None
    return list(found)


def look_again(parts: Parts, limit: int = 500) -> int:
    """Look at the corrections that are due for it; returns how many cases were looked at."""
    with parts.store.transaction() as tx:
        due = [item.about for item in tx.dates.take(RECTIFIED_CHECK, parts.now(), limit)]
    for case in due:
        _look(parts, case)
    return len(due)


def _look(parts: Parts, case: str) -> None:
    with parts.store.reading() as tx:
        try:
            tx.requests.get(case)
        except Unknown:  # closed meanwhile
            return
        steps = [s for s in tx.steps.of_request(case) if s.step.verb is Verb.RECTIFY and s.state is StepState.RECEIPTED]
    wrong: list[str] = []
    away = False
    for stored in steps:
        orders = list(orders_of(parts, [stored]).values())
        try:
            seen = list(parts.connectors[stored.step.system].read_back(orders))
        except SystemUnreachable:
            away = True
            continue
        wrong += [stored.step.system for result in seen if result.outcome is Outcome.FAILED]
    with parts.store.transaction() as tx:
        for system in wrong:
            tx.tasks.add([Task(parts.new_id("task"), CAME_BACK, parts.now(), request=case, system=system)])
            tx.events.add(CAME_BACK, case, parts.now(), {"system": system})
        if away:
            tx.dates.put([DueDate(RECTIFIED_CHECK, case, parts.now() + CHECK_AGAIN)])
        elif not wrong:
            tx.events.add(STAYED, case, parts.now())
