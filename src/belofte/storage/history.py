"""What happened in order: events by number, and the published versions of the policy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from belofte.domain.canonical import canonical_json
from belofte.storage import tables
from belofte.storage.scope import Scope
from belofte.store_port import Event, PublishedVersion

EVENTS, VERSIONS = tables.events, tables.published_versions


class Events:
    """Events, inside one transaction. They are ordered by number: clocks may jump."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def add(self, kind: str, about: str, at: datetime, data: Mapping[str, object] | None = None) -> int:
        """Returns the event's number."""
        row = {"kind": kind, "about": about, "at": at, "data": canonical_json(data or {})}
        return self._connection.execute(insert(EVENTS).returning(EVENTS.c.number), row).scalar_one()

    def after(self, number: int, limit: int = 1000) -> list[Event]:
        rows = self._connection.execute(
            select(EVENTS).where(EVENTS.c.number > number).order_by(EVENTS.c.number).limit(limit)
        )
        return [_event(row) for row in rows]

    def about(self, *about: str) -> list[Event]:
        rows = self._connection.execute(select(EVENTS).where(EVENTS.c.about.in_(about)).order_by(EVENTS.c.number))
        return [_event(row) for row in rows]


class Published:
    """Published versions, inside one transaction: exactly one is the newest at any instant."""

    def __init__(self, scope: Scope) -> None:
        self._connection = scope.connection

    def add(self, version: PublishedVersion) -> None:
        self._connection.execute(
            update(VERSIONS).where(VERSIONS.c.ended_at.is_(None)).values(ended_at=version.published_at)
        )
        self._connection.execute(
            insert(VERSIONS),
            {
                "version": version.version,
                "digest": version.digest,
                "published_at": version.published_at,
                "in_force": version.in_force,
                "ended_at": version.ended_at,
            },
        )

    def in_force(self, on: date) -> PublishedVersion | None:
        """The newest version whose day has come."""
        row = self._connection.execute(
            select(VERSIONS).where(VERSIONS.c.in_force <= on).order_by(VERSIONS.c.version.desc()).limit(1)
        ).one_or_none()
        return None if row is None else _version(row)

    def all(self) -> list[PublishedVersion]:
        return [_version(row) for row in self._connection.execute(select(VERSIONS).order_by(VERSIONS.c.version))]


def _event(row: Row[Any]) -> Event:
    return Event(row.number, row.kind, row.about, row.at, json.loads(row.data))


def _version(row: Row[Any]) -> PublishedVersion:
    return PublishedVersion(row.version, row.digest, row.published_at, row.in_force, row.ended_at)
