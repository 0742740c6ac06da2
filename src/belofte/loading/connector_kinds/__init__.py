"""The kinds of system a map can name (``kind:``): one file a kind, the keys that only it has, and what it is for."""

from __future__ import annotations

from collections.abc import Mapping

from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.connector_kinds.sql import SQL

CONNECTOR_KINDS: Mapping[str, ConnectorKind] = {kind.name: kind for kind in (SQL,)}
