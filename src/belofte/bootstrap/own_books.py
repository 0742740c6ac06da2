"""Belofte's own store as a system that is swept: its map and the connector to it, made when they are needed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from belofte.domain.clock import after
from belofte.domain.own_books import own_map
from belofte.procedures.parts import OwnStore, Parts

if TYPE_CHECKING:
    from belofte.storage.places import Places


def own_store_of(places: Places, parts: Parts) -> OwnStore:
    """The store in ``places``, by the terms of the policy in force. Whoever gets it closes it."""
    from belofte.connectors.sql.connector import SqlConnector
    from belofte.loading.own_books import own_tables

    today = parts.today()
    living = [one.backups for one in parts.systems.values() if one.backups]
    backups = max(living, key=lambda one: after(today, one), default=None)
    map_ = own_map(own_tables(), parts.policy, backups)
    connector = SqlConnector(map_, places.store_url, parts.clock, zone=ZoneInfo(parts.country.time_zone))
    return OwnStore(map_, connector, connector.close)
