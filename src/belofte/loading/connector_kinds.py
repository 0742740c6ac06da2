"""The kinds of system a map can name (``kind:``), what each is for, and the keys that only it has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from belofte.loading.shape import Key
from belofte.loading.values import ListOf, Prose


@dataclass(frozen=True, slots=True)
class ConnectorKind:
    """One kind of system. ``rights``: what its account needs, in a word for the person who grants it."""

    name: str
    en: str
    nl: str
    settings: tuple[Key, ...]


# fmt: off
_SQL = ConnectorKind(
    "sql",
    "A database of your own: SQLite, Postgres or MariaDB. It can find, export, rectify, restrict, lift, erase, purge "
    "and read back. `belofte doctor NAME --grants` prints the rights its account needs for what `allow` names.",
    "Een eigen database: SQLite, Postgres of MariaDB. Kan zoeken, exporteren, verbeteren, beperken, opheffen, wissen, "
    "fysiek opruimen en teruglezen. `belofte doctor NAME --grants` toont de rechten die "
    "het account nodig heeft voor wat `allow` noemt.",
    (
        Key("url", Prose(), "Where the database is; by reference, so that no password stands here.",
            "Waar de database staat; als verwijzing, zodat hier geen wachtwoord staat.", "url: env:CRM_URL"),
        Key("schemas", ListOf(Prose()), "The database schemas to look at, where the usual one is not enough.",
            "De databaseschema's die meetellen, als het gewone niet genoeg is.", "schemas: [public, shop]"),
    ),
)
# fmt: on

CONNECTOR_KINDS: Mapping[str, ConnectorKind] = {kind.name: kind for kind in (_SQL,)}
