"""Signing in by a token that is fetched first: OAuth 2 in three forms, and vendors that swap a key for one.

A token is fetched when it is needed and again shortly before its end. A refresh token that is replaced at every use is
kept durably before the access token that came with it is used: otherwise a crash would lock the company out. A crash
between the vendor's answer and the disk does so all the same; that a renewal was under way is kept before it begins, so
that a person is told what happened and what to do.
"""

from __future__ import annotations

import base64
import json
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, cast

import httpx
import jmespath
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from belofte.connectors.http.failures import CallFailed, Trouble, unanswered
from belofte.connectors.http.kept import Kept
from belofte.connectors.http.signing import differs
from belofte.connectors.http.templates import Unwritable, Values, in_body, in_text
from belofte.connectors.http.told import claims_of, number_in, rights_kept, rights_told
from belofte.domain.rest_access import Auth, AuthKind
from belofte.ports import Clock

SIGNING_IN = "sign-in"
_GIVEN, _TOO_MANY = (200, 201), 429
_LIVES = 600  # seconds, where neither answer, token nor file says how long
_ASSERTION = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_REFUSALS = frozenset(
    "invalid_request invalid_client invalid_grant invalid_scope unauthorized_client unsupported_grant_type".split()
)
_GAVE_NOTHING = frozenset({Trouble.SIGN_IN, Trouble.THROTTLED, Trouble.SKEW})
"""The vendor answered, and the answer was no: a refresh token that worked before still does."""
_ASSERTED_FOR = 3600  # seconds, the most that Google takes


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and when it ends, in seconds since 1970."""

    text: str
    ends: float
    rights: frozenset[str] | None = None  # as the vendor calls them, where it tells


class Fetch(Protocol):
    """One way to get a token."""

    def __call__(self) -> Token:
        """A fresh one. Raises :class:`CallFailed`."""
        ...


class ByToken:
    """Signs with a token that ``fetch`` gets."""

    def __init__(self, auth: Auth, clock: Clock, fetch: Fetch, drop: Callable[[str], None]) -> None:
        self._auth, self._clock, self._fetch, self._drop = auth, clock, fetch, drop
        self._lock = threading.Lock()
        self._token: Token | None = None

    def sign(self, request: httpx.Request) -> None:
        """Put a token on the request that does not end soon."""
        with self._lock:
            request.headers["Authorization"] = _bearer(self._present())

    def renew(self, refused: httpx.Request, /) -> bool:
        """After a 401: the token it was signed with is dropped, whatever that said of its end. Where somebody else has
        renewed it meanwhile, the new one stays: the vendor might give no other for a while."""
        with self._lock:
            if self._token is not None and refused.headers["Authorization"] == _bearer(self._token):
                self._drop(self._token.text)
                self._token = None
        return True

    def granted(self) -> frozenset[str] | None:
        """The rights of the present token; they were told when it was fetched."""
        with self._lock:
            return self._present().rights

    def skewed(self, date: str | None, /) -> bool:
        """Tokens are bound to the time."""
        return differs(date, self._clock.now())

    def _present(self) -> Token:
        """The token, fetched anew where it ends soon. Only under the lock."""
        now = self._clock.now().timestamp()
        if self._token is None or self._token.ends - self._auth.early <= now:
            self._token = self._fetch()
        return self._token


def _bearer(token: Token) -> str:
    return f"Bearer {token.text}"


class TokenPlace:
    """Where tokens are given."""

    def __init__(self, system: str, url: str, client: httpx.Client, clock: Clock, apart: int = 0) -> None:
        self._system, self._url, self._client, self._clock, self._apart = system, url, client, clock, apart

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self._clock.now()

    def form(self, fields: Mapping[str, str]) -> dict[str, Any]:
        """Ask with a form (RFC 6749)."""
        return self._asked(self._client.build_request("POST", self._url, data=dict(fields)))

    def json(self, body: bytes, headers: Mapping[str, str]) -> dict[str, Any]:
        """Ask with a JSON body as it was signed."""
        said = {"Content-Type": "application/json", **headers}
        return self._asked(self._client.build_request("POST", self._url, content=body, headers=said))

    def failed(self, trouble: Trouble, status: int = 0) -> CallFailed:
        """Signing in failed."""
        return CallFailed(trouble, self._system, SIGNING_IN, status=status)

    def _asked(self, request: httpx.Request) -> dict[str, Any]:
        try:
            response = self._client.send(request)
        except httpx.HTTPError as error:
            raise self.failed(unanswered(error)) from None
        status = response.status_code
        if status == _TOO_MANY or status >= 500:
            raise self.failed(Trouble.THROTTLED if status < 500 else Trouble.BROKEN, status)
        if status not in _GIVEN:
            raise self._refused(response)
        found = _object(response)
        if found is None:
            raise self.failed(Trouble.ODD, status)
        return found

    def _refused(self, response: httpx.Response) -> CallFailed:
        """A vendor that gives no two tokens close together may refuse for that, and not for what was asked: then it
        says none of the errors that RFC 6749 (5.2) names for this."""
        error = (_object(response) or {}).get("error")
        said = error if isinstance(error, str) else ""
        if self._apart and said and said not in _REFUSALS:
            failed = self.failed(Trouble.THROTTLED, response.status_code)
            failed.after = float(self._apart)
        elif differs(response.headers.get("Date"), self._clock.now()):
            failed = self.failed(Trouble.SKEW, response.status_code)
        else:
            failed = self.failed(Trouble.SIGN_IN, response.status_code)
        failed.said = said
        return failed


def _object(response: httpx.Response) -> dict[str, Any] | None:
    try:
        found: object = json.loads(response.content)
    except ValueError:
        return None
    return cast("dict[str, Any]", found) if isinstance(found, dict) else None


class Tokens:
    """Fetches the token of one auth kind."""

    def __init__(self, auth: Auth, settings: Values, place: TokenPlace, kept: Kept, name: str) -> None:
        self._auth, self._settings, self._place, self._kept = auth, settings, place, kept
        self._file = f"{SIGNING_IN}-{name}" if name else SIGNING_IN

    def fetch(self) -> Token:
        """A fresh token. Raises :class:`CallFailed`."""
        match self._auth.kind:
            case AuthKind.OAUTH2_CLIENT:
                asked = {"grant_type": "client_credentials", **self._client(), **self._scope()}
                return self._read(self._place.form(asked))
            case AuthKind.OAUTH2_REFRESH:
                return self._refreshed()
            case AuthKind.GOOGLE_SA:
                return self._read(self._place.form({"grant_type": _ASSERTION, "assertion": self._assertion()}))
            case _:
                return self._swapped()

    def drop(self, token: str) -> None:
        """Forget this access token: the vendor does not take it any more. One that another process has kept since
        stays."""
        if self._auth.kind is AuthKind.OAUTH2_REFRESH:
            with self._kept.locked(self._file):
                held = self._kept.read(self._file)
                if held.get("access") == token:
                    self._kept.write(self._file, {**held, "ends": 0})

    def _text(self, template: str | None) -> str:
        try:
            return in_text(template or "", self._settings)
        except Unwritable:
            raise self._place.failed(Trouble.SIGN_IN) from None

    def _client(self) -> dict[str, str]:
        named = {"client_id": self._text(self._auth.user)}
        if self._auth.value:  # an app that holds no secret has none to send
            named["client_secret"] = self._text(self._auth.value)
        return named

    def _scope(self) -> dict[str, str]:
        """Asked of an app. A person was asked when they signed in, and a renewal that names no scope is for the same
        (RFC 6749, 6): a map that wants more since then is told what is missing, and not shut out."""
        return {"scope": self._text(self._auth.scope)} if self._auth.scope else {}

    def _refreshed(self) -> Token:
        """By the newest refresh token, which is kept before anything is done with what it brought."""
        with self._kept.locked(self._file):
            held = self._kept.read(self._file)
            now = self._place.now.timestamp()
            if held.get("access") and float(held.get("ends", 0)) - self._auth.early > now:
                return Token(str(held["access"]), float(held["ends"]), rights_kept(held.get("rights")))
            first = self._first()
            is_known = held.get("first") == _mark(first)
            refresh = str(held["refresh"]) if is_known else first
            if not refresh:
                raise self._place.failed(Trouble.SIGN_IN)
            self._wait_for_next(float(held.get("given", 0)) + self._auth.apart - now if is_known else 0)
            return self._keep(self._renewed(refresh, held if is_known else {"first": _mark(first)}), first, refresh)

    def _renewed(self, refresh: str, held: Mapping[str, Any]) -> dict[str, Any]:
        """The vendor's answer to a renewal. That one is asked for is kept first: who finds a refresh token used up
        after that knows why. The vendor gave the next one, and nobody was there to keep it. Who was refused got an
        answer, and lost nothing by it."""
        before = {"refresh": refresh, **held}
        self._kept.write(self._file, {**before, "asked": True})
        try:
            return self._place.form({"grant_type": "refresh_token", "refresh_token": refresh, **self._client()})
        except CallFailed as failed:
            if failed.trouble in _GAVE_NOTHING:
                self._kept.write(self._file, before)
            if failed.trouble is Trouble.SIGN_IN and held.get("asked"):
                raise self._place.failed(Trouble.CUT_OFF, failed.status) from None
            raise

    def begin(self, fields: Mapping[str, str]) -> Token:
        """The first tokens, after a person signed in (``belofte connect``): ``fields`` are what the vendor's answer to
        that brought. From now on they count, until somebody writes another first refresh token in the map. Raises
        :class:`CallFailed`."""
        with self._kept.locked(self._file):
            answer = self._place.form({**fields, **self._client()})
            if not isinstance(answer.get("refresh_token"), str):
                raise self._place.failed(Trouble.ODD)
            return self._keep(answer, self._first(), "")

    def _first(self) -> str:
        """The first refresh token, where the map names one; else nothing but what was kept."""
        try:
            return in_text(self._auth.refresh or "", self._settings)
        except Unwritable:
            return ""

    def _wait_for_next(self, seconds: float) -> None:
        """Ask for no token that the vendor would not give yet."""
        if seconds > 0 and self._auth.apart:
            failed = self._place.failed(Trouble.THROTTLED)
            failed.after = seconds
            raise failed

    def _keep(self, answer: Mapping[str, Any], first: str, refresh: str) -> Token:
        token = self._read(answer)
        rights = None if token.rights is None else sorted(token.rights)
        values = {"first": _mark(first), "refresh": answer.get("refresh_token", refresh), "access": token.text}
        values |= {"rights": rights}
        self._kept.write(self._file, {**values, "ends": token.ends, "given": self._place.now.timestamp()})
        return token

    def _assertion(self) -> str:
        """A JWT signed with the key of a service account (RFC 7523)."""
        try:
            account = json.loads(self._text(self._auth.value))
            key, issuer = _rsa(str(account["private_key"])), str(account["client_email"])
        except (ValueError, KeyError, TypeError):
            raise self._place.failed(Trouble.SIGN_IN) from None
        now = int(self._place.now.timestamp())
        header = {"alg": "RS256", "typ": "JWT", "kid": account.get("private_key_id", "")}
        claims = {"iss": issuer, "scope": self._text(self._auth.scope), "aud": self._auth.url or ""}
        claims |= {"iat": now, "exp": now + _ASSERTED_FOR}
        signed = f"{_b64(json.dumps(header).encode())}.{_b64(json.dumps(claims).encode())}"
        return f"{signed}.{_b64(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def _swapped(self) -> Token:
        """A key, or a signed question, is swapped for a token."""
        nonce = secrets.token_hex(16)
        body = json.dumps(in_body(self._auth.json, {**self._settings, "nonce": nonce})).encode()
        headers: dict[str, str] = {}
        if self._auth.kind is AuthKind.TRANSIP_JWT:
            try:
                signature = _rsa(self._text(self._auth.value)).sign(body, padding.PKCS1v15(), hashes.SHA512())
            except (ValueError, TypeError):
                raise self._place.failed(Trouble.SIGN_IN) from None
            headers["Signature"] = base64.b64encode(signature).decode()
        return self._read(self._place.json(body, headers))

    def _read(self, answer: Mapping[str, Any]) -> Token:
        found = jmespath.search(self._auth.select or "access_token", dict(answer))
        if not isinstance(found, str) or not found:
            raise self._place.failed(Trouble.ODD)
        now = self._place.now.timestamp()
        said = answer.get("expires_in")
        if isinstance(said, (int, float)) or (isinstance(said, str) and said.isdigit()):
            ends = now + float(said)
        else:
            ends = number_in(claims_of(found).get("exp")) or now + (self._auth.lives or _LIVES)
        return Token(found, ends, rights_told(answer, claims_of(found)))


def _mark(text: str) -> str:
    """Tells whether somebody signed in anew by hand: then the first refresh token is another one."""
    digest = hashes.Hash(hashes.SHA256())
    digest.update(text.encode())
    return digest.finalize().hex()


def _rsa(pem: str) -> rsa.RSAPrivateKey:
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("an RSA key is needed")
    return key


def _b64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
