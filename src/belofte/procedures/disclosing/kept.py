"""What is kept of a disclosure in the vault while it is open: whom, the order, the plan with its keys, notes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from belofte.domain.as_json import jsonable
from belofte.domain.disclosure import Disclosure
from belofte.domain.located import Key
from belofte.domain.plan import Decision, Line, Plan, Step, blind_of
from belofte.domain.rights.planning import Drafted
from belofte.domain.system_map import Verb
from belofte.procedures.disclosing.demand import OrderDocument
from belofte.procedures.parts import IDENTIFIERS
from belofte.store_port import Transaction

ORDER = "document"
"""Vault column: the order's name, and the file where it was kept."""
PLAN = "plan"
"""Vault column: the newest plan with its record keys."""
NOTES = "notes"
"""Vault column: what was left out of an answer because of a secret order, and when."""
STAYS = (IDENTIFIERS, "letter")
"""Columns that outlive the disclosure: whom it was about, so that the person can be told (Art. 15(1)(c) GDPR)."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something that was left out somewhere because nobody may know: the redaction's own log."""

    on: date
    what: str


def keep_order(tx: Transaction, disclosure: str, document: OrderDocument) -> None:
    """The order's name; the file itself only where it was asked for. The name may name a person, so it lies here."""
    content = document.content.hex() if document.kept else None
    entry = {"name": document.name, "size": len(document.content), "content": content}
    tx.vault.put(disclosure, ORDER, json.dumps(entry).encode())


def order_of(tx: Transaction, disclosure: str) -> tuple[str, bytes | None]:
    """The name and, where it was kept, the file; ("", None) once the disclosure has ended."""
    data = tx.vault.newest(ORDER, [disclosure]).get(disclosure)
    if data is None:
        return "", None
    entry: dict[str, Any] = json.loads(data)
    return entry["name"], bytes.fromhex(entry["content"]) if entry["content"] is not None else None


def keep_plan(tx: Transaction, disclosure: str, draft: Drafted) -> None:
    """The newest plan; an earlier one is not used any more."""
    items = {name: [list(key) for key in keys] for name, keys in draft.items.items()}
    tx.vault.put(disclosure, PLAN, json.dumps({"plan": jsonable(draft.plan), "items": items}).encode())


def plan_of(tx: Transaction, disclosure: str) -> Drafted | None:
    """The newest plan with its keys; None where none was made, or the disclosure has ended."""
    data = tx.vault.newest(PLAN, [disclosure]).get(disclosure)
    if data is None:
        return None
    entry: dict[str, Any] = json.loads(data)
    items: Mapping[str, tuple[Key, ...]] = {name: tuple(map(tuple, keys)) for name, keys in entry["items"].items()}
    return Drafted(_plan(entry["plan"]), items)


def note_left_out(tx: Transaction, disclosure: Disclosure, on: date, what: str) -> None:
    """Log that something was left out of an answer: where nobody but those who may know will see it."""
    notes = [*notes_of(tx, disclosure.id), Note(on, what)]
    tx.vault.put(disclosure.id, NOTES, json.dumps(jsonable(notes)).encode())


def notes_of(tx: Transaction, disclosure: str) -> Sequence[Note]:
    """What was left out so far, oldest first."""
    data = tx.vault.newest(NOTES, [disclosure]).get(disclosure)
    return [Note(date.fromisoformat(row["on"]), row["what"]) for row in json.loads(data or b"[]")]


def _plan(row: dict[str, Any]) -> Plan:
    row["made_at"] = datetime.fromisoformat(row["made_at"])
    row["questions"] = tuple(row["questions"])
    row["blind"] = tuple(map(blind_of, row["blind"]))
    row["steps"] = tuple(
        Step(
            step["id"],
            step["request"],
            step["system"],
            Verb(step["verb"]),
            tuple(_line(line) for line in step["lines"]),
            tuple(step["after"]),
        )
        for step in row["steps"]
    )
    return Plan(**row)


def _line(row: dict[str, Any]) -> Line:
    row["decision"] = Decision(row["decision"])
    row["until"] = date.fromisoformat(row["until"]) if row["until"] else None
    return Line(**row)
