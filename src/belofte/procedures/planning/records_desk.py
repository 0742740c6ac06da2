"""The desk for single records: what is in the plan, what stays or is withheld, and which passages are left out.

Whatever changes what the person gets is a named person's decision with a ground; a changed decision makes a new plan,
which is approved anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from belofte.domain.errors import require_name
from belofte.domain.ground import names_article
from belofte.domain.plan import Decision, Plan
from belofte.domain.record_decision import (
    DECIDABLE,
    LeftOutBecause,
    RecordDecision,
    Redaction,
    decode_redactions,
    encode_decisions,
    encode_redactions,
)
from belofte.domain.request import Request
from belofte.domain.untold import is_ground_told
from belofte.procedures.parts import Current, Parts
from belofte.procedures.planning import record_refusals
from belofte.procedures.planning.drafting import draft_plan
from belofte.procedures.planning.open_plan import open_plan
from belofte.procedures.planning.records import (
    DECIDED,
    DECISIONS,
    REDACTED,
    REDACTIONS,
    PlannedRecord,
    decisions_of,
    planned_records,
)
from belofte.procedures.planning.texts import READ, read_texts, were_read
from belofte.store_port import Transaction


class RecordsDesk:
    """Decisions about single records."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def records(self, reference: str) -> Sequence[PlannedRecord]:
        """The records of the newest plan, by handle."""
        with self._parts.store.reading() as tx:
            _, plan = open_plan(tx, reference)
            return planned_records(tx, plan)

    def decide(self, reference: str, handle: str, ground: str, by: str, until: date | None = None) -> Plan:
        """Withhold this record from the copy, or keep it where the rest is erased. Returns the new plan.

        Raises ``WrongUse`` without a ground that names an article, a name or such a record; ``Refused`` where the
        right knows no such decision, the plan is approved, or two people share the record.
        """
        require_name(by)
        if not ground.strip():
            raise record_refusals.no_ground()
        if is_ground_told(ground.strip()) and not names_article(ground):
            raise record_refusals.ground_without_article()
        with self._parts.store.reading() as tx:
            request, plan = open_plan(tx, reference)
            record = _record(tx, plan, handle)
        wanted = DECIDABLE.get(request.right)
        if wanted is None:
            raise record_refusals.not_decidable(request.right)
        if record.decision is Decision.ASK:
            raise record_refusals.shared()
        one = RecordDecision(*record.place, wanted, ground.strip(), until, by)
        return self._plan_again(request, plan, one, keep_it=True)

    def undo(self, reference: str, handle: str, by: str) -> Plan:
        """Back to the rule for this record. Returns the new plan."""
        require_name(by)
        with self._parts.store.reading() as tx:
            request, plan = open_plan(tx, reference)
            record = _record(tx, plan, handle)
            mine = next((one for one in decisions_of(tx, request.id) if one.place == record.place), None)
        if mine is None:
            raise record_refusals.nothing_decided()
        return self._plan_again(request, plan, mine, keep_it=False)

    def redact(self, reference: str, handle: str, column: str, passage: str, by: str, because: LeftOutBecause) -> int:
        """Leave this passage out of the copy. Returns how many passages of the case are left out now.

        Raises ``WrongUse`` where the passage does not stand in that text of that record.
        """
        with self._parts.store.reading() as tx:
            request, plan = open_plan(tx, reference)
            record = _record(tx, plan, handle)
        texts = read_texts(self._parts, request, plan, by)
        text = next((t.text for t in texts if (t.record, t.column) == (handle, column)), None)
        if text is None:
            raise record_refusals.no_such_text()
        if not passage.strip() or passage not in text:
            raise record_refusals.no_such_passage()
        one = Redaction(*record.place, column, passage, because, by)
        with self._parts.store.transaction() as tx:
            held = decode_redactions(tx.vault.newest(REDACTIONS, [request.id]).get(request.id))
            kept = (*held, one) if one not in held else held
            tx.vault.put(request.id, REDACTIONS, encode_redactions(kept))
            tx.events.add(REDACTED, request.id, self._parts.now(), {"passages": len(kept), "because": because.value})
        return len(kept)

    def _plan_again(self, request: Request, before: Plan, one: RecordDecision, *, keep_it: bool) -> Plan:
        parts = self._parts
        with parts.store.transaction() as tx:
            others = [d for d in decisions_of(tx, request.id) if d.place != one.place]
            decided = [*others, one] if keep_it else others
            tx.vault.put(request.id, DECISIONS, encode_decisions(decided))
            tx.events.add(DECIDED, request.id, parts.now(), {"records": len(decided), "decision": one.decision.value})
            was_read, read = were_read(tx, before), _leaving(tx, before)
        plan = draft_plan(parts, request)
        with parts.store.transaction() as tx:
            if was_read and _leaving(tx, plan) <= read:  # nothing that nobody has read came in
                tx.events.add(READ, request.id, parts.now(), {"plan": plan.id, "texts": 0})
        return plan


def _leaving(tx: Transaction, plan: Plan) -> set[object]:
    return {record.place for record in planned_records(tx, plan) if record.decision is Decision.EXPORT}


def _record(tx: Transaction, plan: Plan, handle: str) -> PlannedRecord:
    found = next((one for one in planned_records(tx, plan) if one.handle == handle), None)
    if found is None:
        raise record_refusals.no_such_record()
    return found
