"""A database of the company's own."""

from __future__ import annotations

from belofte.loading.connector_kinds.kind import ConnectorKind
from belofte.loading.shape import Key
from belofte.loading.values import ListOf, Prose

# fmt: off
SQL = ConnectorKind(
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
        Key("owner", Prose(), "The account that owns the tables; only `belofte staff enforce` signs in with it.",
            "Het account waar de tabellen van zijn; alleen `belofte staff enforce` meldt zich ermee aan.",
            "owner: env:CRM_OWNER_URL"),
        Key("ca", Prose(), "A file with the company's own certificate authorities: the server's certificate is then "
            "asked for and checked. A database goes through no proxy.", "Een bestand met eigen certificaatautoriteiten "
            "van het bedrijf: dan wordt het certificaat van de server gevraagd en nagekeken. Een databank gaat niet "
            "door een proxy.", "ca: company-ca.pem"),
    ),
)
# fmt: on
