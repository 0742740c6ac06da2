"""What the answer that brings a token, and the token, tell of it: when it ends, and what it is good for."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any, cast

_OF_THE_SIGN_IN = frozenset({"openid", "profile", "email", "offline_access"})
"""Scopes that a person's sign-in brings along (OpenID Connect Core, 5.4 and 11): they open no data of the company."""


def claims_of(token: str) -> dict[str, Any]:
    """What a JWT says of itself; it is read and not trusted for anything. Nothing for a token of another form."""
    parts = token.split(".")
    try:
        found: object = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, IndexError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def number_in(value: object) -> float | None:
    """A number, where that is one."""
    return float(value) if isinstance(value, (int, float)) else None


def rights_told(answer: Mapping[str, Any], claims: Mapping[str, Any]) -> frozenset[str] | None:
    """The rights a token has: ``roles`` of an application (Microsoft), else the scopes."""
    told: object = claims.get("roles") or claims.get("scp") or answer.get("scope")
    if isinstance(told, str):
        return frozenset(told.split()) - _OF_THE_SIGN_IN
    return rights_kept(told)


def rights_kept(told: object) -> frozenset[str] | None:
    """The rights of a list of names; None where there is none."""
    return frozenset(map(str, cast("list[object]", told))) if isinstance(told, list) else None
