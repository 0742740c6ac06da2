"""The vault: everything that tells of a person in a case, AES-256-GCM under the case key.

The associated data is case and column, so an entry moved to another case or column does not open. Packages of a person
lie in segment files (:mod:`belofte.storage.packages`); here is only where.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import delete, func, select

from belofte.storage import tables
from belofte.storage.ready import Ready, adding, among
from belofte.storage.scope import Scope, new_id
from belofte.storage.statements import pieces
from belofte.store_port import Secret, StoredPackage, StoreError, Unknown

NONCE = 12
ENTRIES = tables.vault_entries
_LAST = (
    select(func.max(ENTRIES.c.number))
    .where(among(ENTRIES.c.request, "cases"), among(ENTRIES.c.column, "columns"))
    .group_by(ENTRIES.c.request, ENTRIES.c.column)
)
NEWEST = Ready(select(ENTRIES.c.request, ENTRIES.c.column, ENTRIES.c.data).where(ENTRIES.c.number.in_(_LAST)))
PUT = adding(ENTRIES)
PUT_PACKAGE = adding(tables.packages)


class Vault:
    """The vault's entries, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def put(self, case: str, column: str, data: bytes) -> str:
        return self.put_many([Secret(case, column, data)])[0]

    def put_many(self, contents: Sequence[Secret]) -> list[str]:
        """Encrypt and keep; returns the entries' ids in order. Raises :class:`belofte.store_port.CaseClosed`."""
        if not contents:
            return []
        keys = self._scope.keys.cases.keys([secret.case for secret in contents])
        rows = [
            {
                "id": new_id("v"),
                "request": secret.case,
                "column": secret.column,
                "data": seal(keys[secret.case], secret.case, secret.column, secret.data),
            }
            for secret in contents
        ]
        PUT.change_each(self._connection, rows)
        return [row["id"] for row in rows if isinstance(row["id"], str)]

    def get(self, entry: str) -> bytes:
        return self.get_many([entry])[entry]

    def get_many(self, entries: Sequence[str]) -> dict[str, bytes]:
        """Raises :class:`Unknown` when one of them is gone, :class:`belofte.store_port.CaseClosed` without key."""
        wanted = list(dict.fromkeys(entries))
        table = tables.vault_entries
        rows = [
            row
            for piece in pieces(wanted)
            for row in self._connection.execute(
                select(table.c.id, table.c.request, table.c.column, table.c.data).where(table.c.id.in_(piece))
            )
        ]
        if len(rows) < len(wanted):
            raise Unknown("An entry of the vault is not there (any more).", "Its case may have been closed.")
        keys = self._scope.keys.cases.keys([row.request for row in rows])
        return {row.id: unseal(keys[row.request], row.request, row.column, row.data) for row in rows}

    def newest(self, column: str, cases: Sequence[str]) -> dict[str, bytes]:
        """The newest entry of each case under this column; cases that have none are left out."""
        return self.newest_of([column], cases)[column]

    def newest_of(self, columns: Sequence[str], cases: Sequence[str]) -> dict[str, dict[str, bytes]]:
        """The same for several columns in one look: column → case → entry."""
        found: dict[str, dict[str, bytes]] = {column: {} for column in columns}
        rows = NEWEST.rows(self._connection, {"cases": cases, "columns": columns})
        keys = self._scope.keys.cases.keys([row["request"] for row in rows])
        for row in rows:
            case, column = row["request"], row["column"]
            found[column][case] = unseal(keys[case], case, column, row["data"])
        return found

    def every(self, column: str, case: str) -> list[bytes]:
        """All entries of one case under this column, newest first."""
        mine = (ENTRIES.c.request == case, ENTRIES.c.column == column)
        found = self._connection.scalars(select(ENTRIES.c.data).where(*mine).order_by(ENTRIES.c.number.desc())).all()
        keys = self._scope.keys.cases.keys([case] if found else [])
        return [unseal(keys[case], case, column, data) for data in found]

    def remove(self, entries: Sequence[str]) -> None:
        for piece in pieces(entries):
            self._connection.execute(delete(tables.vault_entries).where(tables.vault_entries.c.id.in_(piece)))

    def keep_only(self, case: str, columns: Sequence[str]) -> None:
        """Remove every other entry of a case."""
        table = tables.vault_entries
        self._connection.execute(delete(table).where(table.c.request == case, table.c.column.not_in(columns)))

    def add_packages(self, packages: Sequence[StoredPackage]) -> None:
        rows = [
            {
                "id": package.id,
                "request": package.case,
                "file": package.file,
                "offset": package.offset,
                "length": package.length,
                "size": package.size,
                "made_at": package.made_at,
            }
            for package in packages
        ]
        PUT_PACKAGE.change_each(self._connection, rows)

    def packages(self, case: str) -> list[StoredPackage]:
        table = tables.packages
        found = self._connection.execute(select(table).where(table.c.request == case).order_by(table.c.made_at))
        return [
            StoredPackage(row.id, row.request, row.file, row.offset, row.length, row.size, row.made_at) for row in found
        ]


def seal(key: AESGCM, case: str, column: str, data: bytes) -> bytes:
    """Nonce and ciphertext."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + key.encrypt(nonce, data, _associated(case, column))


def unseal(key: AESGCM, case: str, column: str, data: bytes) -> bytes:
    """Raises :class:`StoreError` when the bytes were changed or moved here from elsewhere."""
    try:
        return key.decrypt(data[:NONCE], data[NONCE:], _associated(case, column))
    except InvalidTag:
        raise StoreError(
            f"An entry of the vault (column {column}) does not open with its case's key: it was changed or moved.",
            "Put the store and the keys folder back from backups that belong together.",
        ) from None


def _associated(case: str, column: str) -> bytes:
    return f"{case}\0{column}".encode()
