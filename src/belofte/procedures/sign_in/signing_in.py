"""Signing in and staying signed in: who sits behind a browser's token, by a password with a code, or by a button.

Every way in ends in :meth:`SignIn.begin`, which makes a new token and ends the old one, so that no token that somebody
else knew before is ever signed in. Passkeys and sign-in providers are in ``signing_in_passkeys`` and
``signing_in_provider``; who may sign in at all is decided by ``accounts_desk`` and ``enrolling``.
"""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from hashlib import sha256
from hmac import compare_digest

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from pyotp import random_base32
from pyotp.totp import TOTP

from belofte.domain.account import PROVEN_AGAIN, Account, Act, Means, Role
from belofte.procedures.parts import Current
from belofte.procedures.sign_in.sign_in_attempts import Source, count_attempt, remember_browser
from belofte.procedures.sign_in.sign_in_refusals import NotKnownHere, NotSignedIn
from belofte.store_port import Transaction
from belofte.store_port.account_books import Credential, Session

CODE_SECONDS = 30
"""How long one code lasts (RFC 6238); the one before and the one after count too."""
LONGEST_TYPED = 256
SEEN_EVERY = timedelta(seconds=60)
"""How often a session in use is written down; looking at pages does not write each time."""
HASHER = PasswordHasher(time_cost=1, memory_cost=46 * 1024, parallelism=1)
"""argon2id with 46 MiB (OWASP Password Storage Cheat Sheet, 2026-11-22): dear to guess, and many at the same time do
not bring the server down. A code goes with every password."""
log = logging.getLogger("belofte.sign_in")


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts: without a sign of life, at most, and before an approval needs a new proof."""

    idle: timedelta
    longest: timedelta
    fresh: timedelta


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in. ``seal`` binds the forms of this session to it; it opens nothing."""

    account: Account
    means: Means
    is_fresh: bool
    seal: bytes

    def must_prove_again(self, act: Act) -> bool:
        """Whether ``act`` needs a proof that is younger than this session's."""
        return act in PROVEN_AGAIN and not self.is_fresh


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed to sign in."""

    name: str
    password: str
    code: str


class SignIn:
    """Sessions, and signing in by password and code."""

    def __init__(self, current: Current, limits: SessionLimits) -> None:
        self.current, self.limits = current, limits
        threading.Thread(
            target=_nobodys, daemon=True
        ).start()  # the first wrong name must not take longer than the next

    def who(self, token: str) -> SignedIn | None:
        """Who sits behind a browser's token; None when it is unknown or over, or its account is disabled."""
        now = self.current.parts.now()
        with self.current.parts.store.reading() as tx:
            session = tx.sessions.find(token) if token else None
            account = tx.accounts.get(session.account) if session else None
        if session is None or account is None or account.disabled_at is not None or self._is_over(session, now):
            return None
        if session.means is Means.SANDBOX and not self.is_sandbox:
            return None
        if now - session.seen_at >= SEEN_EVERY:
            with self.current.parts.store.transaction() as tx:
                tx.sessions.see(token, now)
        is_fresh = session.means is Means.SANDBOX or now - session.proven_at <= self.limits.fresh
        return SignedIn(account, session.means, is_fresh, sha256(b"seal\0" + token.encode()).digest())

    def begin(self, tx: Transaction, account: Account, means: Means, replaces: str = "") -> str:
        """A new session for an account that proved who it is; the browser's old one ends. Returns the token."""
        parts = self.current.parts
        now, token = parts.now(), parts.entropy(32).hex()
        tx.sessions.purge(now - self.limits.longest)
        if replaces:
            tx.sessions.end(replaces)
        tx.sessions.begin(token, Session(account.id, means, now, now, now))
        log.info("signed in", extra={"account": account.id, "means": means.value})
        return token

    def end(self, token: str) -> None:
        """Sign out."""
        with self.current.parts.store.transaction() as tx:
            tx.sessions.end(token)

    def typed(self, typed: Typed, source: Source, replaces: str = "") -> str:
        """Sign in by name, password and code; returns the session's token.

        Raises :class:`NotSignedIn`, the same and after the same work whatever was wrong, and
        :class:`belofte.procedures.sign_in.sign_in_refusals.TooManyAttempts` before any look at what was typed.
        """
        parts = self.current.parts
        now = parts.now()
        count_attempt(parts, typed.name, source)
        with parts.store.reading() as tx:
            account = tx.accounts.by_name(typed.name)
            credential = tx.accounts.credential(Means.TYPED, account.id if account else "")
        step = _matching_step(credential, typed, now)
        is_right = step is not None and account is not None and account.disabled_at is None and credential is not None
        with parts.store.transaction() as tx:
            # Of two uses of one code one gets through, also at the same time.
            moved = tx.accounts.advance(credential.id if credential and is_right else "", step or 0)
            if account is not None and is_right and moved:
                return self.begin(tx, account, Means.TYPED, replaces)
        log.warning("sign-in refused", extra={"means": Means.TYPED.value, "account": account.id if account else None})
        raise NotSignedIn

    def known_browser(self, session: str) -> str:
        """A token by which this browser is known to have signed in before, so that attempts from elsewhere under the
        same name do not keep it out. It opens nothing by itself."""
        signed_in = self.who(session)
        return remember_browser(self.current.parts, signed_in.account) if signed_in else ""

    def in_the_sandbox(self, role: Role, replaces: str = "") -> str:
        """Sign in by a button, as somebody made up. Raises :class:`NotKnownHere` outside a sandbox."""
        parts = self.current.parts
        if not self.is_sandbox:
            raise NotKnownHere
        with parts.store.transaction() as tx:
            name = f"Sandbox {role.value.replace('-', ' ')}"
            tx.accounts.add(Account(parts.new_id("acc"), name, role, parts.now()))
            account = tx.accounts.by_name(name)
            if account is None or account.disabled_at is not None:
                raise NotKnownHere
            return self.begin(tx, account, Means.SANDBOX, replaces)

    @property
    def is_sandbox(self) -> bool:
        """Whether everything here is made up."""
        return self.current.parts.policy.environment == "sandbox"

    def _is_over(self, session: Session, now: datetime) -> bool:
        return now - session.seen_at > self.limits.idle or now - session.begun_at > self.limits.longest


def encode_typed(password: str, code_secret: str) -> bytes:
    """Password (as a hash) and the secret of the codes, as a credential holds them."""
    return json.dumps({"hash": HASHER.hash(password), "code": code_secret}).encode()


def code_step(code_secret: str, code: str, now: datetime) -> int | None:
    """The step whose code was typed: this one, the one before or the one after; None for any other code."""
    present = int(now.timestamp()) // CODE_SECONDS
    totp, typed = TOTP(code_secret), code.replace(" ", "").encode("utf-8", "replace")
    steps = [s for s in range(present - 1, present + 2) if compare_digest(totp.at(s * CODE_SECONDS).encode(), typed)]
    return steps[-1] if steps else None


def _matching_step(credential: Credential | None, typed: Typed, now: datetime) -> int | None:
    """The code's step when password and code are both right. Both are looked at in every case."""
    held = json.loads(credential.secret if credential else _nobodys())
    is_password = _is_password(held["hash"], typed.password[: LONGEST_TYPED + 1])
    step = code_step(held["code"], typed.code, now)
    return step if is_password and credential is not None else None


def _is_password(hashed: str, password: str) -> bool:
    try:
        return HASHER.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> bytes:
    """What is compared with where there is no such account: costs as much, and fits nothing."""
    return encode_typed(random_base32(), random_base32())
