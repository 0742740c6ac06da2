"""Whose record is it? A named person looks at what hangs on a value that two people seem to share, and decides.

Two rows on one address of which the names contradict each other are nobody's for sure, so that nothing of them is sent
or erased (:mod:`belofte.domain.across_systems`). Often a number tells who is meant; often there is none, and somebody
who knows the person sees that ``Jan`` and ``Johannes`` are one. That decision stands with the case, has a name and
reasons under it, and makes a new plan, which is read and approved like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from belofte.domain.access_log import Place
from belofte.domain.errors import require_name
from belofte.domain.identity import Identifier
from belofte.domain.located import Found, Located
from belofte.domain.plan import Decision, Plan
from belofte.domain.request import Request
from belofte.ports import Ask
from belofte.procedures.parts import IDENTIFIERS, Current, Parts, decode_identifiers, encode_identifiers
from belofte.procedures.planning import record_refusals
from belofte.procedures.planning.drafting import draft_plan
from belofte.procedures.planning.locate import locate
from belofte.procedures.planning.open_plan import open_plan
from belofte.procedures.planning.records import PlannedRecord, planned_records
from belofte.procedures.planning.told_apart import TOLD_APART, Apart, Theirs, decode_apart, encode_apart
from belofte.procedures.staffing.looking import note_look
from belofte.store_port import Transaction

WHOSE = "whose records"
"""Vault column: who decided of which rows that they are who asks, and why; a line a decision, oldest first."""
KNOWN_BEFORE = "identifiers before that"
"""Vault column: by what the person was known before the first such decision, for when it is taken back."""
DECIDED_WHOSE = "record.theirs"
"""Event: a named person decided that a row is who asks, or took that back; the data names its table, no value."""


@dataclass(frozen=True, slots=True)
class AskedRow:
    """A row that stands for somebody, of whom it is not sure that they ask. ``says``: what tells people apart in it
    (kind → words, as they are compared); ``numbers``: values in it that are nobody else's."""

    handle: str
    says: Mapping[str, str]
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Case:
    request: Request
    plan: Plan
    records: Sequence[PlannedRecord]
    apart: Apart
    known: tuple[Identifier, ...]


class WhoseDesk:
    """Decides whose a record is: ``belofte.desk(WhoseDesk)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    @property
    def _parts(self) -> Parts:
        return self._current.parts

    def rows(self, reference: str, by: str) -> Sequence[AskedRow]:
        """The rows that stand for somebody and wait for this decision, for a named person; the look is noted.

        Raises ``WrongUse`` without a name or such a request, ``Refused`` where no plan lies open.
        """
        require_name(by, "looks")
        parts, case = self._parts, self._open(reference)
        located = _search(parts, case)
        found = {one.handle: _row(located, one) for one in case.records if one.decision is Decision.ASK}
        with parts.store.transaction() as tx:
            note_look(parts, tx, case.request, by, Place.WHOSE)
        return [_asked_row(handle, row, located) for handle, row in found.items() if row is not None]

    def decide(self, reference: str, handle: str, by: str, reasons: str) -> Plan:
        """This row is the person who asks. Returns the new plan.

        Raises ``WrongUse`` without a name, reasons or such a record; ``Refused`` where no plan lies open, or where the
        record stands for nobody: whose that is follows from the row it hangs on.
        """
        require_name(by)
        if not reasons.strip():
            raise record_refusals.no_reasons_whose()
        parts, case = self._parts, self._open(reference)
        record = next((one for one in case.records if one.handle == handle), None)
        if record is None:
            raise record_refusals.no_such_record()
        if record.decision is not Decision.ASK:
            raise record_refusals.theirs_already()
        located = _search(parts, case)
        if _row(located, record) is None:
            raise record_refusals.no_row_of_a_person()
        sure = [one for one in case.records if one.decision is not Decision.ASK]
        theirs = [_theirs(located, one) for one in (record, *sure)]
        self._note(case, [one for one in theirs if one is not None], handle, f"{by.strip()}: {reasons.strip()}")
        return draft_plan(parts, case.request)

    def undo(self, reference: str, handle: str, by: str) -> Plan:
        """Take the decision about this row back; what came to light by it is forgotten. Returns the new plan.

        Raises ``WrongUse`` without a name, or where nothing was decided about the record; ``Refused`` where no plan
        lies open.
        """
        require_name(by)
        parts, case = self._parts, self._open(reference)
        decided = {one.place for one in case.apart.theirs}
        place = next((one.place for one in case.records if one.handle == handle and one.place in decided), None)
        if place is None:
            raise record_refusals.nothing_decided()
        left = tuple(one for one in case.apart.theirs if one.place != place)
        with parts.store.transaction() as tx:
            before = tx.vault.newest(KNOWN_BEFORE, [case.request.id])[case.request.id]
            tx.vault.put(case.request.id, IDENTIFIERS, before)
            self._keep(tx, case, left, f"{handle}: {by.strip()}: taken back")
        return draft_plan(parts, case.request)

    def _open(self, reference: str) -> _Case:
        with self._parts.store.reading() as tx:
            request, plan = open_plan(tx, reference)
            held = tx.vault.newest_of([IDENTIFIERS, TOLD_APART], [request.id])
            return _Case(
                request,
                plan,
                planned_records(tx, plan),
                decode_apart(held[TOLD_APART].get(request.id)),
                decode_identifiers(held[IDENTIFIERS][request.id]),
            )

    def _note(self, case: _Case, theirs: Iterable[Theirs], handle: str, said: str) -> None:
        """Durable before the new plan; before the first decision what was known until then is kept beside it."""
        new = {one.place: one for one in (*theirs, *case.apart.theirs)}
        with self._parts.store.transaction() as tx:
            if not case.apart.theirs:
                tx.vault.put(case.request.id, KNOWN_BEFORE, encode_identifiers(case.known))
            self._keep(tx, case, tuple(new.values()), f"{handle}: {said}")

    def _keep(self, tx: Transaction, case: _Case, theirs: tuple[Theirs, ...], said: str) -> None:
        """What was doubtful is looked at afresh by the next search; rows that stood for the person stay."""
        of_case, table = case.request.id, said.partition("#")[0]
        tx.vault.put(of_case, TOLD_APART, encode_apart(Apart({}, case.apart.own, theirs)))
        tx.vault.put(of_case, WHOSE, "\n".join([*_said(tx, of_case), said]).encode())
        tx.events.add(DECIDED_WHOSE, of_case, self._parts.now(), {"table": table})


def _said(tx: Transaction, case: str) -> list[str]:
    return tx.vault.newest(WHOSE, [case]).get(case, b"").decode().splitlines()


def _search(parts: Parts, case: _Case) -> Located:
    """The systems as they are now, with what the case knew when its plan was made."""
    asked = [Ask(case.request.id, case.known)]
    return locate(parts.connectors, asked, before={case.request.id: case.apart})[case.request.id]


def _row(located: Located, record: PlannedRecord) -> Found | None:
    """The row of this record, where it stands for a person."""
    found = (one for one in located.found.get(record.system, ()) if not one.candidate and one.agrees is not None)
    return next((one for one in found if (one.collection, one.key) == (record.collection, record.key)), None)


def _alone(located: Located, row: Found) -> frozenset[Identifier]:
    """Values of the row that nobody else has, as far as any system knows."""
    doubtful = frozenset[Identifier]().union(*located.doubtful.values())
    others = (one for found in located.found.values() for one in found if one.agrees is not None and one is not row)
    return frozenset(row.holds) - doubtful - frozenset(value for one in others for value in one.holds)


def _theirs(located: Located, record: PlannedRecord) -> Theirs | None:
    row = _row(located, record)
    if row is None:
        return None
    return Theirs(record.system, record.collection, row.key, frozenset(row.holds), _alone(located, row))


def _asked_row(handle: str, row: Found, located: Located) -> AskedRow:
    says = {kind: " ".join(filter(None, parts)) for kind, parts in (row.agrees or {}).items()}
    return AskedRow(handle, {kind: words for kind, words in says.items() if words}, tuple(sorted(
        one.value for one in _alone(located, row)
    )))  # fmt: skip
