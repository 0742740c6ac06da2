"""Signing in with the company's own accounts (OpenID Connect, authorization code with PKCE): what is remembered while
the browser is at the provider, and whom its word lets in.

What is remembered lies under a token that only this browser has, counts once and for some minutes: an answer that was
seen before, or that somebody else's browser brings, finds nothing. Talking with the provider is the web front's.
"""

from __future__ import annotations

import json
import logging
from base64 import urlsafe_b64encode
from dataclasses import asdict, dataclass
from datetime import timedelta
from hashlib import sha256
from hmac import compare_digest

from belofte.domain.account import Means
from belofte.domain.sign_in import ProviderSubject
from belofte.procedures.sign_in.enrolling import Enrolling
from belofte.procedures.sign_in.sign_in_refusals import NotKnownHere, SignInOver
from belofte.procedures.sign_in.signing_in import SignIn
from belofte.store_port.account_books import Credential, Pass

AWAY_FOR = timedelta(minutes=10)
"""How long somebody may take at the provider."""
AWAY = "provider"
log = logging.getLogger("belofte.sign_in")


@dataclass(frozen=True, slots=True)
class Begun:
    """A sign-in that is under way at the provider. ``place``: the page to go to afterwards; ``enrolment``: the token of
    an enrolment link when the provider's account is to be bound to ours; ``again``: a fresh proof is asked for."""

    state: str
    nonce: str
    verifier: str
    asked_at: float
    language: str
    place: str = "/"
    enrolment: str = ""
    again: bool = False

    @property
    def challenge(self) -> str:
        """What the provider gets of the verifier (RFC 7636, S256)."""
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).decode().rstrip("=")


class ProviderSignIn:
    """Beginning at the provider, and coming back."""

    def __init__(self, sign_in: SignIn, enrolling: Enrolling) -> None:
        self._sign_in, self._enrolling, self._current = sign_in, enrolling, sign_in.current

    def begin(self, language: str, place: str = "/", enrolment: str = "", *, again: bool = False) -> tuple[str, Begun]:
        """The browser's token, and what to ask the provider. Raises ``LinkOver`` for an enrolment that is over."""
        parts, now = self._current.parts, self._current.parts.now()
        if enrolment:
            self._enrolling.whose(enrolment)
        state, nonce, verifier, token = (parts.entropy(32).hex() for _ in range(4))
        begun = Begun(state, nonce, verifier, now.timestamp(), language, place, enrolment, again)
        held = Pass(AWAY, now + AWAY_FOR, content=json.dumps(asdict(begun)).encode())
        with parts.store.transaction() as tx:
            tx.sessions.give(token, held, now)
        return token, begun

    def back(self, token: str, state: str) -> Begun:
        """What was begun in this browser; it is used up. Raises :class:`SignInOver`."""
        parts = self._current.parts
        with parts.store.transaction() as tx:
            held = tx.sessions.take(token, AWAY, parts.now())
        begun = Begun(**json.loads(held.content)) if held else None
        if begun is None or not compare_digest(begun.state.encode(), state.encode("utf-8", "replace")):
            log.warning("provider's answer refused", extra={"why": "nothing was begun here"})
            raise SignInOver
        return begun

    def admit(self, subject: ProviderSubject, begun: Begun, replaces: str = "") -> str:
        """Let in whom the provider's word is about, or bind them to the account of the enrolment; returns the session's
        token. Raises :class:`NotKnownHere`, ``LinkOver``, or ``Refused`` for one that is another's."""
        parts = self._current.parts
        if begun.enrolment:
            account = self._enrolling.whose(begun.enrolment)
            made = parts.new_id("key"), account.id, Means.PROVIDER, subject.known_by, b"", 0, parts.now()
            return self._enrolling.finish(begun.enrolment, Credential(*made), replaces)
        with parts.store.transaction() as tx:
            credential = tx.accounts.credential(Means.PROVIDER, subject.known_by)
            account = tx.accounts.get(credential.account) if credential else None
            if account is not None and account.disabled_at is None:
                return self._sign_in.begin(tx, account, Means.PROVIDER, replaces)
        log.warning("sign-in refused", extra={"means": "provider", "account": account.id if account else None})
        raise NotKnownHere
