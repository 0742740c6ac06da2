"""Signing in with a passkey (WebAuthn Level 2): the browser signs a challenge that we made, for our name only.

User verification is required, so one passkey is both what somebody has and what they know or are. A challenge counts
once and for some minutes; the token that finds it again travels with the page's form.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import bytes_to_base64url, parse_authentication_credential_json
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from belofte.domain.account import Account, Means
from belofte.procedures.sign_in.sign_in_refusals import NotKnownHere, SignInOver
from belofte.procedures.sign_in.signing_in import SignIn
from belofte.store_port import Transaction
from belofte.store_port.account_books import Credential, Pass

CHALLENGE_FOR = timedelta(minutes=5)
SIGN_IN, ENROL = "passkey-sign-in", "passkey-enrolment"
_VERIFIED = UserVerificationRequirement.REQUIRED
log = logging.getLogger("belofte.sign_in")


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Whom a passkey is for: the office's host name (never an IP address: browsers refuse those) and its origin."""

    id: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a browser is asked to sign, as JSON, and the token that brings its answer back to it."""

    token: str
    options: str


class PasskeySignIn:
    """Challenges and their answers."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in, self._current = sign_in, sign_in.current

    def ask(self, party: RelyingParty) -> Challenge:
        """A challenge for whoever has a passkey for this office; it names nobody."""
        challenge = self._current.parts.entropy(32)
        options = generate_authentication_options(rp_id=party.id, challenge=challenge, user_verification=_VERIFIED)
        return Challenge(self._keep(SIGN_IN, challenge), options_to_json(options))

    def answer(self, token: str, response: str, party: RelyingParty, replaces: str = "") -> str:
        """Sign in with the browser's answer; returns the session's token.

        Raises :class:`SignInOver` for a challenge that was used or is too old, :class:`NotKnownHere` else.
        """
        parts = self._current.parts
        with parts.store.transaction() as tx:
            held = tx.sessions.take(token, SIGN_IN, parts.now())
        if held is None:
            raise SignInOver
        with parts.store.transaction() as tx:
            credential = self._credential(tx, response)
            account = tx.accounts.get(credential.account) if credential else None
            if credential is None or account is None or account.disabled_at is not None:
                raise NotKnownHere
            count = _signed(credential, held.content, response, party)
            if count and not tx.accounts.advance(credential.id, count):
                raise NotKnownHere  # an older count: the passkey was copied
            return self._sign_in.begin(tx, account, Means.PASSKEY, replaces)

    def ask_to_enrol(self, account: Account, party: RelyingParty) -> Challenge:
        """A challenge to make a passkey for ``account``."""
        parts = self._current.parts
        challenge = parts.entropy(32)
        with parts.store.reading() as tx:
            held = [c for c in tx.accounts.credentials(account.id) if c.means is Means.PASSKEY]
        options = generate_registration_options(
            rp_id=party.id,
            rp_name=party.name,
            user_id=account.id.encode(),
            user_name=account.name,
            challenge=challenge,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED, user_verification=_VERIFIED
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=_key_id(each)) for each in held],
        )
        return Challenge(self._keep(ENROL, challenge, account.id), options_to_json(options))

    def made(self, token: str, response: str, account: Account, party: RelyingParty) -> Credential:
        """The passkey that a browser made for ``account``. Raises :class:`SignInOver` or :class:`NotKnownHere`."""
        parts = self._current.parts
        with parts.store.transaction() as tx:
            held = tx.sessions.take(token, ENROL, parts.now())
        if held is None or held.account != account.id:
            raise SignInOver
        try:
            made = verify_registration_response(
                credential=response,
                expected_challenge=held.content,
                expected_rp_id=party.id,
                expected_origin=party.origin,
                require_user_verification=True,
            )
        except (WebAuthnException, ValueError) as wrong:
            log.warning("passkey refused", extra={"why": type(wrong).__name__, "account": account.id})
            raise NotKnownHere from None
        known_by = bytes_to_base64url(made.credential_id)
        secret = len(made.credential_id).to_bytes(2) + made.credential_id + made.credential_public_key
        return Credential(
            parts.new_id("key"), account.id, Means.PASSKEY, known_by, secret, made.sign_count, parts.now()
        )

    def _keep(self, purpose: str, challenge: bytes, account: str | None = None) -> str:
        parts = self._current.parts
        token, now = parts.entropy(32).hex(), parts.now()
        with parts.store.transaction() as tx:
            tx.sessions.give(token, Pass(purpose, now + CHALLENGE_FOR, account, challenge), now)
        return token

    @staticmethod
    def _credential(tx: Transaction, response: str) -> Credential | None:
        try:
            key = parse_authentication_credential_json(response).raw_id
        except (WebAuthnException, ValueError):
            return None
        return tx.accounts.credential(Means.PASSKEY, bytes_to_base64url(key))


def _signed(credential: Credential, challenge: bytes, response: str, party: RelyingParty) -> int:
    """How often the passkey has signed (0 where it does not count). Raises :class:`NotKnownHere` for a bad answer."""
    try:
        signed = verify_authentication_response(
            credential=response,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=credential.secret[2 + len(_key_id(credential)) :],
            credential_current_sign_count=credential.counter,
            require_user_verification=True,
        )
    except (WebAuthnException, ValueError) as wrong:
        log.warning("passkey refused", extra={"why": type(wrong).__name__, "account": credential.account})
        raise NotKnownHere from None
    return signed.new_sign_count


def _key_id(credential: Credential) -> bytes:
    return credential.secret[2 : 2 + int.from_bytes(credential.secret[:2])]
