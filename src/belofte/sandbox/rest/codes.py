"""Tokens and codes that a simulated vendor hands out, and what it keeps with each."""

from __future__ import annotations

import base64
import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from secrets import compare_digest, token_urlsafe
from typing import Any

from belofte.sandbox.rest.exchange import Refused
from belofte.sandbox.rest.rows import State

_LASTS = 180  # seconds


def give(state: State, kind: str, lasts: int | None, scope: str | None = None, text: str = "") -> str:
    """A new token, kept with what it is good for."""
    token, now = text or token_urlsafe(32), state.clock()
    with state.writing() as database:
        ends = None if lasts is None else now + lasts
        database.execute("INSERT INTO tokens VALUES (?, ?, ?, ?, 0, ?)", (token, kind, now, ends, scope))
    return token


def readable_token(state: State, lasts: int, says: Mapping[str, Any]) -> str:
    """A token as Microsoft gives one: signed for somebody else, and readable for who holds it."""
    now = int(state.clock())
    claims = {"iat": now, "nbf": now, "exp": now + lasts, "ver": "1.0", **says}
    parts = (json.dumps(part).encode() for part in ({"typ": "JWT", "alg": "RS256"}, claims))
    return ".".join((*(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts), token_urlsafe(32)))


def give_code(state: State, asked: Mapping[str, str]) -> str:
    """What a browser brings back to the app: works once, for the address and the secret half it was asked with."""
    kept = {name: asked.get(name, "") for name in ("redirect_uri", "code_challenge", "scope")}
    return give(state, "code", _LASTS, json.dumps(kept))


def taken_code(state: State, body: Mapping[str, Any]) -> str:
    """The scope that this code was asked for; from now on it is used. Raises :class:`Refused`."""
    kept = unused(state, "code", str(body.get("code", "")), "wrong-refresh-token")
    if kept["redirect_uri"] != body.get("redirect_uri"):
        raise Refused("wrong-refresh-token")
    digest = urlsafe_b64encode(sha256(str(body.get("code_verifier", "")).encode()).digest()).rstrip(b"=").decode()
    if kept["code_challenge"] and not compare_digest(kept["code_challenge"], digest):
        raise Refused("wrong-refresh-token")
    use(state, str(body["code"]))
    return str(kept["scope"])


def unused(state: State, kind: str, code: str, error: str) -> dict[str, Any]:
    """What was kept with a code that nobody used yet. Raises :class:`Refused` with ``error``."""
    found = state.database.execute(
        "SELECT used, ends_at, scope FROM tokens WHERE token = ? AND kind = ?", (code, kind)
    ).fetchone()
    if found is None or found[0] or found[1] <= state.clock():
        raise Refused(error)
    kept: dict[str, Any] = json.loads(found[2])
    return kept


def use(state: State, code: str) -> None:
    """It works once."""
    state.database.execute("UPDATE tokens SET used = 1 WHERE token = ?", (code,))
