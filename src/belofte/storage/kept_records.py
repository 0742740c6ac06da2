"""Seals of kept records, and decisions about records whose term has no first day. No row leads back to anybody: places
and contents are kept as keyed hashes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import BindParameter, Row, and_, bindparam, delete, func, insert, or_, select, update

from belofte.domain.located import Key
from belofte.domain.record_decision import RecordPlace
from belofte.domain.term_decision import Decided, TermDecision
from belofte.domain.unaltered import Sealed, Seen, Unaltered
from belofte.storage import tables
from belofte.storage.scope import Scope
from belofte.storage.statements import pieces, put_rows

SEALS, DECISIONS = tables.kept_seals, tables.term_decisions
_THESE: BindParameter[bytes] = bindparam("these", expanding=True)
# Made once: a statement that holds its own values is garbage only a full collection finds, a hundred bytes a record.
_SEALED = select(SEALS).where(SEALS.c.place.in_(_THESE))
_FORGET = delete(SEALS).where(SEALS.c.place.in_(_THESE))


def _place(scope: Scope, system: str, collection: str, key: Key) -> bytes:
    return scope.keyed_hash("kept record", json.dumps([system, collection, *key], ensure_ascii=False))


class KeptSeals:
    """Seals, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def look(self, system: str, collection: str, records: Sequence[Seen], on: date) -> int:
        """Seal what is seen for the first time, compare the rest; returns how many are not what was sealed."""
        seen = {_place(self._scope, system, collection, one.key): one for one in records}
        known: dict[bytes, Row[tuple[object, ...]]] = {}
        for some in pieces(list(seen), 500):
            rows = self._connection.execute(_SEALED, {"these": list(some)})
            known |= {bytes(row.place): row for row in rows}
        put, changed = list[dict[str, object]](), 0
        for place, one in seen.items():
            digest, before = self._scope.keyed_hash("kept content", one.content), known.get(place)
            differs = before is not None and bytes(before.digest) != digest
            changed += differs
            put.append(
                {
                    "place": place,
                    "system": system,
                    "collection": collection,
                    "digest": before.digest if before is not None else digest,
                    "sealed_on": before.sealed_on if before is not None else on,
                    "seen_on": on,
                    "changed_on": (before.changed_on or on) if differs and before is not None else None,
                    "kept_until": one.until,
                }
            )
        put_rows(self._connection, SEALS, put)
        return changed

    def forget(self, system: str, collection: str, keys: Sequence[Key]) -> None:
        """Records that went by their own term, or by a decision."""
        for some in pieces([_place(self._scope, system, collection, key) for key in keys], 500):
            self._connection.execute(_FORGET, {"these": list(some)})

    def lacks_last_days(self, system: str) -> bool:
        """Whether there are seals of a system from before the last day was noted."""
        wanted = select(SEALS.c.place).where(SEALS.c.system == system, SEALS.c.kept_until.is_(None)).limit(1)
        return self._connection.execute(wanted).first() is not None

    def missed(self, system: str, collection: str, on: date, claimed: Sequence[Key] = ()) -> None:
        """Every record was looked at on this day: what was not seen has gone. What stands elsewhere since, unaltered,
        was moved. Past its last day it is forgotten, unless it is ``claimed``; any other is gone before its time."""
        not_seen = (SEALS.c.system == system, SEALS.c.collection == collection, SEALS.c.seen_on < on)
        unmarked = (*not_seen, SEALS.c.changed_on.is_(None))
        self._forget_moved(system, collection, on)
        for some in pieces([_place(self._scope, system, collection, key) for key in claimed], 500):
            self._connection.execute(update(SEALS).where(*unmarked, SEALS.c.place.in_(some)).values(changed_on=on))
        was_there = or_(SEALS.c.changed_on.is_(None), SEALS.c.changed_on <= SEALS.c.seen_on)
        self._connection.execute(delete(SEALS).where(*not_seen, SEALS.c.kept_until < on, was_there))
        self._connection.execute(update(SEALS).where(*unmarked).values(changed_on=on))

    def _forget_moved(self, system: str, collection: str, on: date) -> None:
        """A message in another folder, a file under another name: the same content, first seen there after it was last
        seen here. Two that were the same from the start do not stand for one another."""
        here = (SEALS.c.system == system, SEALS.c.collection == collection, SEALS.c.changed_on.is_(None))
        days = select(SEALS.c.seen_on).where(*here, SEALS.c.seen_on < on).distinct()
        there = SEALS.alias()
        now = select(there.c.digest).where(there.c.system == system, there.c.collection == collection)
        now = now.where(there.c.seen_on == on)
        for day in list(self._connection.execute(days).scalars()):
            since = SEALS.c.digest.in_(now.where(there.c.sealed_on > day))
            that_day = and_(SEALS.c.sealed_on < day, SEALS.c.digest.in_(now.where(there.c.sealed_on == day)))
            self._connection.execute(delete(SEALS).where(*here, SEALS.c.seen_on == day, or_(since, that_day)))

    def settle(self, system: str, collection: str) -> int:
        """A person has said that it is right as it is: what differs is sealed anew when it is seen next."""
        wrong = (SEALS.c.system == system, SEALS.c.collection == collection, SEALS.c.changed_on.is_not(None))
        return self._connection.execute(delete(SEALS).where(*wrong)).rowcount

    def of(self, system: str, collection: str, key: Key) -> Sealed | None:
        """The seal of one record."""
        row = self._connection.execute(_SEALED, {"these": [_place(self._scope, system, collection, key)]}).one_or_none()
        return Sealed(bytes(row.digest).hex(), row.sealed_on, row.seen_on, row.changed_on) if row is not None else None

    def all(self) -> list[Unaltered]:
        """What was sealed, by collection."""
        wanted = (
            select(
                SEALS.c.system,
                SEALS.c.collection,
                func.count(),
                func.count(SEALS.c.changed_on),
                func.min(SEALS.c.changed_on),
                func.max(SEALS.c.seen_on),
            )
            .group_by(SEALS.c.system, SEALS.c.collection)
            .order_by(SEALS.c.system, SEALS.c.collection)
        )
        return [Unaltered(*row) for row in self._connection.execute(wanted)]


class TermDecisions:
    """Decisions about records without a first day, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def put(self, place: RecordPlace, decision: TermDecision) -> None:
        """Keep a decision; it takes the place of an earlier one."""
        system, collection, key = place
        hashed = _place(self._scope, system, collection, key)
        self._connection.execute(delete(DECISIONS).where(DECISIONS.c.place == hashed))
        row = {
            "place": hashed,
            "system": system,
            "collection": collection,
            "decision": decision.decided.value,
            "day": decision.day,
            "decided_by": decision.by,
            "decided_on": decision.on,
            "why": decision.why,
        }
        self._connection.execute(insert(DECISIONS), row)

    def count(self, system: str, collection: str) -> int:
        """How many decisions there are: none is the usual case, and saves a look."""
        wanted = select(func.count()).where(DECISIONS.c.system == system, DECISIONS.c.collection == collection)
        return int(self._connection.execute(wanted).scalar_one())

    def of(self, system: str, collection: str, keys: Sequence[Key]) -> Mapping[Key, TermDecision]:
        """The decisions about these records."""
        places = {_place(self._scope, system, collection, key): key for key in keys}
        found: dict[Key, TermDecision] = {}
        for some in pieces(list(places), 500):
            for row in self._connection.execute(select(DECISIONS).where(DECISIONS.c.place.in_(some))):
                decision = TermDecision(Decided(row.decision), row.day, row.decided_by, row.decided_on, row.why)
                found[places[bytes(row.place)]] = decision
        return found

    def forget(self, system: str, collection: str, keys: Sequence[Key]) -> None:
        """The records have gone."""
        for some in pieces([_place(self._scope, system, collection, key) for key in keys], 500):
            self._connection.execute(delete(DECISIONS).where(DECISIONS.c.place.in_(some)))
