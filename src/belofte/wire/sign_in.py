"""How we show a mail server who we are: a password, or an access token (XOAUTH2).

Secrets are functions that read them at the moment of use: a renewed password or token works without a restart.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from belofte.wire.route import DIRECT, Route


@dataclass(frozen=True, slots=True)
class PasswordSignIn:
    """AUTH PLAIN, LOGIN or CRAM-MD5, whatever the server offers."""

    user: str
    secret: Callable[[], str]


@dataclass(frozen=True, slots=True)
class TokenSignIn:
    """AUTH XOAUTH2 with an access token: Microsoft 365 and Google."""

    user: str
    secret: Callable[[], str]


SignIn = PasswordSignIn | TokenSignIn


class TokenRefused(Exception):
    """No access token could be had. The message says who answered what, without a secret or a token."""


class ClientCredentials:
    """Fetches access tokens by the OAuth 2.0 client credentials grant (RFC 6749, 4.4) and keeps each until shortly
    before it ends. Safe to call from several threads."""

    EARLY = 60.0
    """Seconds before its end at which a token is no longer used."""

    def __init__(
        self, url: str, client: str, secret: Callable[[], str], scope: str, timeout: float, route: Route = DIRECT
    ) -> None:
        self._url, self._client, self._secret, self._scope, self._timeout = url, client, secret, scope, timeout
        self._route = route
        self._lock = threading.Lock()
        self._token, self._ends = "", 0.0

    def __call__(self) -> str:
        """A token that is still good. Raises :class:`TokenRefused`."""
        with self._lock:
            if time.monotonic() >= self._ends:
                self._token, lifetime = self._fetch()
                self._ends = time.monotonic() + max(0.0, lifetime - self.EARLY)
            return self._token

    def _fetch(self) -> tuple[str, float]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client,
            "client_secret": self._secret(),
            "scope": self._scope,
        }
        try:
            proxy = self._route.proxy() if self._route.proxy else None
            with httpx.Client(verify=self._route.trusting(), proxy=proxy, timeout=self._timeout) as client:
                answer = client.post(self._url, data=form)
        except httpx.HTTPError as error:
            raise TokenRefused(f"smtp_oauth_url cannot be reached ({type(error).__name__}).") from None
        if not answer.is_success:
            raise TokenRefused(f"smtp_oauth_url gave no token (HTTP {answer.status_code}): check client and secret.")
        try:
            body = answer.json()
            return str(body["access_token"]), float(body.get("expires_in", 0))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise TokenRefused("smtp_oauth_url answered with something that is not a token.") from None
