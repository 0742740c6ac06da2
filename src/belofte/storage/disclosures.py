"""The register of disclosures, and its leaves in the evidence log.

What is open lies in the vault, so that from the table, a copy of the store or its log nobody can tell a secret order
from one that may be told of. An entry that is over, and was lifted where it was secret, stands in the table.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from belofte.domain.disclosure import (
    Disclosure,
    DisclosureEvent,
    decode_disclosure,
    disclosure_digest,
    encode_disclosure,
)
from belofte.storage import tables
from belofte.storage.evidence_log import EvidenceLog
from belofte.storage.scope import Scope
from belofte.storage.vault import Vault
from belofte.store_port import LeafDraft, StoreError, Unknown

DISCLOSURES = tables.disclosures
ENTRY = "entry"
"""Vault column of an open entry."""


class Disclosures:
    """The register of disclosures, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection
        self._vault = Vault(scope)

    def add(self, disclosure: Disclosure) -> None:
        row = {"id": disclosure.id, "opened_on": disclosure.received_on, "ended_on": None, "body": None}
        self._connection.execute(insert(DISCLOSURES), row)
        self.save(disclosure)

    def save(self, disclosure: Disclosure) -> None:
        body = encode_disclosure(disclosure)
        values: dict[str, object] = {"ended_on": None, "body": None}
        if disclosure.is_over:
            values = {"ended_on": disclosure.ended_on or disclosure.refused_on, "body": body}
        else:
            self._vault.put(disclosure.id, ENTRY, body.encode())
        changed = update(DISCLOSURES).where(DISCLOSURES.c.id == disclosure.id).values(**values)
        if self._connection.execute(changed).rowcount == 0:
            raise _unknown()

    def get(self, disclosure: str) -> Disclosure:
        wanted = select(DISCLOSURES.c.id, DISCLOSURES.c.body).where(DISCLOSURES.c.id == disclosure)
        row = self._connection.execute(wanted).one_or_none()
        if row is None:
            raise _unknown()
        return self._read([(row.id, row.body)])[0]

    def all(self, only_open: bool = False) -> Sequence[Disclosure]:
        wanted = select(DISCLOSURES.c.id, DISCLOSURES.c.body).order_by(DISCLOSURES.c.number.desc())
        if only_open:
            wanted = wanted.where(DISCLOSURES.c.body.is_(None))
        return self._read([(row.id, row.body) for row in self._connection.execute(wanted)])

    def seal(self, disclosure: Disclosure, event: DisclosureEvent, on: date) -> Disclosure:
        if disclosure.is_secret:
            raise StoreError("What may not be told of leaves no leaf.", "Lift its secrecy first.")
        fields = {"digest": disclosure_digest(disclosure), "event": event.value, "on": on.isoformat()}
        leaf = EvidenceLog(self._scope).append([LeafDraft("disclosure", fields)])[0]
        sealed = replace(disclosure, leaf=leaf)
        self.save(sealed)
        return sealed

    def is_as_sealed(self, disclosure: Disclosure) -> bool:
        if disclosure.is_secret:
            return True  # its key is its seal: nobody without it changes an entry of the vault unseen
        if disclosure.leaf is None:
            return False
        line: dict[str, Any] = json.loads(EvidenceLog(self._scope).leaf(disclosure.leaf))
        return line["kind"] == "disclosure" and line["digest"] == disclosure_digest(disclosure)

    def _read(self, rows: Sequence[tuple[str, str | None]]) -> list[Disclosure]:
        open_ = [name for name, body in rows if body is None]
        held = self._vault.newest(ENTRY, open_) if open_ else {}
        return [decode_disclosure(body if body is not None else held[name]) for name, body in rows]


def _unknown() -> Unknown:
    return Unknown("There is no such disclosure in the register.", "List them with `belofte disclose list`.")
