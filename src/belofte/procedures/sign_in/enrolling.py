"""Enrolment: a link that works once, behind which somebody makes a passkey, sets a password with codes, or binds the
company's own account. Looking at the link uses nothing up; only a finished enrolment does."""

from __future__ import annotations

from dataclasses import dataclass

from pyotp import random_base32
from pyotp.totp import TOTP

from belofte.domain.account import Account, Means, same_name
from belofte.procedures.sign_in.sign_in_refusals import (
    LinkOver,
    SignInOver,
    belongs_to_another,
    passwords_differ,
    weak_password,
    wrong_code,
)
from belofte.procedures.sign_in.signing_in import LONGEST_TYPED, SignIn, code_step, encode_typed
from belofte.store_port.account_books import Credential, Pass

ENROLMENT = "enrolment"
CODES = "enrolment-codes"
LEAST = 12
"""Characters of a password. A code goes with it (NIST SP 800-63B asks for 8 then), and attempts are counted."""


@dataclass(frozen=True, slots=True)
class Codes:
    """The secret that an authenticator app is given. ``token`` brings the form back to it."""

    token: str
    secret: str
    uri: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The form of a new password: its token of :class:`Codes`, the password twice, and the code of the moment."""

    token: str
    password: str
    repeated: str
    code: str


class Enrolling:
    """What stands behind an enrolment link."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in, self._current = sign_in, sign_in.current

    def whose(self, link: str) -> Account:
        """Whose enrolment this is. Raises :class:`LinkOver`."""
        parts = self._current.parts
        with parts.store.reading() as tx:
            held = tx.sessions.peek(link, ENROLMENT, parts.now())
            account = tx.accounts.get(held.account) if held and held.account else None
        if account is None or account.disabled_at is not None:
            raise LinkOver
        return account

    def codes(self, link: str, issuer: str) -> Codes:
        """A new secret for the authenticator app of the link's account. ``issuer``: the name the app shows."""
        parts, account = self._current.parts, self.whose(link)
        secret = random_base32()
        token, now = parts.entropy(32).hex(), parts.now()
        with parts.store.transaction() as tx:
            held = tx.sessions.peek(link, ENROLMENT, now)
            if held is None:
                raise LinkOver
            tx.sessions.give(token, Pass(CODES, held.expires_at, account.id, secret.encode()), now)
        return Codes(token, secret, _uri(secret, account.name, issuer))

    def codes_again(self, link: str, token: str, issuer: str) -> Codes:
        """The secret that was shown before, for a form that was not right yet."""
        account = self.whose(link)
        secret = self._secret(token, account)
        return Codes(token, secret, _uri(secret, account.name, issuer))

    def typed(self, link: str, chosen: Chosen, replaces: str = "") -> str:
        """Set password and codes; returns a session's token. An older password of the account goes.

        Raises ``WrongUse`` for a password or code that will not do, :class:`LinkOver`, :class:`SignInOver`.
        """
        parts, account = self._current.parts, self.whose(link)
        secret = self._secret(chosen.token, account)
        _refuse_weak(chosen.password, account)
        if chosen.password != chosen.repeated:
            raise passwords_differ()
        step = code_step(secret, chosen.code, parts.now())
        if step is None:
            raise wrong_code()
        held = encode_typed(chosen.password, secret)
        made = Credential(parts.new_id("key"), account.id, Means.TYPED, account.id, held, step, parts.now())
        return self.finish(link, made, replaces)

    def finish(self, link: str, made: Credential, replaces: str = "") -> str:
        """Use the link up and keep what was made; returns a session's token. Raises :class:`LinkOver`, ``Refused``."""
        parts, account = self._current.parts, self.whose(link)
        now = parts.now()
        with parts.store.transaction() as tx:
            if tx.sessions.take(link, ENROLMENT, now) is None:
                raise LinkOver
            if made.means is Means.TYPED:
                tx.accounts.forget(account.id, Means.TYPED)
            if not tx.accounts.enrol(made):
                raise belongs_to_another()
            tx.sessions.withdraw(account.id, CODES)
            tx.events.add("account.enrolled", account.id, now, {"means": made.means.value})
            return self._sign_in.begin(tx, account, made.means, replaces)

    def _secret(self, token: str, account: Account) -> str:
        parts = self._current.parts
        with parts.store.reading() as tx:
            held = tx.sessions.peek(token, CODES, parts.now())
        if held is None or held.account != account.id:
            raise SignInOver
        return held.content.decode()


def _uri(secret: str, name: str, issuer: str) -> str:
    return TOTP(secret).provisioning_uri(name=name, issuer_name=issuer.replace(":", " ").strip() or "Belofte")


def _refuse_weak(password: str, account: Account) -> None:
    named = any(part in password.casefold() for part in same_name(account.name).split() if len(part) > 3)
    if not LEAST <= len(password) <= LONGEST_TYPED or named or len(set(password)) < 5:
        raise weak_password(LEAST)
