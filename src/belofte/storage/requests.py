"""Requests and the keyed index by which open cases are found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import RowMapping, bindparam, func, insert, select, update

from belofte.domain.course import decode_course, encode_course
from belofte.domain.identity import Identifier
from belofte.domain.reference import normalise_reference
from belofte.domain.request import Request, RequestState, Waiting
from belofte.storage import tables
from belofte.storage.ready import Found, Ready, among
from belofte.storage.scope import Scope
from belofte.storage.statements import pieces, put_rows
from belofte.storage.vault import Vault
from belofte.store_port import Secret, Unknown

TABLE = tables.requests
NAMES = tuple(field.name for field in fields(Request))
_values = attrgetter(*NAMES)
THESE = Ready(select(*(TABLE.c[name] for name in NAMES)).where(among(TABLE.c.id, "wanted")))
SAVE = Ready(
    update(TABLE).where(TABLE.c.id == bindparam("of")).values({name: bindparam(name) for name in NAMES if name != "id"})
)
BEGIN = Ready(
    update(TABLE)
    .where(among(TABLE.c.id, "cases"), TABLE.c.state == RequestState.APPROVED.value)
    .values(state=RequestState.ACTING.value, waiting=None, waiting_on=None)
    .returning(TABLE.c.id)
)
OVER = (RequestState.ANSWERED.value, RequestState.REFUSED.value, RequestState.STOPPED.value)
REFERENCE = "reference"


class Requests:
    """Rights requests, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def add(self, request: Request, reference: str) -> None:
        self.add_many([(request, reference)])

    def add_many(self, requests: Sequence[tuple[Request, str]]) -> None:
        """Register requests; each reference goes into the vault, its keyed hash into the index."""
        if not requests:
            return
        rows = [{**_row(request), "reference_hash": self._hash(reference)} for request, reference in requests]
        self._connection.execute(insert(TABLE), rows)
        Vault(self._scope).put_many(
            [Secret(request.id, REFERENCE, reference.encode()) for request, reference in requests]
        )

    def get(self, request: str) -> Request:
        return self.get_many([request])[request]

    def get_many(self, requests: Sequence[str]) -> dict[str, Request]:
        """Raises :class:`Unknown` when one is not there (any more)."""
        wanted = list(dict.fromkeys(requests))
        found = {row["id"]: request_of(row) for row in THESE.rows(self._connection, {"wanted": wanted})}
        if len(found) < len(wanted):
            raise _gone()
        return found

    def by_reference(self, reference: str) -> Request:
        """Raises :class:`Unknown` also when the case is closed: then nothing leads to it any more."""
        hash_ = self._hash(normalise_reference(reference))
        row = self._connection.execute(select(TABLE).where(TABLE.c.reference_hash == hash_)).mappings().one_or_none()
        if row is None:
            raise _gone()
        return request_of(row)

    def reference_of(self, request: str) -> str:
        found = Vault(self._scope).newest(REFERENCE, [request])
        if request not in found:
            raise _gone()
        return found[request].decode()

    def save(self, request: Request) -> None:
        self.save_many([request])

    def save_many(self, requests: Sequence[Request]) -> None:
        rows = [
            {("of" if name == "id" else name): value for name, value in _row(request).items()} for request in requests
        ]
        if not rows:
            return
        if 0 <= SAVE.change_each(self._connection, rows) < len(rows):
            raise _gone()

    def held(self, requests: Sequence[str]) -> dict[str, Request]:
        """SQLite's writers stand in line already; Postgres locks the rows, in one order for everybody."""
        for piece in pieces(sorted(requests)):
            locked = select(TABLE.c.id).where(TABLE.c.id.in_(piece)).order_by(TABLE.c.id).with_for_update()
            self._connection.execute(locked).all()
        return self.get_many(requests)

    def turned(self, requests: Sequence[Request]) -> Mapping[str, RequestState]:
        now = self.held([request.id for request in requests])
        return {one.id: now[one.id].state for one in requests if now[one.id] != one}

    def begin(self, requests: Sequence[str]) -> frozenset[str]:
        """One statement for any number."""
        return frozenset(row["id"] for row in BEGIN.rows(self._connection, {"cases": requests}))

    def in_states(self, states: Iterable[RequestState], limit: int | None = 1000) -> list[Request]:
        wanted = [state.value for state in states]
        rows = self._connection.execute(
            select(TABLE).where(TABLE.c.state.in_(wanted)).order_by(TABLE.c.number).limit(limit)
        )
        return [request_of(row) for row in rows.mappings()]

    def to_close(self, now: datetime, limit: int = 1000) -> list[Request]:
        rows = self._connection.execute(
            select(TABLE)
            .where(TABLE.c.close_after <= now, TABLE.c.state.in_(OVER))
            .order_by(TABLE.c.close_after)
            .limit(limit)
        )
        return [request_of(row) for row in rows.mappings()]

    def counts(self) -> dict[RequestState, int]:
        rows = self._connection.execute(select(TABLE.c.state, func.count()).group_by(TABLE.c.state))
        return {RequestState(state): count for state, count in rows}

    def _hash(self, reference: str) -> bytes:
        return self._scope.keyed_hash(REFERENCE, reference)


class IdentifierIndex:
    """Finds open cases by a keyed hash of what identifies somebody."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def add(self, case: str, identifiers: Iterable[Identifier]) -> None:
        rows = [{"hash": hash_, "request": case} for hash_ in sorted(self._hashes(identifiers))]
        put_rows(self._connection, tables.identifier_index, rows)

    def open_cases(self, identifiers: Iterable[Identifier]) -> list[str]:
        table, hashes = tables.identifier_index, sorted(self._hashes(identifiers))
        rows = self._connection.execute(
            select(table.c.request).where(table.c.hash.in_(hashes)).distinct().order_by(table.c.request)
        )
        return list(rows.scalars())

    def _hashes(self, identifiers: Iterable[Identifier]) -> set[bytes]:
        return {self._scope.keyed_hash(f"{one.kind}\0{one.scope}", one.value) for one in identifiers}


def _row(request: Request) -> dict[str, object]:
    row = dict(zip(NAMES, _values(request), strict=True))
    row["state"] = request.state.value
    row["waiting"] = request.waiting.value if request.waiting else None
    row["course"] = encode_course(request.course)
    return row


def request_of(row: RowMapping | Found) -> Request:
    """The record of one row."""
    values: dict[str, Any] = {name: row[name] for name in NAMES}
    values["state"] = RequestState(values["state"])
    values["waiting"] = Waiting(values["waiting"]) if values["waiting"] else None
    values["course"] = decode_course(values["course"])
    return Request(**values)


def _gone() -> Unknown:
    return Unknown(
        "There is no open request like that.", "Look at the reference once more; a closed case can no longer be found."
    )
