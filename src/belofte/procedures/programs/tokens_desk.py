"""Tokens of programs: made, listed, taken back. Whoever runs the machine decides it; a secret is shown once.

A token that may decide belongs to an account: its decisions carry that person's name, and it stops with them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from belofte.domain.account import Account, Act
from belofte.domain.api_token import ApiToken, Scope
from belofte.domain.errors import Refused, WrongUse
from belofte.procedures.parts import Current
from belofte.store_port import Transaction

PREFIX = "belofte_"
"""Every secret begins so: scanners of source code know it when somebody commits one."""
SEEN_EVERY = timedelta(hours=1)
"""How exactly it is kept when a token was last used: not every call is a write."""
LONGEST = timedelta(days=2 * 366)
"""The latest end date a token may have: one that nobody renews is one that nobody needs."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: a live token, and the account its decisions are by. ``account`` None: it may decide nothing."""

    token: ApiToken
    account: Account | None = None

    def may(self, scope: Scope) -> bool:
        return scope in self.token.scopes


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One token in the list; ``by`` is the name of the account its decisions carry."""

    id: str
    name: str
    scopes: tuple[str, ...]
    by: str | None
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    used_at: datetime | None
    live: bool


class Tokens:
    """The tokens of one installation: ``belofte.desk(Tokens)``."""

    def __init__(self, current: Current) -> None:
        self._current = current

    def create(
        self, name: str, scopes: Collection[Scope], until: datetime, by: str = "", made_by: str = ""
    ) -> tuple[str, TokenRow]:
        """A new token; returns its secret, which is shown once. ``by``: the account whose name its decisions carry;
        ``made_by``: who made it in the office, "" at the command line.

        Raises ``WrongUse`` for no scope, an end that is past or too far, an account that is not there or not needed.
        """
        parts, now = self._current.parts, self._current.parts.now()
        _check(name, scopes, until, now, by)
        secret = PREFIX + parts.entropy(32).hex()
        with parts.store.transaction() as tx:
            account = _account(tx, by) if by else None
            token = ApiToken(
                parts.new_id("tok"), name.strip(), frozenset(scopes), now, until, account.id if account else None
            )
            tx.tokens.add(secret, token)
            done = {"by": made_by} if made_by else {}
            tx.events.add("token.made", token.id, now, {"scopes": sorted(token.scopes), **done})
            return secret, _row(tx, token, now)

    def rows(self) -> Sequence[TokenRow]:
        """Every token, newest first; never its secret."""
        parts = self._current.parts
        with parts.store.reading() as tx:
            return [_row(tx, token, parts.now()) for token in tx.tokens.all()]

    def revoke(self, token: str, by: str = "") -> TokenRow:
        """Take a token back by its id or its name: it opens nothing from now on. ``by``: who did it in the office."""
        parts, now = self._current.parts, self._current.parts.now()
        with parts.store.transaction() as tx:
            found = [held for held in tx.tokens.all() if token in (held.id, held.name) and held.revoked_at is None]
            if not found:
                raise WrongUse("There is no such token, or it was taken back already.", "see belofte token list")
            if len(found) > 1:
                raise WrongUse("Several tokens have this name.", "name it by its id; see belofte token list")
            revoked = replace(found[0], revoked_at=now)
            tx.tokens.save(revoked)
            tx.events.add("token.revoked", revoked.id, now, {"by": by} if by else {})
            return _row(tx, revoked, now)

    def caller(self, secret: str) -> Caller | None:
        """Who calls with this secret; None when it opens nothing (any more)."""
        parts, now = self._current.parts, self._current.parts.now()
        with parts.store.reading() as tx:
            token = tx.tokens.find(secret)
            if token is None or not token.is_live(now):
                return None
            account = tx.accounts.get(token.account) if token.account else None
        if token.used_at is None or token.used_at < now - SEEN_EVERY:
            with parts.store.transaction() as tx:
                tx.tokens.save(replace(token, used_at=now))
        return Caller(token, account)


def decider(caller: Caller, act: Act) -> str:
    """The name a decision carries. Raises ``Refused`` when the account may not do this (any more)."""
    if caller.account is None or not caller.account.may(act):
        raise Refused(
            "The account this token belongs to may not do this (any more).",
            "see belofte user list; make a token for an account whose role allows it",
        )
    return caller.account.name


def _check(name: str, scopes: Collection[Scope], until: datetime, now: datetime, by: str) -> None:
    if not name.strip():
        raise WrongUse("A token needs a name that says what it is for.", 'for example belofte token create "portal"')
    if not scopes:
        raise WrongUse("A token needs at least one scope.", f"use one of: {', '.join(Scope)}")
    if not now < until <= now + LONGEST:
        raise WrongUse("A token must end, within two years.", "for example --until 2027-06-30")
    if Scope.ASSERT_IDENTITY in scopes and Scope.RECEIVE not in scopes:
        raise WrongUse("Who vouches for a person registers their request.", "give --scope receive too")
    if Scope.CALENDAR in scopes and len(scopes) > 1:
        raise WrongUse(
            "A calendar's address is kept by many programs: its token opens nothing else.", "make two tokens"
        )
    if Scope.DECIDE in scopes and not by:
        raise WrongUse("Decisions carry a person's name.", 'give the account: --by "P. de Boer"')
    if by and Scope.DECIDE not in scopes:
        raise WrongUse("A token that decides nothing carries nobody's name.", "leave --by out, or give --scope decide")


def _account(tx: Transaction, name: str) -> Account:
    account = tx.accounts.by_name(name)
    if account is None or account.disabled_at is not None:
        raise WrongUse("There is no open account of this name.", "see belofte user list")
    return account


def _row(tx: Transaction, token: ApiToken, now: datetime) -> TokenRow:
    account = tx.accounts.get(token.account) if token.account else None
    return TokenRow(
        id=token.id,
        name=token.name,
        scopes=tuple(sorted(scope.value for scope in token.scopes)),
        by=account.name if account else None,
        made_at=token.made_at,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
        used_at=token.used_at,
        live=token.is_live(now),
    )
