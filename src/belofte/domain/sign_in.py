"""What must hold before somebody counts as signed in, as far as it can be said without a clock, a store or a network.

A sign-in provider's word is believed when it is meant for us, fresh, the answer to our own question, and from the
company's own tenant (OpenID Connect Core 1.0, section 3.1.3.7). Who somebody is there is issuer plus subject; at Entra,
where a subject differs per application, tenant id plus object id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import unquote, urlsplit

LEEWAY = 60
"""Seconds by which a provider's clock may differ from ours."""
LONGEST_LIFE = 24 * 3600
"""Seconds after which a token is not believed any more, whatever end it names itself."""


@dataclass(frozen=True, slots=True)
class Provider:
    """What is pinned about the provider. ``tenant``: the Entra tenant id; empty for any other provider."""

    issuer: str
    client: str
    tenant: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """What we asked. ``now`` in seconds since 1970; ``asked_at`` when it was asked; ``again``: the person had to prove
    at that moment who is there, an older sign-in at the provider does not do."""

    nonce: str
    now: float
    asked_at: float
    again: bool = False


@dataclass(frozen=True, slots=True)
class ProviderSubject:
    """Who somebody is at a provider."""

    issuer: str
    subject: str

    @property
    def known_by(self) -> str:
        """The two as one text; no issuer or subject can be read into the other."""
        return f"{self.issuer}\n{self.subject}"


class NotBelieved(Exception):
    """The provider's word is not believed. The message is one fixed sentence: it may be logged."""


def subject_of(claims: Mapping[str, object], provider: Provider, asked: Question) -> ProviderSubject:
    """Who signed in, by the claims of an ID token whose signature was checked. Raises :class:`NotBelieved`.

    The numbers are those of OpenID Connect Core 1.0, section 3.1.3.7.
    """
    _need(claims.get("iss") == provider.issuer, "the token comes from another issuer")  # 2
    _need(provider.client in _audiences(claims), "the token is meant for another application")  # 3
    others = len(_audiences(claims)) > 1 or "azp" in claims
    _need(not others or claims.get("azp") == provider.client, "the token was given to another application")  # 4, 5
    now, issued = asked.now, _seconds(claims, "iat")
    _need(now < _seconds(claims, "exp") + LEEWAY, "the token has expired")  # 9
    _need(issued <= now + LEEWAY, "the token comes from the future")  # 10
    _need(now - issued < LONGEST_LIFE, "the token is old")
    _need("nbf" not in claims or _seconds(claims, "nbf") <= now + LEEWAY, "the token does not count yet")
    _need(bool(asked.nonce) and claims.get("nonce") == asked.nonce, "the token answers another question")  # 11
    if asked.again:  # 13
        _need(_seconds(claims, "auth_time") >= asked.asked_at - LEEWAY, "the sign-in at the provider is an old one")
    return _subject(claims, provider)


def _subject(claims: Mapping[str, object], provider: Provider) -> ProviderSubject:
    if not provider.tenant:
        return ProviderSubject(provider.issuer, _text(claims, "sub"))
    _need(claims.get("tid") == provider.tenant, "the account belongs to another tenant")
    return ProviderSubject(provider.issuer, f"{provider.tenant}:{_text(claims, 'oid')}")


def _audiences(claims: Mapping[str, object]) -> tuple[object, ...]:
    said = claims.get("aud")
    return tuple(cast("list[object]", said)) if isinstance(said, list) else (said,)


def _seconds(claims: Mapping[str, object], name: str) -> float:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotBelieved(f"the token lacks {name}")
    return float(value)


def _text(claims: Mapping[str, object], name: str) -> str:
    value: Any = claims.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= 255 or "\n" in value:
        raise NotBelieved(f"the token lacks {name}")
    return value


def _need(holds: bool, otherwise: str) -> None:
    if not holds:
        raise NotBelieved(otherwise)


def own_place(asked: str) -> str:
    """A page of the office to go to after signing in; ``/`` for whatever could lead elsewhere.

    Browsers read ``//host`` and ``/\\host`` as another website, and take out tabs and line ends before they look.
    """
    parts = urlsplit(unquote(asked)) if asked.startswith("/") and asked.isascii() else None
    if parts is None or any(sign in unquote(asked) for sign in "\\\r\n\t\0"):
        return "/"
    if parts.scheme or parts.netloc or unquote(asked).startswith("//"):
        return "/"
    return asked
