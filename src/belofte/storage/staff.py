"""The list of our own people, and the log of what they looked at, inside one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import RowMapping, delete, insert, select

from belofte.domain.access_log import Seen
from belofte.domain.staff import Bond, Member
from belofte.storage import tables
from belofte.storage.scope import Scope

MEMBERS, LOG = tables.members, tables.access_log


class Members:
    """The list, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def put(self, member: Member, at: datetime) -> None:
        self._connection.execute(delete(MEMBERS).where(MEMBERS.c.id == member.id))
        accounts = json.dumps(member.accounts, ensure_ascii=False)
        row = {**asdict(member), "bond": member.bond.value, "accounts": accounts, "changed_at": at}
        self._connection.execute(insert(MEMBERS), row)

    def all(self) -> list[Member]:
        return [_member(row) for row in self._connection.execute(select(MEMBERS).order_by(MEMBERS.c.name)).mappings()]

    def by_name(self, name: str) -> Member | None:
        found = self._connection.execute(select(MEMBERS).where(MEMBERS.c.name == name)).mappings().one_or_none()
        return _member(found) if found else None

    def remove(self, member: str) -> None:
        self._connection.execute(delete(MEMBERS).where(MEMBERS.c.id == member))


class Accesses:
    """The log, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def add(self, seen: Sequence[Seen]) -> None:
        if seen:
            self._connection.execute(insert(LOG), [asdict(one) for one in seen])

    def of_case(self, case: str) -> list[Seen]:
        rows = self._connection.execute(select(LOG).where(LOG.c.about == case).order_by(LOG.c.number)).mappings()
        return [_seen(row) for row in rows]

    def of_subjects(self, subjects: Sequence[int]) -> list[Seen]:
        wanted = select(LOG).where(LOG.c.subject.in_(list(subjects))).order_by(LOG.c.number)
        return [_seen(row) for row in self._connection.execute(wanted).mappings()]

    def newest(self, limit: int) -> list[Seen]:
        wanted = select(LOG).order_by(LOG.c.number.desc()).limit(limit)
        return [_seen(row) for row in self._connection.execute(wanted).mappings()]


def _member(row: RowMapping) -> Member:
    return Member(
        id=row["id"],
        name=row["name"],
        role=row["role"],
        starts_on=row["starts_on"],
        bond=Bond(row["bond"]),
        ends_on=row["ends_on"],
        accounts=tuple((str(system), str(account)) for system, account in json.loads(row["accounts"])),
        document=row["document"],
        digest=row["digest"],
        signed_on=row["signed_on"],
        source=row["source"],
    )


def _seen(row: RowMapping) -> Seen:
    return Seen(
        at=row["at"],
        account=row["account"],
        about=row["about"],
        place=row["place"],
        purpose=row["purpose"],
        reason=row["reason"],
        subject=row["subject"],
    )
