"""A person who lets an app in at a simulated vendor: in a browser that goes back to the app (RFC 6749, 4.1, with PKCE,
RFC 7636), or by typing a code that the app shows (RFC 8628). The person is signed in already and always says yes.

What was asked for goes with the code and with the refresh token that comes of it. A refresh token that is used stays
good here, as it does at Microsoft and Google.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from secrets import compare_digest
from typing import Any

from belofte.loading.simulated import Grant
from belofte.sandbox.rest.codes import give, readable_token, taken_code, unused, use
from belofte.sandbox.rest.exchange import Call, Refused
from belofte.sandbox.rest.rights import rights_of
from belofte.sandbox.rest.rows import State
from belofte.sandbox.rest.signing_in import secrets_of

_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"
_LASTS = 900  # seconds
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"


def give_device_code(state: State, call: Call) -> dict[str, Any]:
    """The two codes of one sign-in: the app's own, and the one to type. Raises :class:`Refused`."""
    if not call.body.get("client_id"):
        raise Refused("wrong-client")
    typed = "".join(secrets.choice(_LETTERS) for _ in range(9))
    kept = {"user_code": typed, "scope": call.body.get("scope", "")}
    code = give(state, "device", _LASTS, json.dumps(kept))
    return {"device_code": code, "user_code": typed, "expires_in": _LASTS}


def type_code(state: State, typed: str) -> None:
    """Somebody types the code that an app shows. Raises :class:`Refused` where no app shows it."""
    with state.writing() as database:
        waiting = database.execute("SELECT token, scope FROM tokens WHERE kind = 'device' AND used = 0").fetchall()
        for token, written in waiting:
            kept: dict[str, Any] = json.loads(written)
            if typed and compare_digest(str(kept["user_code"]), typed):
                database.execute(
                    "UPDATE tokens SET scope = ? WHERE token = ?", (json.dumps({**kept, "typed": True}), token)
                )
                return
    raise Refused("wrong-code")


def hand_out_to_app(state: State, grant: Grant, call: Call) -> dict[str, Any]:
    """Tokens for an app that a person let in; the fields of the answer by name. Raises :class:`Refused`."""
    body, secret = call.body, secrets_of(state).get("client_secret", "")
    given = str(body.get("client_secret", ""))
    if not body.get("client_id") or (given if grant.public else not compare_digest(given.encode(), secret.encode())):
        raise Refused("wrong-app")
    with state.writing():
        how = str(body.get("grant_type", ""))
        asked = _asked(state, how, body)
        rights = _granted(state, grant, asked)
        text = readable_token(state, grant.lasts, {"scp": " ".join(rights)}) if grant.tells == "scp" and rights else ""
        made: dict[str, Any] = {"access_token": give(state, "access", grant.lasts, None, text)}
        if how != "refresh_token" or grant.renews:
            made["refresh_token"] = give(state, "refresh", None, asked)
        return {**made, "scope": " ".join(rights), "expires_in": grant.lasts}


def _asked(state: State, how: str, body: Mapping[str, Any]) -> str:
    """The scope that the person was asked for, whichever of the three the app comes with."""
    if how == "authorization_code":
        return taken_code(state, body)
    if how == DEVICE:
        return _typed(state, str(body.get("device_code", "")))
    token = str(body.get("refresh_token", ""))
    found = state.database.execute("SELECT scope FROM tokens WHERE token = ? AND kind = 'refresh'", (token,)).fetchone()
    if found is None or found[0] is None:
        raise Refused("wrong-refresh-token")
    return str(found[0])


def _typed(state: State, code: str) -> str:
    kept = unused(state, "device", code, "code-too-old")
    if not kept.get("typed"):
        raise Refused("nobody-typed-it")
    use(state, code)
    return str(kept["scope"])


def _granted(state: State, grant: Grant, asked: str) -> list[str]:
    """Google gives what was asked for, as far as it may be; Microsoft, asked for .default, all the app was given, and
    says with it that a person signed in."""
    given = rights_of(state)
    if grant.tells == "scp":
        return [*sorted(given), "profile", "openid", "email"] if given else []
    return [scope for scope in asked.split() if given is None or scope in given]
