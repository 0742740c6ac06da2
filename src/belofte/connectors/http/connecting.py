"""The first sign-in of a person, from which a refresh token comes: in a browser that comes back to this machine
(RFC 8252, 7.3), or with a code on another device (RFC 8628). What it brings is kept before it is used.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from belofte.connectors.http.failures import CallFailed, Trouble
from belofte.connectors.http.pause import Pause
from belofte.connectors.http.templates import Values, in_text
from belofte.connectors.http.tokens import TokenPlace, Tokens
from belofte.domain.errors import Refused
from belofte.domain.rest_access import Auth

_DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
_WAITING = frozenset({"authorization_pending", "slow_down"})
_STEP = 5  # seconds between two questions, where the vendor names none; also what slow_down adds (RFC 8628, 3.5)


@dataclass(frozen=True, slots=True)
class Asked:
    """A sign-in that a person is asked for: the address to open, and what must come back with the answer."""

    url: str
    redirect: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """A code that a person types at ``url``; ``seconds`` it is good for."""

    url: str
    code: str
    seconds: int
    every: int
    device: str = field(repr=False)


class Connecting:
    """One system's first sign-in."""

    def __init__(
        self, auth: Auth, settings: Values, tokens: Tokens, ask: str, device: TokenPlace | None, pause: Pause
    ) -> None:
        self._auth, self._settings, self._tokens = auth, settings, tokens
        self._ask, self._device, self._pause = ask, device, pause

    @property
    def by_browser(self) -> bool:
        """Whether a person can sign in in a browser."""
        return bool(self._ask)

    @property
    def by_device(self) -> bool:
        """Whether a person can sign in with a code on another device."""
        return self._device is not None

    def ask(self, redirect: str) -> Asked:
        """What to open; the vendor sends the browser back to ``redirect``, which the app there must know."""
        state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
        fields = {"client_id": self._client, "redirect_uri": redirect, "response_type": "code", "state": state}
        if self._auth.scope:
            fields["scope"] = in_text(self._auth.scope, self._settings)
        if self._auth.pkce:
            digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
            fields |= {"code_challenge": digest, "code_challenge_method": "S256"}
        return Asked(f"{self._ask}?{urlencode(fields)}", redirect, state, verifier)

    def answered(self, asked: Asked, brought: Mapping[str, str]) -> None:
        """What the browser came back with becomes the first tokens. Raises :class:`Refused` where somebody else's
        answer came or the person said no, and :class:`belofte.ports.SystemUnreachable`."""
        if not secrets.compare_digest(brought.get("state", "").encode(), asked.state.encode()):
            raise Refused("This answer belongs to another sign-in.", "run belofte connect again, and use its address")
        if not brought.get("code"):
            raise Refused("The vendor let nobody in.", "sign in again with an account that may let the app in")
        fields = {"grant_type": "authorization_code", "code": brought["code"], "redirect_uri": asked.redirect}
        self._begin({**fields, **({"code_verifier": asked.verifier} if self._auth.pkce else {})})

    def device_code(self) -> DeviceCode:
        """A code for another device. Raises :class:`belofte.ports.SystemUnreachable`."""
        if self._device is None:
            raise Refused("This vendor gives no codes for another device.", "sign in in a browser")
        scope = {"scope": in_text(self._auth.scope, self._settings)} if self._auth.scope else {}
        try:
            said = self._device.form({"client_id": self._client, **scope})
        except CallFailed as failed:
            raise failed.unreachable from None
        url = str(said.get("verification_uri") or said.get("verification_url") or "")
        return DeviceCode(
            url,
            str(said.get("user_code", "")),
            _seconds(said, "expires_in", 900),
            _seconds(said, "interval", _STEP),
            str(said.get("device_code", "")),
        )

    def wait_for(self, code: DeviceCode) -> None:
        """Ask until the person has typed the code. Raises :class:`Refused` when its time is over or the person said
        no, and :class:`belofte.ports.SystemUnreachable`."""
        every, ends = code.every, self._pause.monotonic() + code.seconds
        while self._pause.monotonic() < ends:
            self._pause.wait(every)
            try:
                self._tokens.begin({"grant_type": _DEVICE_GRANT, "device_code": code.device})
            except CallFailed as failed:
                if failed.said not in _WAITING:
                    raise _told(failed) from None
                every += _STEP if failed.said == "slow_down" else 0
            else:
                return
        raise Refused("Nobody typed the code in time.", "run belofte connect again")

    @property
    def _client(self) -> str:
        return in_text(self._auth.user or "", self._settings)

    def _begin(self, fields: Mapping[str, str]) -> None:
        try:
            self._tokens.begin(fields)
        except CallFailed as failed:
            raise _told(failed) from None


def _told(failed: CallFailed) -> Exception:
    if failed.trouble is Trouble.SIGN_IN:
        what = "Check client_id, client_secret and the redirect address of the app, and run belofte connect again."
        return Refused("The vendor gave no token for this sign-in.", what)
    return failed.unreachable


def _seconds(said: Mapping[str, Any], name: str, otherwise: int) -> int:
    value: object = said.get(name)
    return int(value) if isinstance(value, (int, str)) and str(value).isdigit() else otherwise
