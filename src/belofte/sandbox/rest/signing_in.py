"""Whether a call is signed in, and what a token endpoint hands out.

Tokens lie in the vendor's state, so that one process may sign in and another call. A token that is used up, run out or
unknown is refused with the vendor's own error.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping
from secrets import compare_digest
from typing import Any, cast
from urllib.parse import unquote

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from belofte.loading.simulated import Auth, Grant
from belofte.sandbox.rest.codes import give, readable_token, taken_code
from belofte.sandbox.rest.exchange import Call, Refused
from belofte.sandbox.rest.rights import rights_of
from belofte.sandbox.rest.rows import State

KEPT_UNDER = "secret:"
READ_ONLY = "read-only"


def check_signed_in(state: State, auth: Auth, call: Call, *, is_writing: bool) -> None:
    """Raises :class:`Refused` with the vendor's error where the call is not signed in, or may only look."""
    if auth.kind == "bearer":
        if _bearer_scope(state, auth, call) == READ_ONLY and is_writing:
            raise Refused("read-only")
        return
    given = _basic_password(call) if auth.kind == "basic" else call.headers.get((auth.header or "").lower(), "")
    if not given and auth.query:
        given = call.query.get(auth.query, "")
    wanted = secrets_of(state).get(auth.secret or "", "")
    if not wanted or not compare_digest(given.encode(), wanted.encode()):
        raise Refused(auth.refused)


def secrets_of(state: State) -> Mapping[str, str]:
    """The secrets a client of this system holds, by name."""
    return state.kept(KEPT_UNDER)


def expire_all(state: State) -> None:
    """Every access token runs out now, as if its time had passed."""
    with state.writing() as database:
        database.execute(
            "UPDATE tokens SET given_at = given_at - ends_at + ?, ends_at = ? WHERE kind = 'access' AND ends_at > ?",
            (state.clock(), state.clock() - 1, state.clock()),
        )


def hand_out(state: State, grant: Grant, call: Call, path: Mapping[str, str]) -> dict[str, Any]:
    """Check who asks and hand out tokens; the fields of the answer by name. Raises :class:`Refused`.

    What only names somebody (a tenant, a client, a login) may be anything here: a policy writes its own. The secret
    must be right.
    """
    held = secrets_of(state)
    checks = {
        "client-credentials": _app_credentials,
        "refresh-token": _refresh_token,
        "signed-assertion": _signed_assertion,
        "signed-body": _signed_body,
        "user-key": _account_key,
    }
    with state.writing():
        if call.body.get("grant_type") != "authorization_code":
            _not_too_soon(state, grant)
        checks[grant.kind](state, held, call, path)
        scope = READ_ONLY if call.body.get("read_only") else None
        roles = sorted(rights_of(state) or ()) if grant.tells == "roles" else []
        text = readable_token(state, grant.lasts, {"roles": roles}) if roles else ""
        given: dict[str, Any] = {"access_token": give(state, "access", grant.lasts, scope, text)}
        given |= {"scope": " ".join(_scopes(state, call))} if grant.tells == "scope" else {}
        given |= {"expires_in": grant.lasts, "ends_at": int(state.clock() + grant.lasts)}
        if grant.rotates:
            given["refresh_token"] = give(state, "refresh", None)
        return given


def _bearer_scope(state: State, auth: Auth, call: Call) -> str | None:
    scheme, _, token = call.headers.get("authorization", "").partition(" ")
    found = state.database.execute(
        "SELECT ends_at, scope FROM tokens WHERE token = ? AND kind = 'access'", (token,)
    ).fetchone()
    if scheme.lower() != "bearer" or found is None:
        raise Refused(auth.refused)
    if found[0] <= state.clock():
        raise Refused(auth.expired)
    scope: str | None = found[1]
    return scope


def _basic_password(call: Call) -> str:
    scheme, _, encoded = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(encoded, validate=True).decode("utf-8", "replace").partition(":")[2]
    except binascii.Error:
        return ""


def _scopes(state: State, call: Call) -> list[str]:
    """What was asked for in a signed assertion, as far as it was given."""
    claims = cast("dict[str, Any]", json.loads(_unpadded(str(call.body["assertion"]).split(".")[1])))
    asked, given = str(claims["scope"]).split(), rights_of(state)
    return [scope for scope in asked if given is None or scope in given]


def _not_too_soon(state: State, grant: Grant) -> None:
    newest = state.database.execute("SELECT max(given_at) FROM tokens WHERE kind = 'access'").fetchone()[0]
    if grant.not_within and newest is not None and 0 <= state.clock() - newest < grant.not_within:
        raise Refused("too-soon")


def _same(given: object, wanted: str | None) -> bool:
    return wanted is not None and compare_digest(str(given).encode(), wanted.encode())


def _app_credentials(_: State, held: Mapping[str, str], call: Call, __: Mapping[str, str]) -> None:
    body = call.body
    if body.get("grant_type") != "client_credentials":
        raise Refused("wrong-grant")
    if not body.get("client_id") or not _same(body.get("client_secret"), held.get("client_secret")):
        raise Refused("wrong-client")


def _refresh_token(state: State, held: Mapping[str, str], call: Call, _: Mapping[str, str]) -> None:
    body = call.body
    if body.get("grant_type") not in ("refresh_token", "authorization_code"):
        raise Refused("wrong-grant")
    if not body.get("client_id") or not _same(body.get("client_secret"), held.get("client_secret")):
        raise Refused("wrong-client")
    if body["grant_type"] == "authorization_code":
        taken_code(state, body)
        return
    token = str(body.get("refresh_token", ""))
    used = state.database.execute("SELECT used FROM tokens WHERE token = ? AND kind = 'refresh'", (token,)).fetchone()
    if used is None or used[0]:
        raise Refused("wrong-refresh-token")
    state.database.execute("UPDATE tokens SET used = 1 WHERE token = ?", (token,))


def _signed_assertion(state: State, held: Mapping[str, str], call: Call, _: Mapping[str, str]) -> None:
    """A JWT signed with RS256 by the account's key (RFC 7523)."""
    account: dict[str, str] = json.loads(held["service_account"])
    parts = str(call.body.get("assertion", "")).split(".")
    if len(parts) != 3:
        raise Refused("wrong-assertion")
    _check_signature(account["private_key"], _unpadded(parts[2]), f"{parts[0]}.{parts[1]}".encode(), hashes.SHA256())
    claims = cast("dict[str, Any]", json.loads(_unpadded(parts[1])))
    in_time = float(claims.get("iat", 0)) - 300 <= state.clock() < float(claims.get("exp", 0))
    if claims.get("iss") != account["client_email"] or not claims.get("scope") or not in_time:
        raise Refused("wrong-assertion")


def _signed_body(_: State, held: Mapping[str, str], call: Call, __: Mapping[str, str]) -> None:
    """The whole body is signed with RSA and SHA-512; the signature stands in a header."""
    if not call.body.get("login") or not call.body.get("nonce"):
        raise Refused("wrong-signature")
    try:
        signature = base64.b64decode(unquote(call.headers.get("signature", "")), validate=True)
    except binascii.Error as error:
        raise Refused("wrong-signature") from error
    _check_signature(held["private_key"], signature, call.raw, hashes.SHA512(), "wrong-signature")


def _account_key(_: State, held: Mapping[str, str], call: Call, __: Mapping[str, str]) -> None:
    if not call.body.get("userId") or not _same(call.body.get("key"), held.get("key")):
        raise Refused("unauthorized")


def _check_signature(
    pem: str, signature: bytes, signed: bytes, by: hashes.HashAlgorithm, error: str = "wrong-assertion"
) -> None:
    key = load_pem_private_key(pem.encode(), None)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise Refused(error)
    try:
        key.public_key().verify(signature, signed, padding.PKCS1v15(), by)
    except InvalidSignature as wrong:
        raise Refused(error) from wrong


def _unpadded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError) as error:
        raise Refused("wrong-assertion") from error
