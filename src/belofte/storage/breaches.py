"""The register of breaches, and its leaves in the evidence log."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, insert, select, update

from belofte.domain.breach import Breach, BreachEvent, BreachKind, OurRole, breach_digest
from belofte.storage import tables
from belofte.storage.evidence_log import EvidenceLog
from belofte.storage.scope import Scope
from belofte.store_port import LeafDraft, Unknown

BREACHES, REQUESTS = tables.breaches, tables.requests
NAMES = tuple(field.name for field in fields(Breach))


class Breaches:
    """The register of breaches, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def add(self, breach: Breach) -> None:
        self._connection.execute(insert(BREACHES), _row(breach))

    def save(self, breach: Breach) -> None:
        changed = update(BREACHES).where(BREACHES.c.id == breach.id).values(**_row(breach))
        if self._connection.execute(changed).rowcount == 0:
            raise _unknown()

    def get(self, breach: str) -> Breach:
        row = self._connection.execute(select(BREACHES).where(BREACHES.c.id == breach)).mappings().one_or_none()
        if row is None:
            raise _unknown()
        return _breach(row)

    def all(self, only_open: bool = False) -> list[Breach]:
        wanted = select(BREACHES).order_by(BREACHES.c.aware_at.desc(), BREACHES.c.number)
        if only_open:
            wanted = wanted.where(BREACHES.c.closed_at.is_(None))
        return [_breach(row) for row in self._connection.execute(wanted).mappings()]

    def seal(self, breach: Breach, event: BreachEvent, on: date) -> int:
        fields_ = {"digest": breach_digest(breach), "event": event.value, "on": on.isoformat()}
        leaf = EvidenceLog(self._scope).append([LeafDraft("breach", fields_)])[0]
        self._connection.execute(update(BREACHES).where(BREACHES.c.id == breach.id).values(leaf=leaf))
        return leaf

    def is_as_sealed(self, breach: Breach) -> bool:
        leaf = self._connection.execute(select(BREACHES.c.leaf).where(BREACHES.c.id == breach.id)).scalar_one_or_none()
        if leaf is None:
            return False
        line: dict[str, Any] = json.loads(EvidenceLog(self._scope).leaf(leaf))
        return line["kind"] == "breach" and line["digest"] == breach_digest(breach)

    def forget_cases(self) -> int:
        gone = BREACHES.c.case.is_not(None) & BREACHES.c.case.not_in(select(REQUESTS.c.id))
        return self._connection.execute(update(BREACHES).where(gone).values(case=None)).rowcount


def _unknown() -> Unknown:
    return Unknown("There is no such breach in the register.", "List them with `belofte breach list`.")


def _row(breach: Breach) -> dict[str, object]:
    return {
        **asdict(breach),
        "kind": breach.kind.value,
        "role": breach.role.value,
        "categories": ",".join(breach.categories),
        "report": _number(breach.report),
        "tell_persons": _number(breach.tell_persons),
    }


def _number(decision: bool | None) -> int | None:
    return None if decision is None else int(decision)


def _breach(row: RowMapping) -> Breach:
    values: dict[str, Any] = {name: row[name] for name in NAMES}
    values["kind"], values["role"] = BreachKind(values["kind"]), OurRole(values["role"])
    values["categories"] = tuple(str(values["categories"]).split(",")) if values["categories"] else ()
    for name in ("report", "tell_persons"):
        values[name] = None if values[name] is None else bool(values[name])
    return Breach(**values)
