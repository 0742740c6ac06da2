"""Single records of a plan, by a handle the office can name: listed, withheld, kept, and passages left out of a copy.

A handle is ``system.collection#3``: the third record of that collection in the newest plan, in the order of its keys.
The decisions themselves lie in the vault, by the record's own key, so that they hold for every later plan of the case.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from belofte.domain.located import Key
from belofte.domain.plan import Decision, Plan
from belofte.domain.record_decision import (
    RecordDecision,
    RecordPlace,
    Redaction,
    decode_decisions,
    decode_redactions,
)
from belofte.domain.untold import is_told
from belofte.procedures.parts import ITEMS
from belofte.procedures.planning.items import Items, decode_items
from belofte.store_port import Transaction

DECISIONS = "record decisions"
"""Vault column."""
REDACTIONS = "redactions"
"""Vault column."""
DECIDED = "record.decided"
"""Event: a named person decided about single records; the data says how many."""
REDACTED = "texts.redacted"
"""Event: passages are left out of the copy; the data says how many."""


@dataclass(frozen=True, slots=True)
class PlannedRecord:
    """One record of a plan and what is to happen to it. No personal data but its key, which is not shown."""

    handle: str
    system: str
    collection: str
    key: Key
    decision: Decision
    ground: str | None = None
    until: date | None = None
    by: str | None = None  # who decided, where somebody did

    @property
    def place(self) -> RecordPlace:
        return self.system, self.collection, self.key


def planned_records(tx: Transaction, plan: Plan) -> list[PlannedRecord]:
    """Every listed record of a plan. A collection too large to list is not in it: its line stands as a whole."""
    return _named(tx, plan, _places(tx, plan))


def told_records(tx: Transaction, plan: Plan) -> list[PlannedRecord]:
    """The same without what nobody may know of: the handles count on as if it had never been there."""
    places = {place: judged for place, judged in _places(tx, plan).items() if is_told(judged[0], judged[1])}
    return _named(tx, plan, places)


_Judged = tuple[Decision, str | None, date | None]


def _places(tx: Transaction, plan: Plan) -> dict[RecordPlace, _Judged]:
    data = tx.vault.newest(ITEMS, [plan.request]).get(plan.request)
    items = (decode_items(data, plan.id) if data else Items()).keys
    places: dict[RecordPlace, _Judged] = {}
    for step in plan.steps:
        for line in step.lines:
            for key in items.get(line.items or "", ()):
                places.setdefault((line.system, line.collection, tuple(key)), (line.decision, line.ground, line.until))
    return places


def _named(tx: Transaction, plan: Plan, places: Mapping[RecordPlace, _Judged]) -> list[PlannedRecord]:
    decided = {one.place: one.by for one in decisions_of(tx, plan.request)}
    return [
        PlannedRecord(handle, *place, *places[place], by=decided.get(place))
        for place, handle in _handles(places).items()
    ]


def _handles(places: Iterable[RecordPlace]) -> Mapping[RecordPlace, str]:
    """Handles in the order of systems, collections and keys; numbers count from 1 within a collection."""
    counts: dict[tuple[str, str], int] = {}
    handles: dict[RecordPlace, str] = {}
    for place in sorted(places, key=_order):
        system, collection, _ = place
        counts[system, collection] = number = counts.get((system, collection), 0) + 1
        handles[place] = f"{system}.{collection}#{number}"
    return handles


def _order(place: RecordPlace) -> tuple[str, str, list[tuple[bool, int, str]]]:
    """Numbers by size, everything else by its letters."""
    system, collection, key = place
    parts = [(not isinstance(part, int), part if isinstance(part, int) else 0, str(part)) for part in key]
    return system, collection, parts


def decisions_of(tx: Transaction, case: str) -> tuple[RecordDecision, ...]:
    """What was decided about single records of a case."""
    return decisions_of_many(tx, [case]).get(case, ())


def decisions_of_many(tx: Transaction, cases: Sequence[str]) -> Mapping[str, tuple[RecordDecision, ...]]:
    """The same for many cases; one without decisions is left out."""
    return {case: decode_decisions(data) for case, data in tx.vault.newest(DECISIONS, cases).items()}


def redactions_of_many(tx: Transaction, cases: Sequence[str]) -> Mapping[str, Mapping[RecordPlace, list[Redaction]]]:
    """Case -> record -> what is left out of its texts; a case without redactions is left out."""
    found: dict[str, dict[RecordPlace, list[Redaction]]] = {}
    for case, data in tx.vault.newest(REDACTIONS, cases).items():
        of_case = found.setdefault(case, {})
        for one in decode_redactions(data):
            of_case.setdefault(one.place, []).append(one)
    return found
