"""The plans of somebody who leaves, and what a person must see first: whose notice it is, what is open, which day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from belofte.domain.across_systems import Row, contradict
from belofte.domain.answer import LetterKind
from belofte.domain.leaving import companion_of, ends_later, is_open, is_organisation
from belofte.domain.located import Found
from belofte.domain.notice.labels import category_label
from belofte.domain.plan import Plan
from belofte.domain.request import Request
from belofte.domain.rights.marking import Held, Place, Values
from belofte.domain.rights.names import LEAVING
from belofte.domain.rights.planning import Drafted
from belofte.domain.rights.restriction import plan_restriction, restriction_of
from belofte.domain.system_map import Collection, Reference
from belofte.procedures.answering.letters import facts_of, queue_letter
from belofte.procedures.identity.reaching import address_of
from belofte.procedures.parts import Parts
from belofte.procedures.planning.holding import read_values
from belofte.procedures.planning.planning_stops import held_now
from belofte.procedures.planning.to_plan import ToPlan
from belofte.store_port import Transaction

OPEN_MATTERS, ORGANISATION, LATER = "open-matters", "organisation", "leaves-later"
"""Questions of a plan: what is still open, whose notice this is, and a last day that lies ahead."""
ANSWERED = "question.answered"
"""Event: a named person answered one of those, with reasons in the vault."""
MATTERS_TOLD = "leaving.open-matters-told"


def plan_left(parts: Parts, wanted: ToPlan) -> Drafted:
    """Staff access ends in every system; where no column can say so, a person sees to it. Told with the offer of a
    copy."""
    held = held_now(parts, wanted, restriction_of(parts.systems))
    drafted = plan_restriction(wanted.head, wanted.located, parts.systems, held, parts.short_id)
    return _with(drafted, _who_and_when(parts, wanted, _rows(parts, wanted)))


def questions_of_erasure(parts: Parts, wanted: ToPlan, drafted: Drafted) -> Drafted:
    """What a person must see before somebody who left is erased."""
    if wanted.request.course.origin != LEAVING:
        return drafted
    rows = _rows(parts, wanted)
    return _with(drafted, [*_who_and_when(parts, wanted, rows), *_matters(parts, wanted, rows)])


def _with(drafted: Drafted, more: Sequence[str]) -> Drafted:
    return replace(drafted, plan=replace(drafted.plan, questions=(*drafted.plan.questions, *more)))


def _rows(parts: Parts, wanted: ToPlan) -> Held:
    return read_values(parts, wanted.located, lambda c: bool(c.open_when or c.organisation_when))


def _who_and_when(parts: Parts, wanted: ToPlan, rows: Held) -> list[str]:
    """Whose notice it is, and whether the last day has come."""
    organisations = sum(is_organisation(_collection(parts, place), row) for place, row in rows.items())
    count = organisations + _contacts_of_others(parts, wanted)
    found = [f"{ORGANISATION}: {count}"] if count and not _is_answered(parts, wanted, ORGANISATION) else []
    if ends_later(wanted.request.course.ends_on, parts.today()):
        found.append(f"{LATER}: {wanted.request.course.ends_on}")
    return found


def _matters(parts: Parts, wanted: ToPlan, rows: Held) -> list[str]:
    """Rows not settled, by table."""
    counts = Counter(f"{place[0]}.{place[1]}" for place, row in rows.items() if is_open(_collection(parts, place), row))
    if not counts or _is_answered(parts, wanted, OPEN_MATTERS):
        return []
    return [f"{OPEN_MATTERS}: {', '.join(f'{name} {count}' for name, count in sorted(counts.items()))}"]


def _contacts_of_others(parts: Parts, wanted: ToPlan) -> int:
    """Rows of people that hang on another row of people: contact persons of a customer. Books keep a contact for every
    customer: one that hangs on the person's own row is a contact of nobody else."""
    contacts = [
        (name, record, ref)
        for name, records in wanted.located.found.items()
        for record in records
        if parts.systems[name].collections[record.collection].person
        for ref in parts.systems[name].collections[record.collection].of
        if _is_person(parts, ref.target_system or name, ref.target)
    ]
    rows: Held = read_values(parts, wanted.located, lambda c: c.person) if contacts else {}
    return len(
        {(name, one.collection, one.key) for name, one, ref in contacts if _is_others(wanted, rows, name, one, ref)}
    )


def _is_person(parts: Parts, name: str, collection: str) -> bool:
    known = parts.systems.get(name)
    return bool(known and collection in known.collections and known.collections[collection].person)


def _is_others(wanted: ToPlan, rows: Held, name: str, contact: Found, ref: Reference) -> bool:
    """The row this contact refers to is not the person's own: it was not found as theirs, or nothing that is filled in
    on both says that the two are one. What could not be read is looked at by a person."""
    points = _values(rows.get((name, contact.collection, contact.key)), ref.columns)
    if points is not None and not any(points):
        return False  # it hangs on nobody
    system = ref.target_system or name
    own = (
        record
        for record in wanted.located.found.get(system, ())
        if record.collection == ref.target
        and record.is_record
        and not record.shared
        and points == _values(rows.get((system, ref.target, record.key)), ref.target_columns)
    )
    return points is None or not any(_agree(name, contact, system, record) for record in own)


def _values(row: Values | None, columns: Sequence[str]) -> tuple[str, ...] | None:
    """What these columns of a row hold, as text; None where they were not read."""
    if row is None or any(column not in row for column in columns):
        return None
    return tuple("" if row[column] is None else str(row[column]) for column in columns)


def _agree(name: str, contact: Found, system: str, record: Found) -> bool:
    """They share a strong value, contradict each other in nothing, and say at least one same thing of a person."""
    one, other = (
        Row(where, frozenset(row.holds), row.agrees or {}) for where, row in ((name, contact), (system, record))
    )
    both = any(any(one.agrees[kind]) and any(other.agrees[kind]) for kind in one.agrees.keys() & other.agrees.keys())
    return both and bool(one.strong & other.strong) and not contradict(one, other)


def _collection(parts: Parts, place: Place) -> Collection:
    return parts.systems[place[0]].collections[place[1]]


def _is_answered(parts: Parts, wanted: ToPlan, question: str) -> bool:
    with parts.store.reading() as tx:
        return is_answered(tx, wanted.request, question)


def is_answered(tx: Transaction, request: Request, question: str) -> bool:
    """Whether a named person answered this question of the case, or of the notice it came from."""
    cases = filter(None, (request.id, request.course.caused_by, companion_of(request.id)))
    return any(
        event.kind == ANSWERED and event.data["question"] == question
        for case in cases
        for event in tx.events.about(case)
    )


def tell_open_matters(parts: Parts, tx: Transaction, request: Request, plan: Plan) -> None:
    """The person hears once what is still open; nothing of it is erased meanwhile, and the clock runs."""
    asked = next((q for q in plan.questions if q.startswith(f"{OPEN_MATTERS}: ")), None)
    if asked is None or any(event.kind == MATTERS_TOLD for event in tx.events.about(request.id)):
        return
    counts = Counter[str]()
    for one in asked.removeprefix(f"{OPEN_MATTERS}: ").split(", "):
        name, _, count = one.rpartition(" ")
        system, _, table = name.partition(".")
        counts[category_of(parts, system, table, request.language)] += int(count)
    matters = tuple(f"{label}: {count}" for label, count in counts.items())
    facts = replace(facts_of(parts, tx, request), open_matters=matters)
    to = address_of(tx, request.id)
    queue_letter(parts, tx, request.id, LetterKind.OPEN_MATTERS, to, facts)
    tx.events.add(MATTERS_TOLD, request.id, parts.now())


def category_of(parts: Parts, system: str, table: str, language: str) -> str:
    """The plain name of what a table holds."""
    category = parts.systems[system].collections[table].category
    return category_label(parts.policy, category, language) if category else table
