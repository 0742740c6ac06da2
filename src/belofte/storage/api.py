"""Tokens, and answers kept under a key. A copy of these tables opens nothing: both are known by keyed hashes only."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from belofte.domain.api_token import ApiToken, Scope
from belofte.storage import tables
from belofte.storage.accounts import insert_new, seal, unseal
from belofte.storage.scope import Scope as OpenScope
from belofte.store_port.api_books import KeptAnswer

TOKENS, ANSWERS = tables.api_tokens, tables.api_answers


class Tokens:
    """The tokens of programs, inside one transaction."""

    def __init__(self, scope: OpenScope) -> None:
        self._scope, self._connection = scope, scope.connection

    def add(self, secret: str, token: ApiToken) -> None:
        row = {
            "id": token.id,
            "hash": self._hash(secret),
            "name": token.name,
            "scopes": " ".join(sorted(token.scopes)),
            "account": token.account,
            "made_at": token.made_at,
            "expires_at": token.expires_at,
        }
        self._connection.execute(insert(TOKENS), row)

    def find(self, secret: str) -> ApiToken | None:
        row = self._connection.execute(select(TOKENS).where(TOKENS.c.hash == self._hash(secret))).one_or_none()
        return None if row is None else _token(row)

    def all(self) -> list[ApiToken]:
        rows = self._connection.execute(select(TOKENS).order_by(TOKENS.c.made_at.desc(), TOKENS.c.id))
        return [_token(row) for row in rows]

    def save(self, token: ApiToken) -> None:
        changed = update(TOKENS).where(TOKENS.c.id == token.id)
        self._connection.execute(changed.values(revoked_at=token.revoked_at, used_at=token.used_at))

    def _hash(self, secret: str) -> bytes:
        return self._scope.keyed_hash("api-token", secret)


class Answers:
    """What was answered under an idempotency key, inside one transaction. The answer is kept encrypted: it holds the
    reference of a request."""

    def __init__(self, scope: OpenScope) -> None:
        self._scope, self._connection = scope, scope.connection

    def begin(self, token: str, key: str, asked: str, now: datetime) -> KeptAnswer | None:
        """One statement: of two at the same time one gets None."""
        hash_, question = self._hash(token, key), self._scope.keyed_hash("api-question", asked)
        if insert_new(self._scope, ANSWERS, {"hash": hash_, "asked": question, "made_at": now}):
            return None
        row = self._connection.execute(select(ANSWERS).where(ANSWERS.c.hash == hash_)).one()
        body = None if row.body is None else unseal(self._scope, _name(hash_), row.body).decode()
        return KeptAnswer(row.asked == question, row.status, body)

    def end(self, token: str, key: str, status: int, body: str) -> None:
        hash_ = self._hash(token, key)
        kept = seal(self._scope, _name(hash_), body.encode())
        self._connection.execute(update(ANSWERS).where(ANSWERS.c.hash == hash_).values(status=status, body=kept))

    def forget(self, token: str, key: str) -> None:
        self._connection.execute(delete(ANSWERS).where(ANSWERS.c.hash == self._hash(token, key)))

    def purge(self, before: datetime) -> int:
        return self._connection.execute(delete(ANSWERS).where(ANSWERS.c.made_at < before)).rowcount

    def _hash(self, token: str, key: str) -> bytes:
        return self._scope.keyed_hash("api-key", f"{token}\0{key}")


def _name(hash_: bytes) -> str:
    return f"answer:{hash_.hex()}"


def _token(row: Row[Any]) -> ApiToken:
    return ApiToken(
        id=row.id,
        name=row.name,
        scopes=frozenset(Scope(name) for name in row.scopes.split()),
        made_at=row.made_at,
        expires_at=row.expires_at,
        account=row.account,
        revoked_at=row.revoked_at,
        used_at=row.used_at,
    )
