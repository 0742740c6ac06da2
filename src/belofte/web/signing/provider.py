"""Talking with a sign-in provider: OpenID Connect Discovery 1.0, the authorization code flow with PKCE (RFC 7636), and
its keys (RFC 7517), which it may change at any moment.

The provider is the one of the settings and no other: its own description must name it, everything goes over TLS (but on
this machine), nothing is redirected, and only signatures with public keys count.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

import httpx
from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from belofte.domain.errors import CouldNotLook
from belofte.domain.policy import Text
from belofte.domain.sign_in import NotBelieved, Provider, ProviderSubject, Question, subject_of
from belofte.procedures.sign_in.signing_in_provider import Begun

SECONDS = 10
"""How long each answer of the provider may take."""
DESCRIBED_FOR = 3600
"""Seconds its description and keys are used before they are fetched again; an unknown key is fetched at once."""
LARGEST = 2**20
SIGNATURES = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"]
"""Signatures with a key pair. "none" and those with a shared secret are never taken."""
log = logging.getLogger("belofte.sign_in")


@dataclass(frozen=True, slots=True)
class ProviderSettings:
    """The provider, our secret there (read at the moment of use; empty: none), and where it sends browsers back to."""

    provider: Provider
    secret: Callable[[], str]
    back_to: str


def _not_there() -> CouldNotLook:
    return CouldNotLook(
        Text({"nl": "De aanmelddienst van het bedrijf geeft geen antwoord.", "en": "The sign-in service is silent."}),
        Text({"nl": "Probeer het over een minuut opnieuw.", "en": "Try again in a minute."}),
    )


class ProviderClient:
    """One provider. ``now`` gives seconds since 1970. Threads may share it."""

    def __init__(self, settings: ProviderSettings, now: Callable[[], float]) -> None:
        self._settings, self._now = settings, now
        self._lock = threading.Lock()
        self._held: dict[str, tuple[float, Mapping[str, Any]]] = {}

    def address(self, begun: Begun) -> str:
        """Where to send the browser. Raises ``CouldNotLook`` when the provider does not describe itself."""
        asked = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self._settings.provider.client,
            "redirect_uri": self._settings.back_to,
            "state": begun.state,
            "nonce": begun.nonce,
            "code_challenge": begun.challenge,
            "code_challenge_method": "S256",
        }
        if begun.again:
            asked |= {"prompt": "login", "max_age": "0"}
        endpoint = _endpoint(self._description(), "authorization_endpoint")
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    def subject(self, answer: Mapping[str, str], begun: Begun) -> ProviderSubject:
        """Who signed in, by the browser's way back. Raises :class:`NotBelieved`, or ``CouldNotLook``."""
        described = self._description()
        named = answer.get("iss")  # RFC 9207: an answer that another provider sent
        if named is not None or described.get("authorization_response_iss_parameter_supported") is True:
            _need(named == self._settings.provider.issuer, "the answer comes from another provider")
        _need("error" not in answer, "the provider did not sign in")
        _need(bool(answer.get("code")), "the answer brings no code")
        claims = self._verified(self._token(described, answer["code"], begun))
        asked = Question(begun.nonce, self._now(), begun.asked_at, begun.again)
        return subject_of(claims, self._settings.provider, asked)

    def _token(self, described: Mapping[str, Any], code: str, begun: Begun) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._settings.back_to,
            "code_verifier": begun.verifier,
        }
        client, secret = self._settings.provider.client, self._settings.secret()
        ways = described.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = None
        if secret and "client_secret_basic" in ways:
            basic = httpx.BasicAuth(_quoted(client), _quoted(secret))
        else:
            form |= {"client_id": client} | ({"client_secret": secret} if secret else {})
        answer = _asked("POST", _endpoint(described, "token_endpoint"), data=form, auth=basic)
        _need(answer.status_code == 200, "the provider does not take the code")
        token = _object(answer).get("id_token")
        if not isinstance(token, str):
            raise NotBelieved("the provider gives no ID token")
        return token

    def _verified(self, token: str) -> Mapping[str, Any]:
        """The claims of a token whose signature fits one of the provider's keys, fetched anew if need be."""
        try:
            kid = jws.extract_compact(token.encode()).headers().get("kid")
        except (JoseError, ValueError):
            raise NotBelieved("the provider's token cannot be read") from None
        for keys in self._keys():
            for key in keys.keys:
                if kid is not None and key.kid is not None and key.kid != kid:
                    continue
                try:
                    return jwt.decode(token, key, algorithms=SIGNATURES).claims
                except (JoseError, ValueError):
                    continue  # not this key, or not for it: the next one, and at last a refusal
        raise NotBelieved("no key of the provider fits the token")

    def _keys(self) -> Iterator[KeySet]:
        """The provider's keys as known, then as they are now."""
        address = _endpoint(self._description(), "jwks_uri")
        for fetch in (self._kept, self._fetched):
            described = fetch(address)
            usable = [key for key in described.get("keys", []) if _is_public_for_signing(key)]
            try:
                yield KeySet.import_key_set({"keys": usable})
            except (JoseError, ValueError, KeyError):
                raise NotBelieved("the provider's keys cannot be read") from None

    def _description(self) -> Mapping[str, Any]:
        issuer = self._settings.provider.issuer
        described = self._kept(f"{issuer.rstrip('/')}/.well-known/openid-configuration")
        if described.get("issuer") != issuer:
            log.error("the sign-in provider names itself otherwise than the setting oidc_issuer does")
            raise _not_there()
        return described

    def _kept(self, address: str) -> Mapping[str, Any]:
        with self._lock:
            at, held = self._held.get(address, (0.0, {}))
        return held if self._now() - at < DESCRIBED_FOR else self._fetched(address)

    def _fetched(self, address: str) -> Mapping[str, Any]:
        answer = _asked("GET", address)
        if answer.status_code != 200:
            raise _not_there()
        read = _object(answer)
        with self._lock:
            self._held[address] = self._now(), read
        return read


def _asked(method: str, address: str, **more: Any) -> httpx.Response:
    try:
        with httpx.Client(timeout=SECONDS, follow_redirects=False) as client:
            return client.request(method, address, headers={"accept": "application/json"}, **more)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        log.warning("the sign-in provider does not answer", extra={"why": type(error).__name__})
        raise _not_there() from None


def _object(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        read = json.loads(answer.content) if len(answer.content) <= LARGEST else None
    except ValueError:
        read = None
    if not isinstance(read, dict):
        raise _not_there()
    return cast("Mapping[str, Any]", read)


def _endpoint(described: Mapping[str, Any], name: str) -> str:
    """An address the provider describes; only over TLS, or on this machine."""
    address = described.get(name)
    parts = urlsplit(address) if isinstance(address, str) else None
    if parts is None or not (parts.scheme == "https" or _is_this_machine(parts.scheme, parts.hostname)):
        log.error("the sign-in provider does not describe its addresses as it should")
        raise _not_there()
    return str(address)


def _is_this_machine(scheme: str, host: str | None) -> bool:
    return scheme == "http" and host in ("127.0.0.1", "localhost", "::1")


def _is_public_for_signing(key: object) -> bool:
    if not isinstance(key, dict):
        return False
    said = cast("Mapping[str, Any]", key)
    return said.get("kty") in ("RSA", "EC") and said.get("use", "sig") == "sig" and "d" not in said


def _quoted(text: str) -> str:
    """RFC 6749 section 2.3.1: form-encoded before it goes into the header."""
    return urlencode({"": text})[1:]


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotBelieved(otherwise)
