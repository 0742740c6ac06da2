"""The kinds of system a map can name (``kind:``): one file a kind, the keys that only it has, and what it is for.

REST kinds stand in their connector files (:mod:`belofte.loading.rest_files`), which are read when they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from belofte.loading.connector_kinds.aws import AWS
from belofte.loading.connector_kinds.files import FILES
from belofte.loading.connector_kinds.imap import IMAP
from belofte.loading.connector_kinds.kind import ConnectorKind, ConnectorOffer
from belofte.loading.connector_kinds.line import LINE
from belofte.loading.connector_kinds.linux import LINUX
from belofte.loading.connector_kinds.person import PERSON
from belofte.loading.connector_kinds.rest import rest_kind
from belofte.loading.connector_kinds.sql import SQL
from belofte.loading.rest_files import brought, rest_connector, rest_kinds

_IN_CODE: Mapping[str, ConnectorKind] = {kind.name: kind for kind in (SQL, AWS, IMAP, FILES, LINE, LINUX, PERSON)}


class _Kinds(Mapping[str, ConnectorKind]):
    """Every kind by name. A connector file is read when its kind is asked for, not before."""

    def __getitem__(self, name: str) -> ConnectorKind:
        if name in _IN_CODE:
            return _IN_CODE[name]
        if name in brought() and isinstance(offer := brought()[name].load(), ConnectorOffer):
            return offer.kind
        connector = rest_connector(name) if name in rest_kinds() else None
        if connector is None:
            raise KeyError(name)
        return rest_kind(connector)

    def __contains__(self, name: object) -> bool:
        return name in _IN_CODE or name in rest_kinds()

    def __iter__(self) -> Iterator[str]:
        yield from _IN_CODE
        yield from (name for name in rest_kinds() if name not in _IN_CODE)

    def __len__(self) -> int:
        return sum(1 for _ in self)


CONNECTOR_KINDS: Mapping[str, ConnectorKind] = _Kinds()
