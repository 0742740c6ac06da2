"""Free text is read by a named person before a copy leaves: it may speak of other people (Art. 15(4)).

Reading shows personal data to whoever reads, so it is noted who did it and how many texts there were; what was read is
kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from belofte.domain.access_log import Place
from belofte.domain.errors import CouldNotLook, Refused, require_name
from belofte.domain.plan import Plan
from belofte.domain.record_decision import RecordPlace, likely_others
from belofte.domain.request import Request
from belofte.domain.said import said
from belofte.domain.system_map import Verb
from belofte.domain.worded import worded
from belofte.ports import PlanOutdated, SystemUnreachable
from belofte.procedures.acting.orders import orders_of
from belofte.procedures.parts import IDENTIFIERS, Parts, decode_identifiers
from belofte.procedures.planning.records import planned_records
from belofte.procedures.staffing.looking import note_look
from belofte.store_port import StoredStep, Transaction

READ = "texts.read"


@dataclass(frozen=True, slots=True)
class TextToRead:
    """One filled free-text field of a record that would leave."""

    system: str
    collection: str
    column: str
    text: str
    record: str = ""  # handle of the record, for redaction
    perhaps: tuple[str, ...] = ()  # passages that may be about somebody else


def texts_to_read(plan: Plan) -> int:
    """How many records of the plan hold free text that leaves with the copy."""
    return sum(line.texts for step in plan.steps for line in step.lines)


def read_texts(parts: Parts, request: Request, plan: Plan, by: str) -> list[TextToRead]:
    """All free text of the copy, for the person named ``by``; that they were handed it is noted. Raises
    ``CouldNotLook`` where a system cannot be read now, and ``Refused`` where the plan no longer fits."""
    require_name(by, "reads")
    with parts.store.reading() as tx:
        steps = [s for s in tx.steps.of_request(request.id) if s.plan == plan.id and s.step.verb is Verb.EXPORT]
        handles = {one.place: one.handle for one in planned_records(tx, plan)}
        own = decode_identifiers(tx.vault.newest(IDENTIFIERS, [request.id])[request.id])
    texts = [
        replace(text, perhaps=tuple(likely_others(text.text, own)))
        for stored in steps
        for text in _texts(parts, stored, handles)
    ]
    with parts.store.transaction() as tx:
        tx.vault.put(request.id, "texts read by", by.encode())
        tx.events.add(READ, request.id, parts.now(), {"plan": plan.id, "texts": len(texts)})
        note_look(parts, tx, request, by, Place.TEXTS)
    return texts


def were_read(tx: Transaction, plan: Plan) -> bool:
    """Whether somebody was handed the texts of this plan."""
    return any(e.kind == READ and e.data.get("plan") == plan.id for e in tx.events.about(plan.request))


def _texts(parts: Parts, stored: StoredStep, handles: Mapping[RecordPlace, str]) -> list[TextToRead]:
    try:
        return _read(parts, stored, handles)
    except SystemUnreachable as away:
        raise CouldNotLook(
            worded(
                "In {system} kan nu niemand lezen: {why}",
                "Nobody can read in {system} now: {why}",
                system=stored.step.system,
                why=said(away.why),
            ),
            said(away.remedy),
        ) from away
    except PlanOutdated:
        raise Refused(
            f"In {stored.step.system} there is more now than the plan covers.", "look again: belofte request plan"
        ) from None


def _read(parts: Parts, stored: StoredStep, handles: Mapping[RecordPlace, str]) -> list[TextToRead]:
    system = parts.systems[stored.step.system]
    orders = orders_of(parts, [stored])
    return [
        TextToRead(
            system.name,
            record.collection,
            column,
            str(record.fields[column]),
            handles.get((system.name, record.collection, record.key), ""),
        )
        for record in parts.connectors[system.name].export(list(orders.values()))
        for column in system.collections[record.collection].free_text
        if record.fields.get(column)
    ]
