"""Accounts, credentials, sessions and passes. A copy of these tables opens no door: tokens are keyed hashes, secrets
are encrypted under ``accounts.key``, which lies with the keys and never in the store."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import Row, Table, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from belofte.domain.account import Account, Means, Role, same_name
from belofte.storage import tables
from belofte.storage.scope import Scope
from belofte.store_port import StoreError
from belofte.store_port.account_books import Credential, Pass, Session

ACCOUNTS, CREDENTIALS, SESSIONS, PASSES = tables.accounts, tables.credentials, tables.sessions, tables.passes
NONCE = 12


class Accounts:
    """Accounts and what they sign in with, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def add(self, account: Account) -> bool:
        row = {
            "id": account.id,
            "name": account.name,
            "same_name": same_name(account.name),
            "role": account.role.value,
            "made_at": account.made_at,
            "disabled_at": account.disabled_at,
        }
        return insert_new(self._scope, ACCOUNTS, row)

    def get(self, account: str) -> Account | None:
        row = self._connection.execute(select(ACCOUNTS).where(ACCOUNTS.c.id == account)).one_or_none()
        return None if row is None else _account(row)

    def by_name(self, name: str) -> Account | None:
        wanted = select(ACCOUNTS).where(ACCOUNTS.c.same_name == same_name(name))
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else _account(row)

    def all(self) -> list[Account]:
        return [_account(row) for row in self._connection.execute(select(ACCOUNTS).order_by(ACCOUNTS.c.same_name))]

    def save(self, account: Account) -> None:
        changed = update(ACCOUNTS).where(ACCOUNTS.c.id == account.id)
        self._connection.execute(changed.values(role=account.role.value, disabled_at=account.disabled_at))

    def enrol(self, credential: Credential) -> bool:
        row = {
            "id": credential.id,
            "account": credential.account,
            "means": credential.means.value,
            "known_by": self._known_by(credential.means, credential.known_by),
            "secret": seal(self._scope, f"credential:{credential.id}", credential.secret),
            "counter": credential.counter,
            "made_at": credential.made_at,
        }
        return insert_new(self._scope, CREDENTIALS, row)

    def credentials(self, account: str) -> list[Credential]:
        wanted = select(CREDENTIALS).where(CREDENTIALS.c.account == account).order_by(CREDENTIALS.c.made_at)
        return [self._credential(row, "") for row in self._connection.execute(wanted)]

    def credential(self, means: Means, known_by: str) -> Credential | None:
        wanted = select(CREDENTIALS).where(CREDENTIALS.c.known_by == self._known_by(means, known_by))
        row = self._connection.execute(wanted).one_or_none()
        return None if row is None else self._credential(row, known_by)

    def advance(self, credential: str, counter: int) -> bool:
        """One statement: of two at the same time one gets it."""
        moved = (
            update(CREDENTIALS)
            .where(CREDENTIALS.c.id == credential, CREDENTIALS.c.counter < counter)
            .values(counter=counter)
        )
        return self._connection.execute(moved).rowcount == 1

    def forget(self, account: str, means: Means | None = None) -> int:
        gone = delete(CREDENTIALS).where(CREDENTIALS.c.account == account)
        return self._connection.execute(gone if means is None else gone.where(CREDENTIALS.c.means == means)).rowcount

    def _known_by(self, means: Means, known_by: str) -> bytes:
        return self._scope.keyed_hash("credential", f"{means}\0{known_by}")

    def _credential(self, row: Row[Any], known_by: str) -> Credential:
        secret = unseal(self._scope, f"credential:{row.id}", row.secret)
        return Credential(row.id, row.account, Means(row.means), known_by, secret, row.counter, row.made_at)


class Sessions:
    """Sessions and passes, inside one transaction."""

    def __init__(self, scope: Scope) -> None:
        self._scope, self._connection = scope, scope.connection

    def begin(self, token: str, session: Session) -> None:
        row = {
            "hash": self._hash(token),
            "account": session.account,
            "means": session.means.value,
            "begun_at": session.begun_at,
            "seen_at": session.seen_at,
            "proven_at": session.proven_at,
        }
        self._connection.execute(insert(SESSIONS), row)

    def find(self, token: str) -> Session | None:
        row = self._connection.execute(select(SESSIONS).where(SESSIONS.c.hash == self._hash(token))).one_or_none()
        if row is None:
            return None
        return Session(row.account, Means(row.means), row.begun_at, row.seen_at, row.proven_at)

    def see(self, token: str, at: datetime) -> None:
        self._connection.execute(update(SESSIONS).where(SESSIONS.c.hash == self._hash(token)).values(seen_at=at))

    def prove(self, token: str, at: datetime) -> None:
        proven = update(SESSIONS).where(SESSIONS.c.hash == self._hash(token))
        self._connection.execute(proven.values(proven_at=at, seen_at=at))

    def end(self, token: str) -> None:
        self._connection.execute(delete(SESSIONS).where(SESSIONS.c.hash == self._hash(token)))

    def end_of(self, account: str) -> int:
        return self._connection.execute(delete(SESSIONS).where(SESSIONS.c.account == account)).rowcount

    def purge(self, begun_before: datetime) -> int:
        return self._connection.execute(delete(SESSIONS).where(SESSIONS.c.begun_at < begun_before)).rowcount

    def end_passes(self, now: datetime) -> int:
        return self._connection.execute(delete(PASSES).where(PASSES.c.expires_at <= now)).rowcount

    def give(self, token: str, held: Pass, now: datetime) -> None:
        self.end_passes(now)
        hash_ = self._hash(token)
        row = {
            "hash": hash_,
            "purpose": held.purpose,
            "account": held.account,
            "content": seal(self._scope, f"pass:{hash_.hex()}", held.content),
            "expires_at": held.expires_at,
        }
        self._connection.execute(insert(PASSES), row)

    def peek(self, token: str, purpose: str, now: datetime) -> Pass | None:
        wanted = select(PASSES).where(*self._open_pass(token, purpose, now))
        return self._pass(self._connection.execute(wanted).one_or_none())

    def take(self, token: str, purpose: str, now: datetime) -> Pass | None:
        """One statement: of two at the same time one gets it."""
        taken = delete(PASSES).where(*self._open_pass(token, purpose, now)).returning(PASSES)
        return self._pass(self._connection.execute(taken).one_or_none())

    def withdraw(self, account: str, purpose: str) -> None:
        self._connection.execute(delete(PASSES).where(PASSES.c.account == account, PASSES.c.purpose == purpose))

    def _open_pass(self, token: str, purpose: str, now: datetime) -> tuple[Any, ...]:
        return PASSES.c.hash == self._hash(token), PASSES.c.purpose == purpose, PASSES.c.expires_at > now

    def _pass(self, row: Row[Any] | None) -> Pass | None:
        if row is None:
            return None
        content = unseal(self._scope, f"pass:{row.hash.hex()}", row.content)
        return Pass(row.purpose, row.expires_at, row.account, content)

    def _hash(self, token: str) -> bytes:
        return self._scope.keyed_hash("session", token)


def insert_new(scope: Scope, table: Table, row: Mapping[str, object]) -> bool:
    """Insert, unless something unique about it is there already; whether it was new."""
    make = postgres_insert if scope.connection.dialect.name == "postgresql" else sqlite_insert
    added = make(table).values(dict(row)).on_conflict_do_nothing().returning(*table.primary_key)
    return scope.connection.execute(added).one_or_none() is not None


def seal(scope: Scope, what: str, data: bytes) -> bytes:
    """``data`` under the installation's key for accounts, bound to ``what``."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + scope.keys.accounts.encrypt(nonce, data, what.encode())


def unseal(scope: Scope, what: str, sealed: bytes) -> bytes:
    """What :func:`seal` was given. Raises :class:`StoreError` under another key."""
    try:
        return scope.keys.accounts.decrypt(sealed[:NONCE], sealed[NONCE:], what.encode())
    except InvalidTag:
        raise StoreError(
            "The key for accounts does not fit this store: nobody can sign in with what was enrolled.",
            "Put keys/accounts.key back from the copy of the keys, or enrol anew: belofte user reset NAME.",
        ) from None


def _account(row: Row[Any]) -> Account:
    return Account(row.id, row.name, Role(row.role), row.made_at, row.disabled_at)
