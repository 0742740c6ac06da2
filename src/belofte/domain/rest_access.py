"""How a REST vendor is signed in to, how often it may be asked, and what a company writes for that
(:mod:`belofte.domain.rest`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from belofte.domain.policy import Text


class AuthKind(StrEnum):
    """How a vendor wants to know who asks."""

    NONE = "none"
    BASIC = "basic"
    BEARER = "bearer"
    HEADER = "header"
    QUERY = "query"
    OAUTH2_CLIENT = "oauth2_client"
    OAUTH2_REFRESH = "oauth2_refresh"
    GOOGLE_SA = "google_sa"
    TRANSIP_JWT = "transip_jwt"
    EXCHANGE = "exchange"


class SettingType(StrEnum):
    """What a company writes for one of the connector's keys."""

    TEXT = "text"
    LIST = "list"
    REFERENCE = "reference"
    FLAG = "flag"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class RestSetting:
    """A key that systems of this kind have. A ``reference`` names a secret (``file:``, ``env:``, ``credential:``).

    ``part_of`` and ``match``: not written by anybody, but taken out of another setting (the data centre at the end of a
    key); the first group of the pattern counts.
    """

    name: str
    type: SettingType = SettingType.TEXT
    text: Text | None = None
    example: str = ""
    default: str | None = None
    needed: bool = False
    choices: tuple[str, ...] = ()
    part_of: str | None = None
    match: str | None = None


@dataclass(frozen=True, slots=True)
class Auth:
    """Signing in. Which fields count depends on ``kind``; docs/connectors.md has a table.

    ``value`` is the password, token, key or client secret; ``lives``, ``early`` and ``apart`` (between two tokens) are
    seconds. For the first refresh token a person signs in at ``ask``, with ``pkce`` where the vendor takes it
    (RFC 7636), or with a code from ``device`` (RFC 8628). ``rights``: what the vendor calls a right when it is a
    person's, by the name it has as the app's own.
    """

    kind: AuthKind = AuthKind.NONE
    user: str | None = None
    value: str | None = None
    name: str | None = None  # of the header or query parameter
    url: str | None = None  # where a token is given
    scope: str | None = None
    refresh: str | None = None  # the first refresh token
    json: object = None  # the body of a token exchange
    select: str | None = None  # where the token lies in the answer
    lives: int | None = None
    early: int = 60
    apart: int = 0
    ask: str | None = None
    pkce: bool = False
    device: str | None = None
    rights: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Budget:
    """Answers that a vendor counts against a caller: after ``most`` of them in ``seconds`` it locks the caller out.
    The connector stops at half of them."""

    statuses: tuple[int, ...]
    most: int
    seconds: int = 3600


@dataclass(frozen=True, slots=True)
class Limits:
    """What a vendor lets one caller do, and how it says that this was too much."""

    at_once: int = 4
    per_minute: int | None = None
    per_day: int | None = None
    throttled: tuple[int, ...] = (429,)
    throttled_unless_json: tuple[int, ...] = ()
    remaining: str | None = None  # header: calls left in the present window
    reset: str | None = None  # header: when the window ends (seconds from now, or an epoch in s or ms)
    budget: Budget | None = None
